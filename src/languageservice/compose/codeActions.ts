import {
	type CodeAction,
	CodeActionKind,
	type Diagnostic,
	type Range,
	type WorkspaceEdit,
} from 'vscode-languageserver-types';
import { type ServiceHost, say } from '../host.ts';
import type { CodeActionRequest } from '../languageService.ts';
import { diagnose } from './diagnose.ts';
import type { ComposeDocument } from './document.ts';
import type { OffsetEdit } from './edits.ts';
import type { Fix } from './fix.ts';
import { fixAllEdits, fixesFor } from './fixes.ts';
import { ignoreFix } from './fixesIgnore.ts';
import { refactorings } from './refactorings.ts';
import { soundFixes } from './soundFixes.ts';

export interface ComposeActionRequest extends CodeActionRequest {
	/** All problems of the document with their data; found anew if undefined. */
	readonly diagnostics?: readonly Diagnostic[] | undefined;
}

const kindOfFixAll = 'source.fixAll.slipway';
const fixAllTitle = { en: 'Fix all problems that can be fixed safely', ko: '안전하게 고칠 수 있는 문제 모두 수정' };

/** Fixes for the problems that touch a range, ways to ignore them, refactorings, and *fix all*. */
export async function findCodeActions(
	document: ComposeDocument,
	host: ServiceHost,
	range: Range,
	{ only, diagnostics: given }: ComposeActionRequest,
	signal: AbortSignal,
): Promise<CodeAction[]> {
	const wants = (kind: string) => only === undefined || only.some(each => `${kind}.`.startsWith(`${each}.`));
	const isForProblems = wants(CodeActionKind.QuickFix) || wants(kindOfFixAll);
	const isKnown = given?.every(diagnostic => diagnostic.data) ?? false;
	const diagnostics = given && isKnown ? given : isForProblems ? await diagnose(document, host, signal) : [];
	const touching = diagnostics.filter(diagnostic => overlaps(diagnostic.range, range));
	const actions: CodeAction[] = [];
	if (wants(CodeActionKind.QuickFix)) {
		for (const diagnostic of touching) {
			const fixes = await fixesFor(document, host, diagnostic, signal);
			for (const fix of await soundFixes(document, host, diagnostic, diagnostics, fixes, signal)) {
				actions.push(await toAction(document, host, fix, signal, diagnostic));
			}
		}
		for (const diagnostic of touching) {
			const fix = ignoreFix(document, diagnostic);
			actions.push(...(fix ? [await toAction(document, host, fix, signal, diagnostic)] : []));
		}
	}
	if (wants(CodeActionKind.Refactor) || only?.some(each => each.startsWith('refactor.'))) {
		const [start, end] = [document.text.offsetAt(range.start), document.text.offsetAt(range.end)];
		for (const fix of await refactorings(document, host, start, end, signal)) {
			if (wants(fix.kind ?? CodeActionKind.Refactor)) {
				actions.push(await toAction(document, host, fix, signal));
			}
		}
	}
	if (wants(kindOfFixAll) && !signal.aborted) {
		actions.push(...(await fixAll(document, host, diagnostics, signal)));
	}
	return distinct(actions);
}

function overlaps(a: Range, b: Range): boolean {
	const isBefore = (x: Range['start'], y: Range['start']) =>
		x.line < y.line || (x.line === y.line && x.character < y.character);
	return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function distinct(actions: readonly CodeAction[]): CodeAction[] {
	const seen = new Set<string>();
	return actions.filter(action => {
		const key = `${action.kind} ${action.title} ${JSON.stringify(action.edit)}`;
		return !seen.has(key) && seen.add(key);
	});
}

async function fixAll(
	document: ComposeDocument,
	host: ServiceHost,
	diagnostics: readonly Diagnostic[],
	signal: AbortSignal,
): Promise<CodeAction[]> {
	const edits = await fixAllEdits(document, host, diagnostics, signal);
	const title = say(fixAllTitle, host.locale);
	return edits.length === 0 ? [] : [{ title, kind: kindOfFixAll, edit: workspaceEdit(document, edits) }];
}

async function toAction(
	document: ComposeDocument,
	host: ServiceHost,
	fix: Fix,
	signal: AbortSignal,
	diagnostic?: Diagnostic,
): Promise<CodeAction> {
	const edit = workspaceEdit(document, fix.edits);
	return {
		title: say(fix.title, host.locale, ...(fix.values ?? [])),
		kind: fix.kind ?? CodeActionKind.QuickFix,
		...(diagnostic ? { diagnostics: [diagnostic] } : {}),
		...(fix.preferred && diagnostic ? { isPreferred: true } : {}),
		edit: fix.files ? await withFiles(document, edit, fix, host, signal) : edit,
	};
}

function workspaceEdit(document: ComposeDocument, edits: readonly OffsetEdit[]): WorkspaceEdit & { changes: object } {
	const changes = edits.map(({ start, end, text }) => ({ range: document.range(start, end), newText: text }));
	return { changes: { [document.text.uri]: changes } };
}

/** Files are made where they are missing, and get the text at their end where they are there. */
async function withFiles(
	document: ComposeDocument,
	edit: WorkspaceEdit,
	{ files = [], edits }: Fix,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<WorkspaceEdit> {
	const documentChanges: NonNullable<WorkspaceEdit['documentChanges']> = [];
	if (edits.length > 0) {
		const textDocument = { uri: document.text.uri, version: null };
		documentChanges.push({ textDocument, edits: edit.changes?.[document.text.uri] ?? [] });
	}
	for (const { uri, text } of files) {
		const before = (await host.readFile?.(uri, signal)) ?? '';
		const lines = before.split('\n');
		const end = { line: lines.length - 1, character: (lines.at(-1) as string).length };
		const newText = before === '' || before.endsWith('\n') ? text : `\n${text}`;
		documentChanges.push({ kind: 'create', uri, options: { ignoreIfExists: true, overwrite: false } });
		documentChanges.push({ textDocument: { uri, version: null }, edits: [{ range: { start: end, end }, newText }] });
	}
	return { documentChanges };
}
