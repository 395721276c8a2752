import type { ShellCommand, ShellWord } from '../shellCommands.ts';

/** One package manager: how it is called, and what a package without a version looks like. */
interface Manager {
	readonly rule: string;
	readonly programs: RegExp;
	readonly subcommands: readonly string[];
	/** Flags that take the next word. */
	readonly takesWord: RegExp;
	readonly hasVersion: (word: string, words: readonly string[]) => boolean;
}

const none = /^$/;
const managers: readonly Manager[] = [
	{
		rule: 'DL3008',
		programs: /^apt-get$/,
		subcommands: ['install'],
		takesWord: /^(-t|--target-release|-o|-c)$/,
		hasVersion: word => /[=/]/.test(word) || word.endsWith('.deb'),
	},
	{
		rule: 'DL3013',
		programs: /^pip[\d.]*$/,
		subcommands: ['install'],
		takesWord: /^(-r|--requirement|-c|--constraint|-e|--editable|-t|--target|-i|--index-url|--extra-index-url|-f)$/,
		hasVersion: (word, words) =>
			/[=<>~!@]/.test(word) ||
			/[/\\]|^\.|\.(whl|gz|zip)$/.test(word) ||
			words.some(flag => /^(-r|-c|--requirement)/.test(flag)),
	},
	{
		rule: 'DL3016',
		programs: /^npm$/,
		subcommands: ['install', 'i', 'add'],
		takesWord: /^(--prefix|--registry|--cache)$/,
		hasVersion: word => word.lastIndexOf('@') > 0 || /[:/]|^\.|\.tgz$/.test(word.replace(/^@[^/]*\//, '')),
	},
	{
		rule: 'DL3018',
		programs: /^apk$/,
		subcommands: ['add'],
		takesWord: /^(-t|--virtual|-X|--repository|-p|--root)$/,
		hasVersion: word => /[=<>~@]/.test(word) || word.endsWith('.apk') || word.startsWith('.'),
	},
	{
		rule: 'DL3028',
		programs: /^gem$/,
		subcommands: ['install', 'i'],
		takesWord: /^(-s|--source|-i|--install-dir|-n|--bindir)$/,
		hasVersion: (word, words) => word.includes(':') || words.some(flag => /^(-v|--version)/.test(flag)),
	},
	{
		rule: 'DL3033',
		programs: /^yum$/,
		subcommands: ['install'],
		takesWord: none,
		hasVersion: word => /-\d|[=/]|\.rpm$|^@/.test(word),
	},
	{
		rule: 'DL3041',
		programs: /^(dnf|microdnf)$/,
		subcommands: ['install'],
		takesWord: none,
		hasVersion: word => /-\d|[=/]|\.rpm$|^@/.test(word),
	},
	{
		rule: 'DL3062',
		programs: /^go$/,
		subcommands: ['install', 'get'],
		takesWord: none,
		hasVersion: word =>
			(word.includes('@') && !word.endsWith('@latest')) || !/\..*\//.test(word) || word.startsWith('.'),
	},
];

/** The rules about versions, which one switch turns on. */
export const pinningRules: ReadonlySet<string> = new Set(managers.map(({ rule }) => rule));

/** The packages that a command installs without saying which version. */
export function unpinnedPackages(command: ShellCommand): { rule: string; packages: readonly ShellWord[] } | undefined {
	const program = command.words[0]?.value ?? '';
	const manager = managers.find(({ programs }) => programs.test(program));
	const at = manager ? command.words.findIndex(word => manager.subcommands.includes(word.value)) : -1;
	if (!manager || at < 0) {
		return undefined;
	}
	const values = command.words.map(({ value }) => value);
	const packages = command.words.filter(
		({ value }, index) =>
			index > at &&
			!manager.takesWord.test(values[index - 1] ?? '') &&
			/^[\w.@/:+[\]=<>~!-]+$/.test(value) &&
			!value.startsWith('-') &&
			!manager.hasVersion(value, values),
	);
	return { rule: manager.rule, packages };
}
