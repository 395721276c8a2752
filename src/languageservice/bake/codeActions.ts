import { type CodeAction, CodeActionKind, type Diagnostic, type Range } from 'vscode-languageserver-types';
import { type ServiceHost, say, type Text } from '../host.ts';
import { diagnose } from './diagnose.ts';
import type { BakeDocument } from './document.ts';
import type { Span } from './hclSyntax.ts';
import type { BakeProblemData } from './problem.ts';
import type { BakeRuleName } from './rules.ts';

const texts = {
	change: { en: 'Change to `{0}`', ko: '`{0}`(으)로 바꾸기' },
	removeDockerfile: { en: 'Remove the unused `dockerfile`', ko: '쓰이지 않는 `dockerfile` 제거' },
	declare: { en: 'Declare the variable `{0}`', ko: '`{0}` 변수 선언' },
	toMap: { en: 'Write `{0}` as a map', ko: '`{0}`을(를) 맵으로 쓰기' },
} as const satisfies Readonly<Record<string, Text>>;

/** Fixes for the problems that touch a range. */
export async function findCodeActions(
	document: BakeDocument,
	host: ServiceHost,
	range: Range,
	only: readonly string[] | undefined,
	signal: AbortSignal,
): Promise<CodeAction[]> {
	if (only && !only.some(kind => CodeActionKind.QuickFix.startsWith(kind))) {
		return [];
	}
	const found = await diagnose(document, host, signal);
	return found.filter(each => touches(each.range, range)).flatMap(each => fixFor(document, host, each) ?? []);
}

function touches(a: Range, b: Range): boolean {
	const isBefore = (x: Range['start'], y: Range['start']) =>
		x.line < y.line || (x.line === y.line && x.character < y.character);
	return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

type FixWriter = (
	document: BakeDocument,
	span: Span,
	host: ServiceHost,
) => { title: string; span: Span; text: string } | undefined;

function fixFor(document: BakeDocument, host: ServiceHost, diagnostic: Diagnostic): CodeAction | undefined {
	const data = diagnostic.data as BakeProblemData;
	const span = {
		start: document.text.offsetAt(diagnostic.range.start),
		end: document.text.offsetAt(diagnostic.range.end),
	};
	const write = Object.hasOwn(writers, data.rule) ? writers[data.rule] : undefined;
	const fix =
		data.replacement === undefined
			? write?.(document, span, host)
			: { title: say(texts.change, host.locale, data.replacement), span, text: data.replacement };
	if (!fix) {
		return undefined;
	}
	const edit = { range: document.range(fix.span), newText: fix.text };
	return {
		title: fix.title,
		kind: CodeActionKind.QuickFix,
		diagnostics: [diagnostic],
		isPreferred: true,
		edit: { changes: { [document.text.uri]: [edit] } },
	};
}

const writers: Partial<Record<BakeRuleName, FixWriter>> = {
	IgnoredDockerfile: (document, span, host) => ({
		title: say(texts.removeDockerfile, host.locale),
		span: wholeLine(document.source, span),
		text: '',
	}),
	UndefinedVariable: ({ source, isJson }, span, host) => {
		const name = source.slice(span.start, span.end);
		const end = source.includes('\r\n') ? '\r\n' : '\n';
		const text = `variable "${name}" {${end}  default = ""${end}}${end}${end}`;
		const title = say(texts.declare, host.locale, name);
		return isJson ? undefined : { title, span: { start: 0, end: 0 }, text };
	},
	BlockForMap: ({ source }, span, host) => {
		const name = source.slice(span.start, span.end);
		return { title: say(texts.toMap, host.locale, name), span: { start: span.end, end: span.end }, text: ' =' };
	},
};

/** An attribute with its line, where nothing else stands on it. */
function wholeLine(source: string, { start, end }: Span): Span {
	const lineStart = source.lastIndexOf('\n', start - 1) + 1;
	const next = source.indexOf('\n', end);
	const lineEnd = next < 0 ? source.length : next + 1;
	const isAlone = source.slice(lineStart, start).trim() === '' && source.slice(end, lineEnd).trim() === '';
	return isAlone ? { start: lineStart, end: lineEnd } : { start, end };
}
