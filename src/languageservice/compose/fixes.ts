import type { Diagnostic } from 'vscode-languageserver-types';
import type { ServiceHost } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import { type OffsetEdit, YamlEditor } from './edits.ts';
import type { Fix, FixInput, FixWriter } from './fix.ts';
import { beyondFixes } from './fixesBeyond.ts';
import { modelFixes } from './fixesModel.ts';
import { referenceFixes } from './fixesReferences.ts';
import { yamlFixes } from './fixesYaml.ts';
import { keyText } from './merged.ts';
import { pathTo } from './nodeAt.ts';
import { nodeSpanning, type SpannedNode } from './nodeSpan.ts';
import type { ProblemData } from './problems.ts';
import { soundFixes } from './soundFixes.ts';

const writers: Readonly<Record<string, FixWriter>> = { ...yamlFixes, ...modelFixes, ...referenceFixes, ...beyondFixes };

/** The fixes of one problem, the best first. */
export async function fixesFor(
	document: ComposeDocument,
	host: ServiceHost,
	diagnostic: Diagnostic,
	signal: AbortSignal,
): Promise<readonly Fix[]> {
	const data = diagnostic.data as ProblemData | undefined;
	const write = data && Object.hasOwn(writers, data.rule) ? writers[data.rule] : undefined;
	if (!data || !write || signal.aborted) {
		return [];
	}
	return write(inputOf(document, host, diagnostic, data));
}

function inputOf(document: ComposeDocument, host: ServiceHost, diagnostic: Diagnostic, data: ProblemData): FixInput {
	const start = document.text.offsetAt(diagnostic.range.start);
	const end = document.text.offsetAt(diagnostic.range.end);
	const editor = new YamlEditor(document, document.docAt(start));
	const found = nodeSpanning(editor, start, end);
	return {
		editor,
		host,
		diagnostic,
		data,
		start,
		end,
		node: found?.node,
		pair: found?.pair,
		role: found?.role ?? 'none',
		path: found ? pathOf(editor, found) : [],
	};
}

function pathOf({ doc }: YamlEditor, { node, pair, role }: SpannedNode): (string | number)[] {
	return role === 'key' && pair ? [...pathTo(doc, pair), keyText(pair.key) ?? ''] : pathTo(doc, node);
}

/** The edits of all preferred fixes that do not touch each other; of two for one place the first. */
export async function fixAllEdits(
	document: ComposeDocument,
	host: ServiceHost,
	diagnostics: readonly Diagnostic[],
	signal: AbortSignal,
): Promise<OffsetEdit[]> {
	const edits: OffsetEdit[] = [];
	for (const diagnostic of diagnostics) {
		const fixes = (await fixesFor(document, host, diagnostic, signal)).filter(each => each.preferred && !each.files);
		const [fix] = await soundFixes(document, host, diagnostic, diagnostics, fixes, signal);
		const isFree = fix?.edits.every(edit => edits.every(other => isApart(edit, other)));
		if (fix && isFree) {
			edits.push(...fix.edits);
		}
	}
	return edits.sort((a, b) => a.start - b.start);
}

function isApart(a: OffsetEdit, b: OffsetEdit): boolean {
	return (
		a.end < b.start ||
		b.end < a.start ||
		(a.start === b.start && a.end === b.end && a.start === a.end && a.text !== b.text)
	);
}
