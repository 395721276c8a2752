import { folderOf } from '../dockerfile/buildContext.ts';
import type { ServiceHost } from '../host.ts';
import type { Reference } from './entities.ts';
import { parseEnvFile } from './envFile.ts';
import { placesIn } from './filePlaces.ts';
import { resolveUri } from './fileUris.ts';
import { variableNames } from './referencesToAnchors.ts';
import type { RelatedFiles } from './relatedFiles.ts';

const mostFiles = 50;

/**
 * Variables that the `.env` files of a project and the env files of its includes declare and use, and those that the
 * `env_file`s of services declare. Compose fills in the former only; the latter are what containers get.
 */
export async function referencesInEnvFiles(
	project: RelatedFiles,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<Reference[]> {
	const files = new Map<string, Reference['attribute']>();
	for (const { uri, folder = folderOf(uri) } of project.files) {
		const env = resolveUri(folder, '.env');
		if (env !== undefined) {
			files.set(env, '.env');
		}
	}
	for (const wanted of ['include.env_file', 'env_file']) {
		for (const { uri, folder = folderOf(uri), document } of project.files) {
			for (const { path } of placesIn(document).files.filter(({ attribute }) => attribute === wanted)) {
				const env = resolveUri(folder, path);
				if (env !== undefined && !files.has(env)) {
					files.set(env, wanted === 'env_file' ? 'env_file' : '.env');
				}
			}
		}
	}
	const found: Reference[] = [];
	for (const [uri, attribute] of [...files].slice(0, mostFiles)) {
		const text = signal.aborted ? undefined : await host.readFile?.(uri, signal);
		found.push(...(text === undefined ? [] : readEnvFile(uri, attribute, text)));
	}
	return found;
}

function readEnvFile(uri: string, attribute: string, text: string): Reference[] {
	const lines = text.split('\n');
	const starts = [0];
	for (const line of lines) {
		starts.push((starts.at(-1) ?? 0) + line.length + 1);
	}
	const found: Reference[] = [];
	const add = (name: string, role: Reference['role'], line: number, character: number) => {
		const start = (starts[line] ?? 0) + character;
		const range = { start: { line, character }, end: { line, character: character + name.length } };
		found.push({
			...{ kind: 'variable', name, role, uri, start, end: start + name.length, range, attribute },
			...{ form: 'part', services: [], file: undefined, anchor: undefined },
		});
	};
	for (const { name, line } of parseEnvFile(text).entries) {
		const character = lines[line]?.indexOf(name) ?? -1;
		if (character >= 0) {
			add(name, 'declaration', line, character);
		}
	}
	// Only `.env` files are filled in with each other's variables.
	for (const [line, content] of attribute === '.env' ? lines.entries() : []) {
		const value = /^[^#=]*=\s*(?!')/.exec(content)?.[0].length;
		for (const { name, at } of value === undefined ? [] : variableNames(content.slice(value))) {
			add(name, 'use', line, (value as number) + at);
		}
	}
	return found;
}
