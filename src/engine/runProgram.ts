import { spawn } from 'node:child_process';
import { EngineError } from './errors.ts';
import { endGroup } from './processGroup.ts';

export interface Program {
	/** Absolute path. */
	readonly command: string;
	/** Its arguments, for a process without a shell: nothing is quoted. */
	readonly words: readonly string[];
	readonly folder: string;
	readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ProgramEnd {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
}

const mostOutput = 16 * 1024 * 1024;
const patience = 2_000;

/**
 * Runs a program to its end and resolves to what it printed, whatever its exit code. When the signal aborts, the program
 * is asked to end, made to if it does not, and the promise rejects with the signal's reason. `failed` where the program
 * cannot be started or prints more than 16 MiB.
 */
export function runProgram({ command, words, folder, env }: Program, signal: AbortSignal): Promise<ProgramEnd> {
	signal.throwIfAborted();
	const child = spawn(command, words, {
		cwd: folder,
		env: { ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: process.platform !== 'win32',
		windowsHide: true,
	});
	const output = new Output(() => endGroup(child, 'SIGKILL'));
	child.stdout.on('data', (chunk: Buffer) => output.add('stdout', chunk));
	child.stderr.on('data', (chunk: Buffer) => output.add('stderr', chunk));
	return new Promise((resolve, reject) => {
		let timer: NodeJS.Timeout | undefined;
		const abort = () => {
			endGroup(child, 'SIGINT');
			timer = setTimeout(() => endGroup(child, 'SIGKILL'), patience);
		};
		signal.addEventListener('abort', abort, { once: true });
		child.once('error', error => reject(new EngineError('failed', error.message, { cause: error })));
		child.once('close', code => {
			clearTimeout(timer);
			signal.removeEventListener('abort', abort);
			if (signal.aborted) {
				reject(signal.reason);
			} else if (output.isTooMuch) {
				reject(new EngineError('failed', `${command} printed more than can be read.`));
			} else {
				resolve({ exitCode: code ?? 137, stdout: output.text('stdout'), stderr: output.text('stderr') });
			}
		});
	});
}

/** What a program prints, up to a limit. */
class Output {
	readonly #chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
	readonly #onTooMuch: () => void;
	#size = 0;

	constructor(onTooMuch: () => void) {
		this.#onTooMuch = onTooMuch;
	}

	get isTooMuch(): boolean {
		return this.#size > mostOutput;
	}

	add(stream: 'stdout' | 'stderr', chunk: Buffer): void {
		this.#size += chunk.length;
		if (this.isTooMuch) {
			this.#onTooMuch();
		} else {
			this.#chunks[stream].push(chunk);
		}
	}

	text(stream: 'stdout' | 'stderr'): string {
		return Buffer.concat(this.#chunks[stream]).toString('utf8');
	}
}
