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
	const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
	let size = 0;
	for (const name of ['stdout', 'stderr'] as const) {
		child[name].on('data', (chunk: Buffer) => {
			size += chunk.length;
			if (size > mostOutput) {
				endGroup(child, 'SIGKILL');
			} else {
				output[name].push(chunk);
			}
		});
	}
	return new Promise((resolve, reject) => {
		let timer: NodeJS.Timeout | undefined;
		const abort = () => {
			endGroup(child, 'SIGINT');
			timer = setTimeout(() => endGroup(child, 'SIGKILL'), patience);
		};
		signal.addEventListener('abort', abort, { once: true });
		child.once('error', error => {
			signal.removeEventListener('abort', abort);
			reject(new EngineError('failed', error.message, { cause: error }));
		});
		child.once('close', code => {
			clearTimeout(timer);
			signal.removeEventListener('abort', abort);
			if (signal.aborted) {
				reject(signal.reason);
			} else if (size > mostOutput) {
				reject(new EngineError('failed', `${command} printed more than can be read.`));
			} else {
				const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString('utf8');
				resolve({ exitCode: code ?? 137, stdout: text(output.stdout), stderr: text(output.stderr) });
			}
		});
	});
}
