import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver-types';
import { cleanPath } from '../../base/cleanPath.ts';
import { type ServiceHost, say, type Text } from '../host.ts';
import { type Analysis, offsetOf } from './analysis.ts';
import type { BuildContext } from './buildContext.ts';
import type { ProblemData } from './diagnose.ts';

const allow: Text = { en: 'Add !{0} to {1}', ko: '{1}에 !{0} 추가' };

/** Lets a source of COPY or ADD into the build context that the `.dockerignore` in force leaves out. */
export async function allowInContext(
	analysis: Analysis,
	host: ServiceHost,
	diagnostic: Diagnostic,
	context: BuildContext,
): Promise<CodeAction[]> {
	if ((diagnostic.data as ProblemData | undefined)?.rule !== 'CopyIgnoredFile') {
		return [];
	}
	const source = await context.ignoreSource();
	const { start, end } = diagnostic.range;
	const [from, to] = [offsetOf(analysis.file, start), offsetOf(analysis.file, end)];
	const path = cleanPath(analysis.file.text.slice(from, to));
	// A pattern that says what was meant has to be found by a person where the word is more than a path.
	if (!source || !/^[\w./@+-]+$/.test(path)) {
		return [];
	}
	const name = decodeURIComponent(source.uri.slice(source.uri.lastIndexOf('/') + 1));
	return [
		{
			title: say(allow, host.locale, path, name),
			kind: CodeActionKind.QuickFix,
			diagnostics: [diagnostic],
			edit: { changes: { [source.uri]: [lineAtEnd(source.text, `!${path}`)] } },
		},
	];
}

function lineAtEnd(text: string, line: string) {
	const lines = text.split('\n');
	const end = { line: lines.length - 1, character: (lines.at(-1) ?? '').length };
	const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
	return { range: { start: end, end }, newText: `${end.character > 0 ? lineEnd : ''}${line}${lineEnd}` };
}
