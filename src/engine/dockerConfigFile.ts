import { mkdir, readFile } from 'node:fs/promises';
import { configFile, configFolder, readConfig } from './contextFiles.ts';
import type { EngineEnvironment } from './environment.ts';
import { replaceFile } from './replaceFile.ts';

type Config = Readonly<Record<string, unknown>>;

/**
 * Changes docker's config.json as the `docker` command does: whoever reads it sees the old or the new. Keys keep their
 * order, the text its indentation. `change` returns what it was given where there is nothing to change. `invalid` for
 * a file that is broken: it is left alone.
 */
export async function changeConfig(environment: EngineEnvironment, change: (config: Config) => Config): Promise<void> {
	const path = configFile(environment);
	const config = await readConfig(environment);
	const next = change(config);
	if (next === config) {
		return;
	}
	const before = await readFile(path, 'utf8').catch(() => '');
	await mkdir(configFolder(environment), { recursive: true, mode: 0o700 });
	await replaceFile(path, laidOutLike(before, next), 0o600);
}

/** The `docker` command writes tabs and no line feed at the end; a hand may have written something else. */
function laidOutLike(before: string, config: Config): string {
	const indentation = /^\s*\{\r?\n([ \t]+)"/.exec(before)?.[1];
	const isOneLine = before.trim() !== '' && !before.trim().includes('\n') && before.trim() !== '{}';
	const text = JSON.stringify(config, undefined, isOneLine ? undefined : (indentation ?? '\t'));
	const lines = before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
	return lines + (/\r?\n$/.exec(before)?.[0] ?? '');
}
