import { type Locale, say, type Text } from '../host.ts';
import type { Rule } from './checks/rule.ts';
import { ruleLink } from './checks/rules.ts';
import type { DirectiveName } from './directives.ts';
import type { FlagData, InstructionData } from './instructions.ts';

const reference = 'https://docs.docker.com/reference/dockerfile/';

const words: Record<string, Text> = {
	since: { en: 'Since Dockerfile {0}.', ko: 'Dockerfile {0}부터.' },
	more: { en: 'Documentation', ko: '문서' },
	wrong: { en: 'Instead of', ko: '이것 대신' },
	right: { en: 'write', ko: '이렇게 씁니다' },
};

function block(code: string): string {
	return `\`\`\`dockerfile\n${code}\n\`\`\``;
}

export function instructionMarkdown(data: InstructionData, locale: Locale): string {
	const forms = data.forms.join('\n');
	return `${block(forms)}\n\n${say(data.text, locale)}\n\n${block(data.example)}\n\n${linkTo(data.anchor, locale)}`;
}

export function flagMarkdown(data: InstructionData, flag: FlagData, locale: Locale): string {
	const since = flag.since ? [say(words.since as Text, locale, flag.since)] : [];
	const link = linkTo(flagAnchors[`${data.name} ${flag.name}`] ?? data.anchor, locale);
	return [`**--${flag.name}**`, say(flag.text, locale), ...since, block(flag.example), link].join('\n\n');
}

/** Sections of the reference on a flag, where it has any. */
const flagAnchors: Readonly<Record<string, string>> = {
	'RUN mount': 'run---mount',
	'RUN network': 'run---network',
	'RUN security': 'run---security',
	'RUN device': 'run---device',
	'COPY from': 'copy---from',
	'COPY chown': 'copy---chown---chmod',
	'COPY chmod': 'copy---chown---chmod',
	'COPY link': 'copy---link',
	'COPY parents': 'copy---parents',
	'COPY exclude': 'copy---exclude',
	'ADD keep-git-dir': 'add---keep-git-dir',
	'ADD checksum': 'add---checksum',
	'ADD chown': 'add---chown---chmod',
	'ADD chmod': 'add---chown---chmod',
	'ADD link': 'add---link',
	'ADD exclude': 'add---exclude',
	'ADD unpack': 'add---unpack',
};

/** What is said of anything that has a section in the reference. */
export function explained(
	title: string,
	text: Text,
	more: { since?: string | undefined; example: string; anchor: string },
	locale: Locale,
): string {
	const since = more.since ? [say(words.since as Text, locale, more.since)] : [];
	return [title, say(text, locale), ...since, block(more.example), linkTo(more.anchor, locale)].join('\n\n');
}

function linkTo(anchor: string, locale: Locale): string {
	return `[${say(words.more as Text, locale)}](${reference}#${anchor})`;
}

export function directiveMarkdown(name: DirectiveName, locale: Locale): string {
	const { since, example } = directiveExamples[name];
	return explained(`**${name}**`, directiveTexts[name], { since, example, anchor: name }, locale);
}

const directiveExamples: Readonly<Record<DirectiveName, { since?: string; example: string }>> = {
	syntax: { example: '# syntax=docker/dockerfile:1' },
	escape: { example: '# escape=`' },
	check: { since: '1.8', example: '# check=skip=JSONArgsRecommended;error=true' },
};

export function checkOptionMarkdown(name: 'skip' | 'error' | 'experimental', locale: Locale): string {
	const value = { skip: 'JSONArgsRecommended', experimental: 'all', error: 'true' }[name];
	const example = `# check=${name}=${value}`;
	return explained(`**${name}=**`, checkOptionTexts[name], { since: '1.8', example, anchor: 'check' }, locale);
}

/** The reason of a rule. It may be the message, which speaks of one place: what differs from place to place is left out. */
export function whyOf(rule: Rule, locale: Locale): string {
	return say(rule.why, locale)
		.replace(/[.:]?\s*\{\d\}$/, '.')
		.replace(/\{\d\}/g, '…');
}

export function ruleMarkdown(rule: Rule, locale: Locale): string {
	const link = `[${say(words.more as Text, locale)}](${ruleLink(rule.name)})`;
	return [
		`**${rule.name}**: ${say(rule.title, locale)}`,
		whyOf(rule, locale),
		say(words.wrong as Text, locale),
		block(rule.wrong),
		say(words.right as Text, locale),
		block(rule.right),
		link,
	].join('\n\n');
}

export const directiveTexts: Readonly<Record<DirectiveName, Text>> = {
	syntax: {
		en: 'The Dockerfile frontend that reads this file. `docker/dockerfile:1` always is the newest stable one, whatever the engine bundles.',
		ko: '이 파일을 읽을 Dockerfile 프런트엔드(frontend)입니다. `docker/dockerfile:1`은 엔진과 관계없이 항상 최신 안정 버전입니다.',
	},
	escape: {
		en: 'The character that escapes and continues lines: a backslash (default) or a backtick, which suits Windows paths.',
		ko: '이스케이프와 줄 잇기에 쓸 문자입니다. 백슬래시(기본값)나 Windows 경로에 알맞은 백틱(backtick)입니다.',
	},
	check: {
		en: 'Which build checks are skipped (`skip=`), switched on (`experimental=`), and whether findings fail the build (`error=true`).',
		ko: '건너뛸 빌드 검사(`skip=`), 켤 검사(`experimental=`), 발견 시 빌드를 실패시킬지(`error=true`)를 정합니다.',
	},
};

export const checkOptionTexts: Readonly<Record<'skip' | 'error' | 'experimental', Text>> = {
	skip: { en: 'Names of the checks to skip, or `all`.', ko: '건너뛸 검사의 이름 또는 `all`입니다.' },
	error: { en: 'Whether findings make the build fail.', ko: '발견한 것이 있으면 빌드를 실패시킬지 정합니다.' },
	experimental: {
		en: 'Names of experimental checks to switch on, or `all`.',
		ko: '켤 실험적 검사의 이름 또는 `all`입니다.',
	},
};
