import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import type { ServiceHost } from '../host.ts';
import { diagnose } from './diagnose.ts';
import { type ComposeDocument, parseCompose } from './document.ts';
import { applied, type OffsetEdit } from './edits.ts';
import type { Fix } from './fix.ts';

/** Checking costs a diagnosis for each fix; longer files are trusted to the fixes alone. */
const longestChecked = 60_000;

/** Rules behind whose problems others may come to light, in what was not understood before. */
const covering = new Set([
	'WrongType',
	'InvalidYaml',
	'TabIndentation',
	'SplitValue',
	'InvalidInclude',
	'CannotOverride',
]);

/** Rules that keep us from seeing the rest of the file. */
const blinding = new Set(['InvalidYaml', 'TabIndentation', 'SplitValue', 'EmptyFile']);

/**
 * The fixes after which their problem is gone and the file has no new error. Where a problem hides others, new errors
 * within what was changed are bearable if there is no better fix.
 */
export async function soundFixes(
	document: ComposeDocument,
	host: ServiceHost,
	diagnostic: Diagnostic,
	all: readonly Diagnostic[],
	fixes: readonly Fix[],
	signal: AbortSignal,
): Promise<readonly Fix[]> {
	if (document.source.length > longestChecked) {
		return fixes;
	}
	const clean: Fix[] = [];
	const bearable: Fix[] = [];
	for (const fix of fixes) {
		const result = fix.files ? 'clean' : await outcome(document, host, diagnostic, all, fix, signal);
		if (result === 'clean') {
			clean.push(fix);
		} else if (result === 'bearable') {
			bearable.push(fix);
		}
	}
	return clean.some(fix => !fix.files) ? clean : [...bearable, ...clean];
}

async function outcome(
	document: ComposeDocument,
	host: ServiceHost,
	fixed: Diagnostic,
	before: readonly Diagnostic[],
	{ edits }: Fix,
	signal: AbortSignal,
): Promise<'clean' | 'bearable' | 'bad'> {
	const { uri, languageId, version } = document.text;
	const text = TextDocument.create(uri, languageId, version, applied(document.source, edits));
	const after = await diagnose(parseCompose(text), host, signal);
	const same = (list: readonly Diagnostic[]) => list.filter(each => isSame(each, fixed)).length;
	if (same(after) >= same(before)) {
		return 'bad';
	}
	if (before.some(each => blinding.has(String(each.code)))) {
		return 'clean';
	}
	const news = after.filter(
		each => each.severity === DiagnosticSeverity.Error && !before.some(other => isSame(each, other)),
	);
	if (news.length === 0) {
		return 'clean';
	}
	const changed = changedSpan(edits);
	const isInside = (each: Diagnostic) => {
		const offset = text.offsetAt(each.range.start);
		return changed.start <= offset && offset <= changed.end;
	};
	return covering.has(String(fixed.code)) && news.every(isInside) ? 'bearable' : 'bad';
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
	return a.code === b.code && a.message === b.message;
}

/** From the first change to the last, in the text after them. */
function changedSpan(edits: readonly OffsetEdit[]): { readonly start: number; readonly end: number } {
	const start = Math.min(...edits.map(edit => edit.start));
	const grown = edits.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
	return { start, end: Math.max(...edits.map(edit => edit.end)) + grown };
}
