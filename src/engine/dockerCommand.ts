import { type RunOptions, splitCommandLine } from './runOptions.ts';
import { shellQuote } from './shellQuote.ts';

/** The line that does the same in a terminal: `dockerCommand('volume rm', ['a b'])` → `docker volume rm 'a b'`. */
export function dockerCommand(command: string, words: readonly string[] = []): string {
	return ['docker', command, ...words.map(shellQuote)].join(' ');
}

/** The same line for a terminal that stands elsewhere: `cd /shop && docker compose up`. */
export function inFolder(folder: string, line: string): string {
	return `cd ${shellQuote(folder)} && ${line}`;
}

/** `docker run -d -p 8080:80 --name web nginx`, or `docker run -it …` for an interactive one. */
export function dockerRun(image: string, options: RunOptions = {}): string {
	const [entrypoint, ...entrypointArguments] = options.entrypoint === '' ? [''] : (words(options.entrypoint) ?? []);
	const flags = [
		options.interactive ? '-it' : '-d',
		...(options.remove ? ['--rm'] : []),
		...each('-p', options.ports),
		...each('-e', assignments(options.env)),
		...flag('--env-file', options.envFile),
		...each('-v', options.volumes),
		...each('--tmpfs', options.tmpfs),
		...flag('--network', options.network),
		...flag('-w', options.workdir),
		...flag('-u', options.user),
		...each('--label', assignments(options.labels)),
		...flag('--restart', options.restart),
		...flag('--memory', options.memory),
		...flag('--cpus', options.cpus),
		...(options.pull && options.pull !== 'missing' ? ['--pull', options.pull] : []),
		...flag('--platform', options.platform),
		...flag('--health-cmd', options.healthCommand),
		...flag('--health-interval', options.healthInterval),
		...flag('--health-timeout', options.healthTimeout),
		...flag('--health-start-period', options.healthStartPeriod),
		...flag('--health-retries', options.healthRetries),
		...(options.noHealthcheck ? ['--no-healthcheck'] : []),
		...(entrypoint === undefined ? [] : ['--entrypoint', entrypoint]),
		...flag('--name', options.name),
	];
	return dockerCommand('run', [...flags, image, ...entrypointArguments, ...(words(options.command) ?? [])]);
}

function flag(name: string, value: string | number | undefined): string[] {
	return value === undefined || value === '' ? [] : [name, String(value)];
}

function each(name: string, values: readonly string[] | undefined): string[] {
	return (values ?? []).flatMap(value => [name, value]);
}

function assignments(record: Readonly<Record<string, string>> | undefined): string[] {
	return Object.entries(record ?? {}).map(([name, value]) => `${name}=${value}`);
}

function words(command: string | readonly string[] | undefined): readonly string[] | undefined {
	return typeof command === 'string' ? splitCommandLine(command) : command;
}
