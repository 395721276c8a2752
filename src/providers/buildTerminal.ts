import { type ChildProcess, spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import type { Pseudoterminal } from 'vscode';
import { Emitter } from '../base/event.ts';
import { type BuildStep, BuildStepReader } from '../engine/buildSteps.ts';
import { endGroup } from '../engine/processGroup.ts';
import { TerminalTextFilter } from '../ui/terminalText.ts';
import { colourBuildLine } from './buildOutput.ts';

export interface BuildProcess {
	readonly command: string;
	readonly words: readonly string[];
	readonly folder: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The line shown on top. */
	readonly commandLine: string;
}

export interface BuildEnd {
	readonly exitCode: number;
	/** The last part of what it printed. */
	readonly output: string;
	/** What it did, where it got to an end of. */
	readonly steps: readonly BuildStep[];
	readonly cancelled: boolean;
}

const keptOutput = 256 * 1024;
const patience = 5_000;

/**
 * Runs a build and shows what it prints. It is no terminal of VS Code's own, whose text nobody can read: the failed
 * step has to be found in it.
 */
export class BuildTerminal implements Pseudoterminal {
	readonly #prepare: () => Promise<BuildProcess>;
	readonly #finish: (end: BuildEnd) => Promise<void>;
	readonly #wrote = new Emitter<string>();
	readonly onDidWrite = this.#wrote.event;
	readonly #closed = new Emitter<number>();
	readonly onDidClose = this.#closed.event;
	readonly #filter = new TerminalTextFilter();
	/** Resolves to what went wrong where the process could not even be started, or its end not be dealt with. */
	readonly failed: Promise<unknown>;
	#fail: (error: unknown) => void = () => {};
	#child: ChildProcess | undefined;
	#cancelled = false;
	#output = '';
	readonly #steps = new BuildStepReader();

	constructor(prepare: () => Promise<BuildProcess>, finish: (end: BuildEnd) => Promise<void>) {
		this.#prepare = prepare;
		this.#finish = finish;
		this.failed = new Promise(resolve => {
			this.#fail = resolve;
		});
	}

	open(): void {
		void this.#run();
	}

	close(): void {
		this.cancel();
	}

	handleInput(data: string): void {
		if (data === '\x03') {
			this.cancel();
		}
	}

	/** Asks the build to end, and ends it if it does not. */
	cancel(): void {
		this.#cancelled = true;
		const child = this.#child;
		if (child?.exitCode === null && child.signalCode === null) {
			endGroup(child, 'SIGINT');
			const timer = setTimeout(() => endGroup(child, 'SIGKILL'), patience);
			child.once('close', () => clearTimeout(timer));
		}
	}

	async #run(): Promise<void> {
		let exitCode = 1;
		try {
			const process = await this.#prepare();
			this.#show(`\x1b[1m> ${process.commandLine}\x1b[22m\n\n`);
			exitCode = this.#cancelled ? 130 : await this.#spawn(process);
			await this.#finish({ exitCode, output: this.#output, steps: this.#steps.steps, cancelled: this.#cancelled });
		} catch (error) {
			exitCode ||= 1;
			this.#fail(error);
			this.#show(`\x1b[31m${error instanceof Error ? error.message : String(error)}\x1b[39m\n`);
		}
		this.#closed.fire(exitCode);
	}

	#spawn(process: BuildProcess): Promise<number> {
		const child = spawn(process.command, process.words, {
			cwd: process.folder,
			env: { ...process.env },
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: globalThis.process.platform !== 'win32',
			windowsHide: true,
		});
		this.#child = child;
		for (const stream of [child.stdout, child.stderr]) {
			const decoder = new StringDecoder('utf8');
			let rest = '';
			stream.on('data', (chunk: Buffer) => {
				const lines = (rest + decoder.write(chunk)).split('\n');
				rest = lines.pop() ?? '';
				this.#print(lines.map(line => `${line}\n`));
			});
			stream.on('end', () => this.#print(rest === '' ? [] : [rest]));
		}
		return new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 137)));
		});
	}

	#print(lines: readonly string[]): void {
		if (lines.length === 0) {
			return;
		}
		for (const line of lines) {
			this.#steps.add(line);
		}
		this.#output = (this.#output + lines.join('')).slice(-keptOutput);
		this.#show(
			lines.map(line => (line.endsWith('\n') ? `${colourBuildLine(line.slice(0, -1))}\x1b[0m\n` : line)).join(''),
		);
	}

	#show(text: string): void {
		this.#wrote.fire(this.#filter.write(text));
	}
}
