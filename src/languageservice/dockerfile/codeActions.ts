import {
	type CodeAction,
	CodeActionKind,
	type Diagnostic,
	type Range,
	type TextEdit,
} from 'vscode-languageserver-types';
import { type ServiceHost, say, type Text } from '../host.ts';
import type { CodeActionRequest } from '../languageService.ts';
import { type Analysis, offsetOf, rangeOf } from './analysis.ts';
import { BuildContext } from './buildContext.ts';
import { allowInContext } from './contextFixes.ts';
import { diagnose } from './diagnose.ts';
import type { Fix } from './fix.ts';
import { fixesFor } from './fixes.ts';
import { ignoreFixes } from './ignoreFixes.ts';
import { refactorings } from './refactorings.ts';

/** Fixes for the problems that touch a range, ways to ignore them, refactorings, and *fix all*. */
export async function findCodeActions(
	analysis: Analysis,
	host: ServiceHost,
	range: Range,
	request: CodeActionRequest,
	signal: AbortSignal,
): Promise<CodeAction[]> {
	const diagnostics = analysis.diagnostics ?? (await diagnose(analysis, host, signal));
	const touching = diagnostics.filter(diagnostic => overlaps(diagnostic.range, range));
	const wants = (kind: string) => request.only === undefined || request.only.some(only => kind.startsWith(only));
	const actions: CodeAction[] = [];
	if (wants(CodeActionKind.QuickFix)) {
		const ignores: CodeAction[] = [];
		const context = new BuildContext(host, analysis.document.uri, signal);
		for (const diagnostic of touching) {
			actions.push(...fixesFor(analysis, host, diagnostic).map(fix => toAction(analysis, host, fix, diagnostic)));
			actions.push(...(await allowInContext(analysis, host, diagnostic, context)));
			ignores.push(...ignoreFixes(analysis, diagnostic).map(fix => toAction(analysis, host, fix, diagnostic)));
		}
		actions.push(...distinct(ignores));
	}
	if (wants(CodeActionKind.Refactor)) {
		const [start, end] = [offsetOf(analysis.file, range.start), offsetOf(analysis.file, range.end)];
		const offered = new Set(actions.map(action => JSON.stringify(action.edit)));
		const more = (await refactorings(analysis, host, start, end, signal)).map(fix => toAction(analysis, host, fix));
		actions.push(...more.filter(action => !offered.has(JSON.stringify(action.edit))));
	}
	if (wants(CodeActionKind.SourceFixAll) && !signal.aborted) {
		actions.push(...fixAll(analysis, host, diagnostics));
	}
	return actions;
}

function overlaps(a: Range, b: Range): boolean {
	const before = (x: Range['start'], y: Range['start']) =>
		x.line < y.line || (x.line === y.line && x.character < y.character);
	return !before(a.end, b.start) && !before(b.end, a.start);
}

function distinct(actions: readonly CodeAction[]): CodeAction[] {
	const seen = new Set<string>();
	return actions.filter(action => {
		const key = `${action.title} ${JSON.stringify(action.edit)}`;
		return !seen.has(key) && seen.add(key);
	});
}

function toAction(analysis: Analysis, host: ServiceHost, fix: Fix, diagnostic?: Diagnostic): CodeAction {
	return {
		title: say(fix.title, host.locale, ...(fix.values ?? [])),
		kind: fix.kind ?? CodeActionKind.QuickFix,
		...(diagnostic ? { diagnostics: [diagnostic] } : {}),
		...(fix.preferred ? { isPreferred: true } : {}),
		edit: { changes: { [analysis.document.uri]: toTextEdits(analysis, fix) } },
	};
}

function toTextEdits(analysis: Analysis, fix: Fix): TextEdit[] {
	return fix.edits.map(edit => ({ range: rangeOf(analysis.file, edit.start, edit.end), newText: edit.text }));
}

/** More than this is not fixed in one go. */
const mostFixes = 2000;

const fixAllTitle: Text = {
	en: 'Fix all problems that have one safe fix',
	ko: '안전하게 고칠 수 있는 문제 모두 고치기',
};

/** The preferred fixes of all problems, as far as they do not touch each other. */
function fixAll(analysis: Analysis, host: ServiceHost, diagnostics: readonly Diagnostic[]): CodeAction[] {
	const chosen: Fix['edits'][number][] = [];
	const taken: { start: number; end: number }[] = [];
	let fixed = 0;
	let reached = -1;
	for (const diagnostic of diagnostics.slice(0, mostFixes)) {
		const fix = fixesFor(analysis, host, diagnostic).find(candidate => candidate.preferred);
		const edits = [...(fix?.edits ?? [])].sort((a, b) => a.start - b.start);
		const first = edits[0];
		const last = edits.at(-1);
		if (!fix || !first || !last || (first.start <= reached && collides(edits, taken))) {
			continue;
		}
		fixed++;
		chosen.push(...edits);
		taken.push(...edits);
		reached = Math.max(reached, last.end);
	}
	const title = fixAllTitle;
	return fixed < 2
		? []
		: [
				toAction(analysis, host, {
					title,
					edits: chosen.sort((a, b) => a.start - b.start),
					kind: `${CodeActionKind.SourceFixAll}.slipway`,
				}),
			];
}

function collides(edits: Fix['edits'], taken: readonly { start: number; end: number }[]): boolean {
	return edits.some(edit => taken.slice(-50).some(other => edit.start <= other.end && other.start <= edit.end));
}
