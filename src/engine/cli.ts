import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { EngineError } from './errors.ts';

export type CliTool = 'docker' | 'buildx' | 'compose';

/** The programs that build and Compose need; `undefined` is what is not installed. */
export interface CliTools {
	readonly docker: { readonly path: string; readonly version: string } | undefined;
	readonly buildx: { readonly version: string } | undefined;
	/** `command` are the words before Compose's own: `docker compose`, or a `docker-compose` of its own. */
	readonly compose: { readonly version: string; readonly command: readonly [string, ...string[]] } | undefined;
}

export interface CliEnvironment {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly home: string;
	readonly platform: NodeJS.Platform;
	/** The setting `slipway.dockerPath`: a program's name or absolute path. */
	dockerPath(): string;
}

const versionDeadline = 10_000;

/**
 * Finds the docker command line once. What is missing or gone, and what was found under another setting, is looked for
 * again at the next question, so that installing something needs no restart.
 */
export class DockerCli {
	readonly #environment: CliEnvironment;
	#found: { readonly dockerPath: string; readonly tools: Promise<CliTools> } | undefined;

	constructor(environment: CliEnvironment) {
		this.#environment = environment;
	}

	async tools(): Promise<CliTools> {
		const dockerPath = this.#environment.dockerPath();
		if (this.#found?.dockerPath !== dockerPath) {
			this.#found = { dockerPath, tools: findTools(this.#environment) };
		}
		const { tools: search } = this.#found;
		const tools = await search;
		if (tools.docker && !(await isExecutable(tools.docker.path))) {
			return this.recheck();
		}
		if (!(tools.docker && tools.buildx && tools.compose) && this.#found?.tools === search) {
			this.#found = undefined;
		}
		return tools;
	}

	/** Forgets what was found, for a program that has turned out to be gone. */
	recheck(): Promise<CliTools> {
		this.#found = undefined;
		return this.tools();
	}

	/** Path of `docker`; `notFound` if it or its plugin buildx is missing. */
	async buildx(): Promise<string> {
		const { docker, buildx } = await this.tools();
		if (!docker || !buildx) {
			throw new MissingToolError(docker ? 'buildx' : 'docker');
		}
		return docker.path;
	}

	/** The words that start Compose; `notFound` if there is none. */
	async compose(): Promise<readonly [string, ...string[]]> {
		const { docker, compose } = await this.tools();
		if (!compose) {
			throw new MissingToolError(docker ? 'compose' : 'docker');
		}
		return compose.command;
	}
}

/**
 * The variables that point the command line at the engine in use, whatever its own configuration says. An empty text
 * counts as unset there.
 */
export function engineVariables(
	engine: { readonly endpoint: string; readonly context: string },
	env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
	const named = engine.context !== '' && engine.context !== 'default';
	const kept = ['DOCKER_CONFIG', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY', 'DOCKER_TLS'] as const;
	return {
		...Object.fromEntries(kept.flatMap(name => (env[name] === undefined ? [] : [[name, env[name]]]))),
		DOCKER_HOST: named ? '' : engine.endpoint,
		DOCKER_CONTEXT: named ? engine.context : '',
	};
}

/** A program that is not installed; everything that does not need it still works. */
export class MissingToolError extends EngineError {
	readonly tool: CliTool;

	constructor(tool: CliTool) {
		super('notFound', sentences[tool]);
		this.tool = tool;
	}
}

const sentences: Readonly<Record<CliTool, string>> = {
	docker: 'The docker command line is not installed.',
	buildx: 'The docker plugin buildx is not installed.',
	compose: 'The docker plugin compose is not installed.',
};

async function findTools(environment: CliEnvironment): Promise<CliTools> {
	const path = await findProgram(environment.dockerPath(), environment);
	const dockerVersion = path && (await readVersion(path, ['--version'], environment));
	const docker = path && dockerVersion ? { path, version: dockerVersion } : undefined;
	const [buildxVersion, compose] = await Promise.all([
		docker ? readVersion(docker.path, ['buildx', 'version'], environment) : undefined,
		findCompose(docker?.path, environment),
	]);
	return { docker, buildx: buildxVersion ? { version: buildxVersion } : undefined, compose };
}

async function findCompose(docker: string | undefined, environment: CliEnvironment): Promise<CliTools['compose']> {
	const plugin = docker && (await readVersion(docker, ['compose', 'version'], environment));
	if (docker && plugin) {
		return { version: plugin, command: [docker, 'compose'] };
	}
	const own = await findProgram('docker-compose', environment);
	const version = own && (await readVersion(own, ['version'], environment));
	return own && version && !version.startsWith('1.') ? { version, command: [own] } : undefined;
}

/** First program of that name on the PATH or where installers put it: what a desktop starts has a short PATH. */
async function findProgram(name: string, environment: CliEnvironment): Promise<string | undefined> {
	const { env, home, platform } = environment;
	const extensions = platform === 'win32' ? ['.exe', '.cmd', '.bat', ''] : [''];
	const path = env.PATH ?? env.Path ?? '';
	const folders = isAbsolute(name) ? [''] : [...path.split(delimiter).filter(Boolean), ...usualFolders(platform, home)];
	for (const folder of folders) {
		for (const extension of extensions) {
			const candidate = folder ? join(folder, name + extension) : name + extension;
			if (await isExecutable(candidate)) {
				return candidate;
			}
		}
	}
	return undefined;
}

function usualFolders(platform: NodeJS.Platform, home: string): string[] {
	return platform === 'win32'
		? ['C:\\Program Files\\Docker\\Docker\\resources\\bin', 'C:\\Program Files\\Rancher Desktop\\resources\\win32\\bin']
		: [
				'/usr/local/bin',
				'/usr/bin',
				'/opt/homebrew/bin',
				'/Applications/Docker.app/Contents/Resources/bin',
				join(home, '.docker', 'bin'),
				join(home, '.orbstack', 'bin'),
				join(home, '.rd', 'bin'),
				'/snap/bin',
			];
}

async function isExecutable(path: string): Promise<boolean> {
	try {
		await access(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** The first version number that a program prints, or `undefined` if it fails. */
function readVersion(path: string, words: readonly string[], { env }: CliEnvironment): Promise<string | undefined> {
	return new Promise(resolve => {
		execFile(path, words, { env: { ...env }, timeout: versionDeadline, windowsHide: true }, (error, stdout) => {
			resolve(error ? undefined : (/\bv?(\d+\.\d+[^\s,]*)/.exec(stdout)?.[1] ?? undefined));
		});
	});
}
