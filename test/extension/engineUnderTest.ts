import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { helperFilter } from '../../src/engine/helperLabels.ts';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { until as untilSo } from '../support/until.ts';

const label = 'slipway.test';

/** Calls a command as another extension would. */
export function command<T = unknown>(name: string, ...args: unknown[]): Promise<T> {
	return Promise.resolve(vscode.commands.executeCommand<T>(`slipway.${name}`, ...args));
}

/** Fails unless the command rejects with this code; resolves to its sentence. */
export async function rejection(code: string, name: string, ...args: unknown[]): Promise<string> {
	let sentence = '';
	await assert.rejects(command(name, ...args), (error: Error & { code?: string }) => {
		assert.equal(error.code, code, error.message);
		sentence = error.message;
		return true;
	});
	return sentence;
}

/** The engine itself, to compare with and to prepare things behind the extension's back. */
export async function engine<T = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
	const { host } = await ensureEngine();
	const answer = await engineRequest(host, {
		method,
		path,
		...(body ? { body: Buffer.from(JSON.stringify(body)) } : {}),
	});
	assert.ok(answer.status < 400, `${method} ${path}: ${answer.status} ${answer.body}`);
	return (answer.body ? JSON.parse(answer.body) : undefined) as T;
}

export interface Inspected {
	readonly Id: string;
	readonly Name: string;
	readonly Path: string;
	readonly Args: string[];
	readonly State: { Status: string; ExitCode: number; StartedAt: string; Paused: boolean };
	readonly Config: { Env: string[]; Labels: Record<string, string>; Tty: boolean; WorkingDir: string; User: string };
	readonly HostConfig: {
		Binds: string[] | null;
		Memory: number;
		NanoCpus: number;
		AutoRemove: boolean;
		NetworkMode: string;
		RestartPolicy: { Name: string };
	};
	readonly NetworkSettings: { Ports: Record<string, { HostPort: string }[] | null>; Networks: Record<string, unknown> };
}

export function inspect(id: string): Promise<Inspected> {
	return engine<Inspected>('GET', `/containers/${id}/json`);
}

/** The label that `sweep` knows the tests' things by. */
export const ours = { [label]: 'commands' };

let count = 0;
export function uniqueName(prefix: string): string {
	return `${prefix}-${process.pid}-${count++}`;
}

/** A container that only waits, made behind the extension's back; resolves to its id. */
export async function makeContainer(name: string, details: object = {}, start = true): Promise<string> {
	const { Id } = await engine<{ Id: string }>('POST', `/containers/create?name=${name}`, {
		Image: 'busybox:latest',
		Cmd: ['sh', '-c', 'trap exit TERM; while :; do sleep 0.1; done'],
		Labels: ours,
		...details,
	});
	if (start) {
		await engine('POST', `/containers/${Id}/start`);
	}
	return Id;
}

/** Removes what the tests made: containers, then networks and volumes. */
export async function sweep(): Promise<void> {
	const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
	const containers = await engine<{ Id: string }[]>('GET', `/containers/json?all=1&filters=${filters}`);
	await Promise.all(containers.map(({ Id }) => removeQuietly(`/containers/${Id}?force=1&v=1`)));
	const networks = await engine<{ Id: string }[]>('GET', `/networks?filters=${filters}`);
	await Promise.all(networks.map(({ Id }) => removeQuietly(`/networks/${Id}`)));
	const { Volumes } = await engine<{ Volumes: { Name: string }[] | null }>('GET', `/volumes?filters=${filters}`);
	await Promise.all((Volumes ?? []).map(({ Name }) => removeQuietly(`/volumes/${Name}?force=1`)));
}

async function removeQuietly(path: string): Promise<void> {
	const { host } = await ensureEngine();
	await engineRequest(host, { method: 'DELETE', path });
}

/** Waits until the containers that an action makes for a moment have gone by themselves. */
export async function helpersGone(): Promise<void> {
	const filters = encodeURIComponent(JSON.stringify(helperFilter));
	await until('the helpers to be gone', async () => {
		return (await engine<unknown[]>('GET', `/containers/json?all=1&filters=${filters}`)).length === 0;
	});
}

/** Waits for something that happens by an event; fails with what is missing. */
export function until<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>) {
	return untilSo(look, what);
}

/** Waits for a line of the output channel Docker Commands; resolves to all of them. */
export function commandLog(has: (line: string) => boolean): Promise<readonly string[]> {
	return until('the line in the output channel', () => loggedLines.some(has) && loggedLines);
}

/** What the extension has written to its own log. */
export function ownLog(): readonly string[] {
	return ownLines;
}

/**
 * Output channels are files written by a native logger, which not every VS Code server has: what the extension appends
 * is listened to on its way. All test files share one extension host.
 */
const shared = globalThis as { slipwayCommandLog?: string[]; slipwayOwnLog?: string[] };
shared.slipwayOwnLog ??= [];
const ownLines = shared.slipwayOwnLog;
shared.slipwayCommandLog ??= listenToCommandLog();
const loggedLines = shared.slipwayCommandLog;

function listenToCommandLog(): string[] {
	const lines: string[] = [];
	const create = vscode.window.createOutputChannel;
	const listening = (name: string, ...details: unknown[]) => {
		const channel = (create as (...args: unknown[]) => vscode.OutputChannel)(name, ...details);
		if (name === 'Docker Commands') {
			return { ...channel, appendLine: (line: string) => lines.push(line) };
		}
		return name === 'Slipway' ? noting(channel as vscode.LogOutputChannel) : channel;
	};
	Object.assign(vscode.window, { createOutputChannel: listening });
	return lines;
}

/** The channel, of which everything that is logged is noted. */
function noting(channel: vscode.LogOutputChannel): vscode.LogOutputChannel {
	const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
	const noted = levels.map(level => [
		level,
		(...words: [string]) => {
			ownLines.push(words.map(String).join(' '));
			channel[level](...words);
		},
	]);
	return { ...channel, ...Object.fromEntries(noted) };
}

/** The text of the editor in front. */
export function frontText(): string {
	return vscode.window.activeTextEditor?.document.getText() ?? '';
}
