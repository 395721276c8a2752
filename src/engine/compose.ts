export const composeActions = [
	'up',
	'down',
	'start',
	'stop',
	'restart',
	'build',
	'pull',
	'push',
	'ps',
	'watch',
	'config',
] as const;
export type ComposeAction = (typeof composeActions)[number];

/** Which project a command is for. */
export interface ComposeProjectReference {
	/** Absolute paths, the base first. Empty: the folder's own files, as Compose finds them, override included. */
	readonly files: readonly string[];
	/** Where the command runs; relative paths and `.env` are looked up here. */
	readonly folder: string | undefined;
	/** Missing: what the files or their folder say. */
	readonly projectName?: string;
	readonly projectDirectory?: string;
	readonly envFiles?: readonly string[];
}

export interface ComposeOptions {
	readonly services?: readonly string[];
	readonly profiles?: readonly string[];
	readonly build?: boolean;
	/** For `up`; true unless said otherwise. */
	readonly detach?: boolean;
	readonly forceRecreate?: boolean;
	readonly removeOrphans?: boolean;
	readonly wait?: boolean;
	/** Service to number of containers. */
	readonly scale?: Readonly<Record<string, number>>;
	readonly volumes?: boolean;
	readonly images?: 'local' | 'all';
}

/** The words after `docker compose`; for a process without a shell, so nothing is quoted. */
export function composeArguments(
	action: ComposeAction,
	project: ComposeProjectReference,
	options: ComposeOptions = {},
): string[] {
	const services = [...new Set(options.services ?? [])];
	return [
		...(project.projectName ? ['--project-name', project.projectName] : []),
		...(project.projectDirectory ? ['--project-directory', project.projectDirectory] : []),
		...project.files.flatMap(file => ['--file', file]),
		...(project.envFiles ?? []).flatMap(file => ['--env-file', file]),
		...[...new Set(options.profiles ?? [])].flatMap(profile => ['--profile', profile]),
		action,
		...flags[action](options),
		...(services.some(service => service.startsWith('-')) ? ['--'] : []),
		...services,
	];
}

const none = () => [];

const flags: Readonly<Record<ComposeAction, (options: ComposeOptions) => string[]>> = {
	up: options => [
		...(options.detach === false ? [] : ['--detach']),
		...(options.build ? ['--build'] : []),
		...(options.forceRecreate ? ['--force-recreate'] : []),
		...(options.removeOrphans ? ['--remove-orphans'] : []),
		...(options.wait ? ['--wait'] : []),
		...Object.entries(options.scale ?? {}).flatMap(([service, count]) => ['--scale', `${service}=${count}`]),
	],
	down: options => [
		...(options.removeOrphans ? ['--remove-orphans'] : []),
		...(options.volumes ? ['--volumes'] : []),
		...(options.images ? ['--rmi', options.images] : []),
	],
	start: none,
	stop: none,
	restart: none,
	build: none,
	pull: none,
	push: none,
	ps: () => ['--all'],
	watch: none,
	config: none,
};

/** File names that Compose takes by itself, the one it prefers first. */
const defaultNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'] as const;

/** Which of a folder's files Compose takes when it is told none. */
export function defaultComposeFile(fileNames: readonly string[]): string | undefined {
	return defaultNames.find(name => fileNames.includes(name));
}

/** Base files before those that override them; otherwise as given. A window's selection comes in any order. */
export function inComposeOrder(files: readonly string[]): string[] {
	return [...new Set(files)]
		.map((file, index) => ({ file, index }))
		.sort(byRank)
		.map(({ file }) => file);
}

function byRank(a: { file: string; index: number }, b: { file: string; index: number }): number {
	return rank(a.file) - rank(b.file) || a.index - b.index;
}

function rank(file: string): number {
	const name = file.split(/[\\/]/).at(-1) ?? '';
	return (defaultNames as readonly string[]).includes(name) ? 0 : /\boverride\.ya?ml$/.test(name) ? 2 : 1;
}

/** What Compose writes on its containers about their project. */
export const composeLabels = {
	project: 'com.docker.compose.project',
	service: 'com.docker.compose.service',
	files: 'com.docker.compose.project.config_files',
	folder: 'com.docker.compose.project.working_dir',
	envFiles: 'com.docker.compose.project.environment_file',
} as const;

/** A project as the labels of one of its containers tell it; the files may be gone, or on another machine. */
export function projectFromLabels(labels: Readonly<Record<string, string>>): ComposeProjectReference | undefined {
	const projectName = labels[composeLabels.project];
	if (!projectName) {
		return undefined;
	}
	const folder = labels[composeLabels.folder] || undefined;
	return {
		projectName,
		files: splitPaths(labels[composeLabels.files]),
		folder,
		...(folder ? { projectDirectory: folder } : {}),
		envFiles: splitPaths(labels[composeLabels.envFiles]),
	};
}

/** Compose joins absolute paths with commas; a comma inside of a path is not followed by the beginning of another. */
export function splitPaths(joined: string | undefined): string[] {
	return (joined ?? '').split(/,(?=\/|[A-Za-z]:[\\/]|\\\\)/).filter(path => path !== '');
}

/** Actions that Compose can do with nothing but the project's name, from what it wrote on the containers. */
export function worksWithoutFiles(action: ComposeAction | 'logs'): boolean {
	return ['down', 'start', 'stop', 'restart', 'ps', 'logs'].includes(action);
}
