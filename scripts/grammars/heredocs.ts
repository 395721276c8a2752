import { type EmbeddedLanguage, embeddedLanguages, embeddedScope, shell } from './embeddedLanguages.ts';
import { include, oneOf, type Rule } from './rule.ts';

/**
 * Heredocs, as BuildKit finds them: `<<WORD` or `<< WORD` at the start of a word outside quotes, arithmetic included.
 *
 * A heredoc must end at its word, whatever is left open in its body, and only `while` closes the rules inside. It
 * cannot remember words of rules around it, so each heredoc is three rules: one that waits for the closing word and
 * colours it, one that lasts while the line is not that word, and one for the language of the body. With several
 * heredocs on a line the last one is the outermost. Lines hold no more than four in earnest.
 */
const most = 4;
/** So many heredocs on a line of COPY may tell the language of their body by their name. */
const namedCounts = [2, 3];

/** After the arrows: blanks may follow them, but not the dash. */
const arrows = String.raw`<<(?:-|(?!-)[ \t]*+)`;
const arrowsWithDash = String.raw`<<(?:(-)|(?!-)[ \t]*+)`;
const word = String.raw`[^\s"'<\\]+`;
const quotedWord = String.raw`[^"'\n]+`;
const heredoc = `${arrows}(?:["']${quotedWord}["']|${word})`;
const skipped = String.raw`(?>(?:[^"'\\<]|\\.|"(?:[^"\\]|\\.)*"|'[^']*'|<{3,}|<(?!<)|(?<!\s|\s\d|\s\d\d)<<|<<(?!${arrows.slice(2)}["']?${word}))*)`;
const runStart = String.raw`[ \t]*(?:(?:(?i:ONBUILD)[ \t]+)?(?i:RUN)[ \t])?(?:[ \t]*--[\w-]++(?:=\S*+)?)*+`;
/** The closing word; tabs may stand before it if the group of the dash is not empty. */
const closing = String.raw`(?:\t(?!\1))*(\2)$`;
const line = { patterns: include('heredoc-line') };

type Kind = 'run' | 'copy' | 'continued';

const starts: Readonly<Record<Kind, string>> = {
	run: String.raw`[ \t]*(?:(?i:ONBUILD)[ \t]+)?(?i:RUN)(?=[ \t])`,
	copy: String.raw`[ \t]*(?:(?i:ONBUILD)[ \t]+)?(?i:COPY|ADD)(?=[ \t])`,
	continued: String.raw`[ \t]*(?![#\s])`,
};

/** Ends an instruction at a continuation line with a heredoc, which begins anew there. */
export const noHeredoc = `(?!${starts.continued}${skipped}${heredoc})`;

export const heredocOperator: Rule = {
	match: `(?<!\\S)(\\d*)(<<-?+)[ \\t]*(?:(["'])(${quotedWord})(["'])|(${word}))`,
	captures: {
		1: { name: 'constant.numeric.file-descriptor.dockerfile' },
		2: { name: 'keyword.operator.heredoc.dockerfile' },
		3: { name: 'punctuation.definition.string.begin.dockerfile' },
		4: { name: 'keyword.control.heredoc-token.dockerfile' },
		5: { name: 'punctuation.definition.string.end.dockerfile' },
		6: { name: 'keyword.control.heredoc-token.dockerfile' },
	},
};

/** The rules that files list: `heredocs` goes before the instructions, `continued-heredocs` after. */
export function heredocRules(): Record<string, Rule> {
	const whileSame = (condition: string, language: EmbeddedLanguage): Rule => ({
		begin: `^(?=${condition})(.*)\\n?`,
		beginCaptures: { 1: line },
		while: '^',
		contentName: embeddedScope(language),
		patterns: include(...language.scopes),
	});
	const readers = embeddedLanguages.filter(({ programs }) => programs.length > 0);
	return {
		heredocs: { patterns: include(...wrapperNames('run'), ...wrapperNames('copy')) },
		'continued-heredocs': { patterns: include(...wrapperNames('continued')) },
		...Object.fromEntries((['run', 'copy', 'continued'] as const).flatMap(wrappers)),
		'heredoc-run': { patterns: [continuedLine(), ...include('heredoc-readers', 'heredoc-files'), script(), text()] },
		'heredoc-copy': { patterns: [continuedLine(), ...include('heredoc-destinations'), text()] },
		'heredoc-continued': {
			patterns: [...include('heredoc-readers', 'heredoc-files', 'heredoc-destinations'), script(), text()],
		},
		'heredoc-readers': { patterns: readers.map(language => whileSame(readBy(language), language)) },
		'heredoc-files': { patterns: embeddedLanguages.map(language => whileSame(redirectedTo(language), language)) },
		'heredoc-destinations': { patterns: embeddedLanguages.map(language => whileSame(copiedTo(language), language)) },
		...Object.fromEntries(namedCounts.map(lastNamed)),
		'heredoc-shebangs': { patterns: readers.map(byFirstLine) },
		'heredoc-text': {
			patterns: [
				...include('heredoc-shebangs'),
				{ begin: '^', while: '^', contentName: 'string.unquoted.heredoc.dockerfile' },
			],
		},
	};
}

function wrapperNames(kind: Kind): string[] {
	return Array.from({ length: most }, (_, index) => `heredoc-${kind}-${most - index}`);
}

function wrappers(kind: Kind): [string, Rule][] {
	return wrapperNames(kind).flatMap((name, index): [string, Rule][] => {
		const count = most - index;
		const both = (start: string) => ({
			patterns: [wrapper(kind, count, start, false), wrapper(kind, count, start, true)],
		});
		// Around the others stands a heredoc whose body may hold lines that look the same; they begin on its own line only.
		return count < most
			? [
					[name, both('^')],
					[`${name}-inside`, both('\\G')],
				]
			: [[name, both('^')]];
	});
}

