import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import type { GuardedCommand, GuardOrder, GuardReport } from './guarded.ts';
import { clear, killContainers, processStart } from './leftovers.ts';

// Runs one background process (engine, registry, VS Code's server…) and takes everything of it away once the process
// that asked for it is gone, however it went: standard input ends then. It lives in a session of its own, so that
// Ctrl+C in the terminal does not reach it. Usage: node guard.ts FOLDER; orders come as JSON lines.
const folder = process.argv[2] ?? '';
const ownStart = await processStart(process.pid);
let child: ChildProcess | undefined;
let graceMs = 0;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE'] as const) {
	process.on(signal, () => {});
}
process.stdin.on('error', () => {});
process.stdout.on('error', () => {});

const orders = createInterface({ input: process.stdin });
let work = Promise.resolve();
orders.on('line', line => {
	const order: GuardOrder = JSON.parse(line);
	work = work.then(() => (order.start ? start(order.start) : stop()));
});
await new Promise(resolve => orders.once('close', resolve));
await work;
await stop();
await clear(folder);
process.exit(0);

async function start(command: GuardedCommand): Promise<void> {
	const log = openSync(command.logFile, 'a');
	graceMs = command.graceMs;
	child = spawn(command.command, command.args, {
		detached: true,
		env: { ...command.env },
		cwd: command.cwd,
		stdio: ['ignore', log, log],
	});
	child.once('error', error => report({ error: error.message }));
	child.once('exit', (code, signal) => report({ code, signal }));
	if (child.pid !== undefined) {
		const state = { guard: process.pid, guardStart: ownStart, pid: child.pid };
		writeFileSync(path.join(folder, 'processes.json'), JSON.stringify(state));
		report({ pid: child.pid });
	}
}

async function stop(): Promise<void> {
	if (child?.pid === undefined) {
		return;
	}
	const group = child.pid;
	if (child.exitCode === null && child.signalCode === null) {
		const end = new Promise(resolve => child?.once('exit', resolve));
		signalGroup(group, 'SIGTERM');
		// A frozen process would sleep through it.
		signalGroup(group, 'SIGCONT');
		const timer = setTimeout(() => signalGroup(group, 'SIGKILL'), graceMs);
		// An engine that stops does not restart them any more, but would wait for each.
		const killing = setInterval(() => killContainers(folder), 200);
		await end;
		clearInterval(killing);
		clearTimeout(timer);
	}
	signalGroup(group, 'SIGKILL');
	child = undefined;
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-group, signal);
	} catch {
		// Nobody of the group is left.
	}
}

function report(line: GuardReport): void {
	process.stdout.write(`${JSON.stringify(line)}\n`);
}
