import { readFile, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { defaultComposeFile } from './compose.ts';
import { readComposeDocument, type ServiceEntry } from './composeDocument.ts';
import { interpolate, normaliseProjectName, parseDotEnv, type VariableLookup } from './composeNaming.ts';

/** A service as a compose file declares it. */
export interface ComposeFileService {
	readonly name: string;
	/** Empty: it belongs to every `up`. */
	readonly profiles: readonly string[];
	readonly image: string | undefined;
	readonly containerName: string | undefined;
	/** Where it is declared first; 1-based. */
	readonly file: string;
	readonly line: number;
}

/** A compose file with what belongs to it: the override beside it, and its `.env`. */
export interface ComposeFile {
	/** Absolute path of the base file. */
	readonly path: string;
	/** The files in the order of `--file`, `path` first. */
	readonly files: readonly string[];
	/** Where Compose looks up relative paths and `.env`. */
	readonly directory: string;
	readonly projectName: string;
	/** A file such as `compose.dev.yaml` beside others: run on request, no project of its own. */
	readonly variant: boolean;
	readonly services: readonly ComposeFileService[];
	/** Why a file could not be read (in whole), in the parser's words. What was readable is there all the same. */
	readonly error: string | undefined;
}

/** Larger ones are not compose files; bytes. */
const largestFile = 512_000;
const overrideNames = [
	'compose.override.yml',
	'compose.override.yaml',
	'docker-compose.override.yml',
	'docker-compose.override.yaml',
];
const composeName = /^(?:docker-)?compose(?:\.[^/\\]+)?\.ya?ml$/i;

export function isComposeFile(path: string): boolean {
	return composeName.test(basename(path));
}

/**
 * Reads the compose files among `paths` (absolute). Those of one folder that Compose merges by itself are one entry.
 * Never throws: a file that cannot be read says so in `error`. `env` is the environment that Compose would run in.
 */
export async function readComposeFiles(
	paths: readonly string[],
	env: Readonly<Record<string, string | undefined>>,
): Promise<ComposeFile[]> {
	const files = paths.filter(isComposeFile);
	const folders = [...new Set(files.map(file => dirname(file)))];
	const read = await Promise.all(
		folders.map(folder =>
			readFolder(
				folder,
				files.filter(file => dirname(file) === folder),
				env,
			),
		),
	);
	return read.flat().sort((left, right) => (left.path < right.path ? -1 : 1));
}

async function readFolder(
	directory: string,
	paths: readonly string[],
	env: Readonly<Record<string, string | undefined>>,
): Promise<ComposeFile[]> {
	const dotEnv = parseDotEnv(await readText(join(directory, '.env')).catch(() => ''));
	const lookup: VariableLookup = name => env[name] ?? dotEnv[name];
	const project = filesOfProject(directory, paths, lookup);
	const variants = paths.filter(path => !project.includes(path) && !overrideNames.includes(basename(path)));
	// A lone compose.dev.yaml is what its folder has: the project, although Compose has to be told its name.
	const lone = project.length === 0 && variants.length === 1;
	return Promise.all([
		...(project.length > 0 ? [readProject(project, directory, lookup, false)] : []),
		...variants.map(path => readProject([path], directory, lookup, !lone)),
	]);
}

/** What `docker compose` takes in this folder when it is told nothing. */
function filesOfProject(directory: string, paths: readonly string[], lookup: VariableLookup): readonly string[] {
	const named = lookup('COMPOSE_FILE');
	if (named) {
		const separator = lookup('COMPOSE_PATH_SEPARATOR') || delimiter;
		return named.split(separator).map(path => resolve(directory, path));
	}
	const names = paths.map(path => basename(path));
	const base = defaultComposeFile(names);
	const override = overrideNames.find(name => names.includes(name));
	return base ? [base, ...(override ? [override] : [])].map(name => join(directory, name)) : [];
}

async function readProject(
	files: readonly string[],
	directory: string,
	lookup: VariableLookup,
	variant: boolean,
): Promise<ComposeFile> {
	const services = new Map<string, ComposeFileService>();
	const errors: string[] = [];
	let name: string | undefined;
	for (const file of files) {
		const document = await readOne(file, errors);
		name = document?.name === undefined ? name : interpolate(document.name, lookup);
		for (const included of document?.includes ?? []) {
			mergeServices(services, await readIncluded(file, interpolate(included, lookup), errors), lookup);
		}
		mergeServices(services, { file, services: document?.services ?? [] }, lookup);
	}
	return {
		path: files[0] as string,
		files,
		directory,
		projectName: normaliseProjectName(lookup('COMPOSE_PROJECT_NAME') || name || basename(directory)),
		variant,
		services: [...services.values()],
		error: errors[0],
	};
}

async function readOne(file: string, errors: string[]) {
	try {
		const document = await readComposeDocument(await readText(file));
		if (document.error !== undefined) {
			errors.push(`${basename(file)}: ${document.error}`);
		}
		return document;
	} catch (error) {
		errors.push(`${basename(file)}: ${error instanceof Error ? error.message : String(error)}`);
		return undefined;
	}
}

/** Services of an included file; what that one includes in turn is left to Compose. */
async function readIncluded(from: string, path: string, errors: string[]): Promise<FileServices> {
	const isRemote = /^[a-z][a-z+.-]+:|^github\.com\//i.test(path) && !isAbsolute(path);
	const file = resolve(dirname(from), path);
	return { file, services: isRemote ? [] : ((await readOne(file, errors))?.services ?? []) };
}

interface FileServices {
	readonly file: string;
	readonly services: readonly ServiceEntry[];
}

function mergeServices(into: Map<string, ComposeFileService>, from: FileServices, lookup: VariableLookup): void {
	for (const entry of from.services) {
		const before = into.get(entry.name);
		const text = (value: string | undefined) => (value === undefined ? undefined : interpolate(value, lookup));
		into.set(entry.name, {
			name: entry.name,
			profiles: [...new Set([...(before?.profiles ?? []), ...entry.profiles])],
			image: text(entry.image) ?? before?.image,
			containerName: text(entry.containerName) ?? before?.containerName,
			file: before?.file ?? from.file,
			line: before?.line ?? entry.line,
		});
	}
}

async function readText(path: string): Promise<string> {
	const { size } = await stat(path);
	if (size > largestFile) {
		throw new Error(`larger than ${largestFile} bytes`);
	}
	return readFile(path, 'utf8');
}
