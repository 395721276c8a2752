import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from './projectRoot.ts';

export interface GuardedCommand {
	readonly command: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd?: string;
	/** How long the process may take to stop by itself before it is killed, in milliseconds. */
	readonly graceMs: number;
	readonly logFile: string;
}

export type GuardOrder = { readonly start?: GuardedCommand };
export interface GuardReport {
	readonly pid?: number;
	readonly error?: string;
	readonly code?: number | null;
	readonly signal?: NodeJS.Signals | null;
}

/** A background process that cannot outlive the tests: see guard.ts. */
export class GuardedProcess {
	readonly #guard: ChildProcess;
	readonly #folder: string;
	#onReport: (report: GuardReport) => void = () => {};
	#running = false;
	#pid = 0;

	/** @param folder from makeRunFolder; deleted at the end, with every process and mount that belongs to it. */
	constructor(folder: string) {
		this.#folder = folder;
		this.#guard = spawn(nodeForTooling(), [path.join(projectRoot, 'test/support/guard.ts'), folder], {
			detached: true,
			cwd: '/',
			stdio: ['pipe', 'pipe', process.env.SLIPWAY_GUARD_DEBUG ? 'inherit' : 'ignore'],
		});
		this.#guard.stdin?.on('error', () => {});
		const lines = createInterface({ input: this.#guard.stdout as NodeJS.ReadableStream });
		lines.on('line', line => {
			const report: GuardReport = JSON.parse(line);
			this.#running = report.pid !== undefined;
			this.#pid = report.pid ?? this.#pid;
			this.#onReport(report);
		});
		// The guard must not keep the process alive whose end it waits for.
		this.#guard.unref();
		for (const stream of [this.#guard.stdin, this.#guard.stdout]) {
			(stream as unknown as { unref?: () => void } | null)?.unref?.();
		}
	}

	get pid(): number {
		return this.#pid;
	}

	get folder(): string {
		return this.#folder;
	}

	get running(): boolean {
		return this.#running;
	}

	/** @throws Error when the program cannot be started. */
	async start(command: GuardedCommand): Promise<void> {
		const report = await this.#order(
			{ start: command },
			report => report.pid !== undefined || report.error !== undefined,
		);
		if (report.error !== undefined) {
			throw new Error(`${command.command}: ${report.error}`);
		}
	}

	/** Stops the process and keeps its folder. */
	async stop(): Promise<void> {
		if (this.#running) {
			await this.#order({}, report => report.pid === undefined);
		}
	}

	signal(signal: NodeJS.Signals): void {
		process.kill(this.#pid, signal);
	}

	/** Stops the process and takes everything of it away. */
	async end(): Promise<void> {
		if (this.#guard.exitCode !== null || this.#guard.signalCode !== null) {
			return;
		}
		const gone = new Promise(resolve => this.#guard.once('exit', resolve));
		this.#guard.ref();
		this.#guard.stdin?.end();
		await gone;
	}

	#order(order: GuardOrder, isAnswer: (report: GuardReport) => boolean): Promise<GuardReport> {
		return new Promise((resolve, reject) => {
			this.#guard.ref();
			const died = () => reject(new Error('The guard of a background process died.'));
			this.#guard.once('exit', died);
			this.#onReport = report => {
				if (isAnswer(report)) {
					this.#onReport = () => {};
					this.#guard.off('exit', died);
					this.#guard.unref();
					resolve(report);
				}
			};
			this.#guard.stdin?.write(`${JSON.stringify(order)}\n`);
		});
	}
}

/** Polls until `look` gives a value. @throws Error with the end of the log when the process ends or time is up. */
export async function until<T>(
	look: () => Promise<T | undefined>,
	options: {
		readonly what: string;
		readonly timeoutMs: number;
		readonly process?: GuardedProcess;
		readonly logFile?: string;
	},
): Promise<T> {
	const deadline = Date.now() + options.timeoutMs;
	for (;;) {
		const found = await look();
		if (found !== undefined) {
			return found;
		}
		const ended = options.process !== undefined && !options.process.running;
		if (ended || Date.now() > deadline) {
			const log = options.logFile ? `\n${tail(options.logFile)}` : '';
			throw new Error(`${options.what}: ${ended ? 'ended early' : 'took too long'}${log}`);
		}
		await new Promise(resolve => setTimeout(resolve, 50));
	}
}

/** Node's executable for the project's own tooling: inside a desktop VS Code, process.execPath is not Node. */
function nodeForTooling(): string {
	return process.versions.electron ? path.join(projectRoot, 'node_modules/.bin/node') : process.execPath;
}

function tail(file: string): string {
	try {
		return readFileSync(file, 'utf8').split('\n').slice(-15).join('\n');
	} catch {
		return '';
	}
}
