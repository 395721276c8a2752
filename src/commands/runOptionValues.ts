import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../engine/errors.ts';
import type { RunOptions } from '../engine/runOptions.ts';
import { type OptionsOf, readOptions } from './options.ts';
import type { RunAnswers } from './runAnswers.ts';

const schema = {
	name: 'string',
	command: 'command',
	entrypoint: 'command',
	ports: 'strings',
	env: 'record',
	envFile: 'string',
	volumes: 'strings',
	tmpfs: 'strings',
	network: 'string',
	workdir: 'string',
	user: 'string',
	labels: 'record',
	restart: 'string',
	remove: 'boolean',
	interactive: 'boolean',
	memory: 'string',
	cpus: 'string',
	pull: 'string',
	platform: 'string',
	healthCommand: 'string',
	healthInterval: 'string',
	healthTimeout: 'string',
	healthStartPeriod: 'string',
	healthRetries: 'string',
	noHealthcheck: 'boolean',
} as const;

export type RunOptionValues = OptionsOf<typeof schema>;

/** The options of `container.run`, checked; nothing of an untrusted workspace is read. */
export function readRunOptions(given: Readonly<Record<string, unknown>>): RunOptions {
	const { confirm: _, pull, envFile, ...rest } = readOptions(given, schema);
	if (pull !== undefined && pull !== 'missing' && pull !== 'always' && pull !== 'never') {
		throw new EngineError('invalid', vscode.l10n.t('The option "pull" must be missing, always or never.'));
	}
	return {
		...rest,
		...(pull === undefined ? {} : { pull }),
		...(rest.volumes === undefined ? {} : { volumes: rest.volumes.map(absoluteBind) }),
		...(envFile === undefined ? {} : { envFile: resolveEnvFile(envFile) }),
	};
}

/** Relative to the workspace; `denied` for a file of one that is not trusted. */
export function resolveEnvFile(path: string): string {
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
	const resolved = isAbsolute(path) || !folder ? path : join(folder, path);
	if (!vscode.workspace.isTrusted && vscode.workspace.getWorkspaceFolder(vscode.Uri.file(resolved))) {
		throw new EngineError(
			'denied',
			vscode.l10n.t('Trust this workspace first: the environment file {0} is in it.', path),
		);
	}
	return resolved;
}

/** `./src:/app` means the workspace's folder, as it means the current one in a terminal; `~/src:/app` the user's. */
export function absoluteBind(volume: string): string {
	if (/^~(?=[\\/:])/.test(volume)) {
		return `${homedir()}${volume.slice(1)}`;
	}
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
	const match = /^(\.{1,2}(?:[\\/][^:]*)?)(:.*)$/.exec(volume);
	return folder && match ? `${join(folder, match[1] as string)}${match[2]}` : volume;
}

/** The form's answers as options; what was left empty is left out. */
export function toRunOptions(answers: RunAnswers): RunOptions {
	const { name, ports, volumes, env, command, network, restart, remove, interactive } = answers;
	return {
		...(name === '' ? {} : { name }),
		...(ports.length === 0 ? {} : { ports: [...ports] }),
		...(volumes.length === 0 ? {} : { volumes: volumes.map(absoluteBind) }),
		...(Object.keys(env).length === 0 ? {} : { env }),
		...(command === '' ? {} : { command }),
		...(network === '' ? {} : { network }),
		...(restart === '' ? {} : { restart }),
		...(remove ? { remove } : {}),
		...(interactive ? { interactive } : {}),
	};
}