/** For the last of so many heredocs on a line. */
function wrapper(kind: Kind, count: number, start: string, quoted: boolean): Rule {
	const opening = quoted ? `["'](${quotedWord})["']` : `(${word})`;
	const ahead = `${start}(?=${starts[kind]}(?:${skipped}${heredoc}){${count - 1}}${skipped}${arrowsWithDash}${opening})`;
	return {
		begin: ahead,
		end: `^${closing}\\n?`,
		endCaptures: { 1: { name: 'keyword.control.heredoc-token.dockerfile' } },
		name: 'meta.heredoc.dockerfile',
		contentName: quoted ? 'meta.heredoc.literal.dockerfile' : 'meta.heredoc.expanded.dockerfile',
		patterns: count > 1 ? severalBodies(kind, count, ahead) : [guarded(ahead, include(`heredoc-${kind}`))],
	};
}

function guarded(begin: string, patterns: readonly Rule[]): Rule {
	return { begin, while: `^(?!${closing})`, patterns };
}

/**
 * The other heredocs, then the last one's body. Its word may be an earlier one's too, so nothing that lasts until the
 * word may enclose them, unless it looks like the name of a file.
 */
function severalBodies(kind: Kind, count: number, ahead: string): Rule[] {
	const others = include(`heredoc-${kind}-${count - 1}-inside`);
	const isFile = String.raw`(?=.*${arrows}["']?[^\s"'<\\]*(?:\.\w+|[a-z]file)["']?[ \t](?!.*<<))`;
	const named = [...include(`heredoc-last-named-${count}`), ...others, ...include('heredoc-text')];
	return [
		...(kind === 'copy' && namedCounts.includes(count) ? [guarded(ahead + isFile, named)] : []),
		...others,
		{ match: '[^$]+|\\$', name: 'string.unquoted.heredoc.dockerfile' },
	];
}

/** `COPY <<a.txt <<b.json /etc/` names the files by the heredocs. */
function lastNamed(count: number): [string, Rule] {
	const patterns = embeddedLanguages.map(language => ({
		begin: `^(?=.*${arrows}["']?[^\\s"'<\\\\]*${fileOf(language)}["']?(?:[ \\t](?!.*<<)))`,
		while: '^',
		patterns: [
			...include(`heredoc-copy-${count - 1}-inside`),
			{ begin: '^', while: '^', contentName: embeddedScope(language), patterns: include(...language.scopes) },
		],
	}));
	return [`heredoc-last-named-${count}`, { patterns }];
}

/** `RUN python3 <<EOF`, `RUN <<EOF python3`. */
function readBy({ programs }: EmbeddedLanguage): string {
	const program = oneOf(programs);
	const before = String.raw`.*?(?<=[\s/;&|(])${program}(?=[ \t])[^|;&<]*${arrows}["']?${word}`;
	const after = String.raw`${runStart}[ \t]*\d*${heredoc}[ \t]+(?:\S*/)?(?:env[ \t]+)?${program}(?=\s|$)`;
	return `${before}|${after}`;
}

/** `RUN cat <<EOF > app.json`, `RUN tee app.json <<EOF`. */
function redirectedTo(language: EmbeddedLanguage): string {
	const to = String.raw`(?:>>?[ \t]*|(?<=[\s;&|(])tee[ \t]+(?:-a[ \t]+)?)`;
	return String.raw`.*${to}["']?[^\s"'<>|;&]*${fileOf(language)}["']?(?:[\s;|&)]|$)`;
}

/** `COPY <<EOF /etc/app.json`, `COPY <<app.json /etc/`. */
function copiedTo(language: EmbeddedLanguage): string {
	const file = fileOf(language);
	return String.raw`.*(?:[ \t]["']?[^\s"'<>]*${file}["']?[ \t]*$|${arrows}["']?[^\s"'<\\]*${file}["']?[ \t])`;
}

function fileOf({ endings, files = [] }: EmbeddedLanguage): string {
	const ending = String.raw`\.${oneOf(endings)}`;
	return files.length > 0 ? String.raw`(?:${ending}|(?<![\w.])${oneOf(files)})` : ending;
}

/** A heredoc beside nothing but flags is a script. */
function script(): Rule {
	return {
		begin: String.raw`^(?=${runStart}[ \t]*\d*${heredoc}[ \t]*$)(.*)\n?`,
		beginCaptures: { 1: line },
		while: '^',
		patterns: [
			...include('heredoc-shebangs'),
			{ begin: '^', while: '^', contentName: embeddedScope(shell), patterns: include(...shell.scopes) },
		],
	};
}

/** What some program reads or a file is made of. */
function text(): Rule {
	return { begin: String.raw`^(.*)\n?`, beginCaptures: { 1: line }, while: '^', patterns: include('heredoc-text') };
}

/** The instruction goes on after the line with the heredoc; the body begins after the line that does not. */
function continuedLine(): Rule {
	const rest = { patterns: include('heredoc-line-rest') };
	return {
		begin: String.raw`^(.*(?<!\\)\\)[ \t]*\n`,
		beginCaptures: { 1: line },
		while: '^',
		patterns: [
			{ match: String.raw`^.*\\[ \t]*$`, captures: { 0: rest } },
			{
				begin: String.raw`^(.*)\n?`,
				beginCaptures: { 1: rest },
				while: '^',
				patterns: include('heredoc-text'),
			},
		],
	};
}

function byFirstLine(language: EmbeddedLanguage): Rule {
	return {
		begin: String.raw`^(?=#!.*(?<=[/\s])${oneOf(language.programs)}(?:\s|$))`,
		while: '^',
		contentName: embeddedScope(language),
		patterns: include(...language.scopes),
	};
}
