import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { EngineError, type EngineErrorCode } from './errors.ts';
import { type ExecBytes, execBytes } from './execBytes.ts';
import { type FileEntry, kindOfMode, nameOf } from './fileEntry.ts';
import { fileProblem } from './fileProblem.ts';
import { isPlainText, pathBytes, pathText } from './pathBytes.ts';

/** Where programs (`find`, `rm`, `mv` …) can be run that see the files. */
export interface ProgramPlace {
	/** Rejects with `commandNotFound` where there is no such program. */
	run(words: readonly string[], options: CallOptions & { readonly input?: Buffer }): Promise<ExecBytes>;
	/** Where the programs see a path. */
	at(path: string): string;
}

/** A running container's own programs, as its root. */
export function ownPrograms(connection: EngineConnection, containerId: string): ProgramPlace {
	return {
		run: (command, options) => execBytes(connection, containerId, { command, user: '0', ...options }),
		at: path => path,
	};
}

/** Everything in a folder, in no order. Rejects when the container lacks `find` or `stat`. */
export async function listByPrograms(
	place: ProgramPlace,
	folder: string,
	options: CallOptions = {},
): Promise<FileEntry[]> {
	const start = `${place.at(folder).replace(/\/$/, '')}/.`;
	const inside = [start, '!', '-name', '.', '-prune'];
	const listed = await run(place, 'find', [...inside, '-exec', 'stat', '-c', format, '{}', '+'], options);
	const entries = readRecords(listed.stdout, `${start}/`);
	if (entries.length === 0) {
		throwIfFailed(listed);
	}
	if (!entries.some(({ kind }) => kind === 'link')) {
		return entries;
	}
	const links = [...inside, '-type', 'l', '-exec', 'stat', '-L', '-c', format, '{}', '+'];
	// Links that lead nowhere are complained about, and left out.
	const targets = readRecords((await run(place, 'find', links, options)).stdout, `${start}/`);
	const kinds = new Map(targets.map(({ name, kind }) => [name, kind as FileEntry['target']]));
	return entries.map(entry => (entry.kind === 'link' ? { ...entry, target: kinds.get(entry.name) } : entry));
}

/** One path as it is; links are not followed, but where they lead is told. */
export async function statByPrograms(place: ProgramPlace, path: string, options: CallOptions = {}): Promise<FileEntry> {
	const entry = await statPath(place, path, [], options);
	if (entry.kind !== 'link') {
		return entry;
	}
	const target = await statPath(place, path, ['-L'], options).catch(() => undefined);
	return { ...entry, target: target?.kind as FileEntry['target'] };
}

export async function readByPrograms(place: ProgramPlace, path: string, options: CallOptions = {}): Promise<Buffer> {
	return throwIfFailed(await run(place, 'cat', [place.at(path)], options)).stdout;
}

/** Writes into the file that is there, which keeps its owner, its mode and its other names. */
export async function writeByPrograms(
	place: ProgramPlace,
	path: string,
	content: Buffer,
	options: CallOptions = {},
): Promise<void> {
	throwIfFailed(await run(place, 'dd', [`of=${place.at(path)}`, 'bs=65536'], options, content));
}

/** With `recursive` a folder goes with all that is in it; a link goes itself, and not what it leads to. */
export async function removeByPrograms(
	place: ProgramPlace,
	path: string,
	options: CallOptions & { readonly recursive: boolean },
): Promise<void> {
	throwIfFailed(await run(place, 'rm', [options.recursive ? '-rf' : '-f', place.at(path)], options));
}

/** Moves to a path where nothing is. */
export async function moveByPrograms(
	place: ProgramPlace,
	from: string,
	to: string,
	options: CallOptions = {},
): Promise<void> {
	throwIfFailed(await run(place, 'mv', [place.at(from), place.at(to)], options));
}

export async function copyByPrograms(
	place: ProgramPlace,
	from: string,
	to: string,
	options: CallOptions = {},
): Promise<void> {
	throwIfFailed(await run(place, 'cp', ['-a', place.at(from), place.at(to)], options));
}

export async function makeFolderByPrograms(
	place: ProgramPlace,
	path: string,
	options: CallOptions = {},
): Promise<void> {
	throwIfFailed(await run(place, 'mkdir', [place.at(path)], options));
}

/** Mode, size, time and path; no name can hold the slashes between them. */
const format = '%f/%s/%Y/%n';

async function statPath(
	place: ProgramPlace,
	path: string,
	flags: readonly string[],
	options: CallOptions,
): Promise<FileEntry> {
	const { stdout } = throwIfFailed(await run(place, 'stat', [...flags, '-c', format, place.at(path)], options));
	return readMeta(stdout.toString('latin1', 0, 80), nameOf(path));
}

/**
 * Lines of `mode/size/time/prefix` and a name, which may have line ends but no slash: a name ends at the last line end
 * before the next slash.
 */
function readRecords(output: Buffer, prefix: string): FileEntry[] {
	const start = pathBytes(`/${prefix}`);
	const entries: FileEntry[] = [];
	for (let at = 0; at < output.length; ) {
		const before = output.indexOf(start, at);
		if (before < 0) {
			break;
		}
		const name = before + start.length;
		const slash = output.indexOf(0x2f, name);
		const end = output.lastIndexOf(0x0a, slash < 0 ? output.length : slash);
		entries.push(readMeta(output.toString('latin1', at, before), pathText(output.subarray(name, end))));
		at = end + 1;
	}
	return entries;
}

function readMeta(meta: string, name: string): FileEntry {
	const [modeDigits = '0', size, time] = meta.split('/');
	const mode = Number.parseInt(modeDigits, 16);
	return { name, kind: kindOfMode(mode), size: Number(size), modifiedAt: Number(time) * 1000, mode: mode & 0o7777 };
}

/** Arguments reach the engine as JSON, which is text: names that are none are handed over by `xargs`. */
function run(
	place: ProgramPlace,
	program: string,
	words: readonly string[],
	{ signal }: CallOptions,
	input?: Buffer,
): Promise<ExecBytes> {
	if (words.every(isPlainText)) {
		return place.run([program, ...words], { signal, input });
	}
	if (input) {
		throw fileProblem('notText', words.join(' '));
	}
	return place.run(['xargs', '-0', program], { signal, input: pathBytes(words.map(word => `${word}\0`).join('')) });
}

function throwIfFailed(result: ExecBytes): ExecBytes {
	if (result.exitCode === 0) {
		return result;
	}
	const message = result.stderr.toString('utf8').trim().split('\n').at(-1) ?? '';
	throw new EngineError(codeOf(message), message || `The program ended with ${result.exitCode}.`);
}

function codeOf(message: string): EngineErrorCode {
	if (/no such file/i.test(message)) {
		return 'notFound';
	}
	if (/read-only file system|permission denied|not permitted/i.test(message)) {
		return 'denied';
	}
	return /busy|exists|not empty|is a directory|not a directory/i.test(message) ? 'conflict' : 'failed';
}
