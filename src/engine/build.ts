import { join } from 'node:path';

/** What a build can be told; the names are those of the command `image.build` and of the task `slipway-build`. */
export interface BuildOptions {
	/** Absolute path of the Dockerfile. */
	readonly dockerfile: string;
	/** Absolute path of a folder, or the URL of a Git repository or archive. */
	readonly context: string;
	readonly tags?: readonly string[];
	readonly target?: string;
	readonly buildArgs?: Readonly<Record<string, string>>;
	/** For example `linux/amd64`, or several with commas between. */
	readonly platform?: string;
	readonly noCache?: boolean;
	readonly pull?: boolean;
	/** As after `--secret`: `id=token,src=token.txt` or `id=token,env=TOKEN`. */
	readonly secrets?: readonly string[];
	/** As after `--ssh`: `default`, or `id=/path/of/key`. */
	readonly ssh?: readonly string[];
	readonly labels?: Readonly<Record<string, string>>;
}

/** What a run adds to the options for itself, and nobody needs to type. */
export interface BuildRun {
	/** File that the image's id is to be written to. */
	readonly imageIdFile?: string;
	readonly progress?: 'plain' | 'tty' | 'auto';
}

/**
 * The words after `docker` for one build; for a process without a shell, so nothing is quoted.
 * `--load` brings the image into the engine's list whatever builder is in use, and changes nothing with the engine's own.
 */
export function buildArguments(options: BuildOptions, run: BuildRun = {}): string[] {
	return [
		'buildx',
		'build',
		...value('--progress', run.progress),
		'--load',
		...value('--iidfile', run.imageIdFile),
		...each('--tag', options.tags),
		...value('--file', isUsualDockerfile(options) ? undefined : options.dockerfile),
		...value('--target', options.target),
		...pairs('--build-arg', options.buildArgs),
		...value('--platform', options.platform),
		...(options.noCache ? ['--no-cache'] : []),
		...(options.pull ? ['--pull'] : []),
		...each('--secret', options.secrets),
		...each('--ssh', options.ssh),
		...pairs('--label', options.labels),
		options.context,
	];
}

/** The words after `docker` that have BuildKit read a Dockerfile and report, as JSON, what it has against it. */
export function checkArguments(
	options: Pick<BuildOptions, 'dockerfile' | 'context' | 'target' | 'buildArgs'>,
): string[] {
	return [
		'buildx',
		'build',
		'--call=check,format=json',
		...value('--file', isUsualDockerfile(options) ? undefined : options.dockerfile),
		...value('--target', options.target),
		...pairs('--build-arg', options.buildArgs),
		options.context,
	];
}

/** The one that the builder takes by itself. */
function isUsualDockerfile({ dockerfile, context }: Pick<BuildOptions, 'dockerfile' | 'context'>): boolean {
	return !isRemoteContext(context) && dockerfile === join(context, 'Dockerfile');
}

/** Whether a context is fetched by the builder itself and no folder of this machine. */
export function isRemoteContext(context: string): boolean {
	return /^(https?|git|ssh):\/\/|^git@|^github\.com\//.test(context);
}

/** A tag for a folder's name: lower case, with only the characters that a repository's name may have. */
export function defaultTag(folderName: string): string {
	const name = folderName
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^a-z0-9._-]+/g, '-')
		.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
		.replace(/[._-]{2,}/g, '-');
	return name || 'image';
}

function value(flag: string, text: string | undefined): string[] {
	return text ? [flag, text] : [];
}

function each(flag: string, texts: readonly string[] | undefined): string[] {
	return (texts ?? []).flatMap(text => [flag, text]);
}

function pairs(flag: string, record: Readonly<Record<string, string>> | undefined): string[] {
	return Object.entries(record ?? {}).flatMap(([name, text]) => [flag, `${name}=${text}`]);
}
