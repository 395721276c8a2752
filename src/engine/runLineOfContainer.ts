import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { type Configuration, readConfiguration } from './containerConfiguration.ts';
import type { Flag } from './flag.ts';
import type { EngineDefaults } from './hostFlags.ts';
import { runFlags } from './runFlags.ts';
import { systemInfo } from './system.ts';

export interface RunLine {
	/** For a POSIX shell. */
	readonly line: string;
	/** What `docker run` cannot say, in the words of `docker inspect`. */
	readonly leftOut: readonly string[];
}

/** The shortest `docker run …` that makes such a container. Secrets in the environment are part of it. */
export async function runLineOfContainer(
	connection: EngineConnection,
	id: string,
	options: CallOptions = {},
): Promise<RunLine> {
	const [configuration, defaults] = await Promise.all([
		readConfiguration(connection, id, options),
		engineDefaults(connection, options),
	]);
	return runLine(configuration, defaults);
}

export async function engineDefaults(connection: EngineConnection, options: CallOptions = {}): Promise<EngineDefaults> {
	const { DefaultRuntime, LoggingDriver, CgroupVersion } = await systemInfo(connection, options);
	return {
		runtime: String(DefaultRuntime ?? 'runc'),
		logDriver: String(LoggingDriver ?? 'json-file'),
		cgroupns: CgroupVersion === '1' ? 'host' : 'private',
	};
}

export function runLine(configuration: Configuration, defaults: EngineDefaults): RunLine {
	const { flags, image, command, leftOut } = runFlags(configuration, defaults);
	// Who stood at its terminal from the first byte wants to stand there again.
	const atTerminal = configuration.container.Config.AttachStdin;
	const words = [
		'docker',
		'run',
		...letters(flags, atTerminal ? '' : 'd'),
		...flags.flatMap(flagWords),
		image,
		...command,
	];
	return { line: words.map(posixQuote).join(' '), leftOut };
}

/** The line as it may stand in a log: without the values of variables. */
export function maskedRunLine(configuration: Configuration, defaults: EngineDefaults): string {
	const { container, image } = configuration;
	const inherited = image.Env ?? [];
	const Env = container.Config.Env?.map(entry =>
		inherited.includes(entry) ? entry : entry.replace(/=[\s\S]*/, '=***'),
	);
	return runLine({ image, container: { ...container, Config: { ...container.Config, Env } } }, defaults).line;
}

const inOneWord: Readonly<Record<string, string>> = { interactive: 'i', tty: 't' };

/** `-dit` */
function letters(flags: readonly Flag[], first: string): string[] {
	const all = first + flags.map(({ name }) => inOneWord[name] ?? '').join('');
	return all === '' ? [] : [`-${all}`];
}

const shortNames: Readonly<Record<string, string>> = {
	env: '-e',
	memory: '-m',
	publish: '-p',
	'publish-all': '-P',
	user: '-u',
	volume: '-v',
	workdir: '-w',
};

function flagWords({ name, value }: Flag): string[] {
	if (name in inOneWord) {
		return [];
	}
	const flag = shortNames[name] ?? `--${name}`;
	return name === 'init' && value !== '' ? [`${flag}=${value}`] : isSwitch(name, value) ? [flag] : [flag, value];
}

/** An empty value is a value after these. */
function isSwitch(name: string, value: string): boolean {
	return value === '' && !['entrypoint', 'env', 'label'].includes(name);
}

/**
 * One word for any POSIX shell, also one that knows no `$'…'`. What a terminal would obey on its way to the shell is
 * written as a `printf`.
 */
export function posixQuote(word: string): string {
	if (/^[\p{L}\p{M}\p{N}_@%+:,./-][\p{L}\p{M}\p{N}_@%+=:,./-]*$/u.test(word)) {
		return word;
	}
	if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(word.replaceAll('\n', ''))) {
		return `'${word.replaceAll("'", "'\\''")}'`;
	}
	const end = /\n*$/.exec(word)?.[0] ?? '';
	const text = [...word.slice(0, word.length - end.length)].map(printfCharacter).join('');
	// A substitution loses the line ends behind the text.
	return `"$(printf '${text}')"${end === '' ? '' : `'${end}'`}`;
}

function printfCharacter(character: string): string {
	if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}'"\\%$`]/u.test(character) || character === '\n') {
		return character === '\n' ? '\\n' : character;
	}
	return [...Buffer.from(character)].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
