import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import * as os from 'node:os';
import type { Stage } from './stages.ts';

const isWindows = process.platform === 'win32';

interface Surroundings {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly signal: AbortSignal;
	/** Takes what is printed; left out, it goes to the screen as it comes. */
	readonly print?: (text: string) => void;
	/** Of the operating system's scheduler, as `os.setPriority` takes it; 0 when left out. */
	readonly priority?: number;
}

interface Figures {
	readonly passed: number;
	readonly failed: number;
}

/** Runs all steps of a stage, also after one failed. A crash, a hang and a stage without tests count as one failure. */
export async function runStage(
	stage: Stage,
	{ env, results, signal, print, priority }: Surroundings & { results: string },
): Promise<Figures> {
	const say = (line: string) => (print ? print(`${line}\n`) : console.log(line));
	say(`\n== ${stage.title} ==`);
	const begin = Date.now();
	const deadline = AbortSignal.timeout(stage.deadlineMs);
	const total = { passed: 0, failed: 0 };
	for (const { command, reports } of stage.steps) {
		const report = `${results}-${stage.steps.findIndex(step => step.command === command)}`;
		const ended = AbortSignal.any([signal, deadline]);
		const surroundings = { env: { ...env, SLIPWAY_TEST_RESULTS: report }, signal: ended, print, priority };
		const succeeded = await runStep(command, surroundings);
		const figures = reports ? await readReport(report) : { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1 };
		total.passed += figures.passed;
		// A run that found nothing to run, or went wrong beside its tests, is a failure too.
		const silent = figures.failed === 0 && (!succeeded || figures.passed === 0);
		total.failed += figures.failed + (silent ? 1 : 0);
	}
	if (deadline.aborted) {
		say(`${stage.title}: not done after ${stage.deadlineMs / 1000} s.`);
	}
	const seconds = Math.round((Date.now() - begin) / 1000);
	say(`== ${stage.title}: ${total.passed} passed, ${total.failed} failed in ${seconds} s ==`);
	return total;
}

/** Whether the program ended with exit code 0. Aborting ends it, kindly first. */
export function runStep(
	[program = '', ...args]: readonly string[],
	{ env, signal, print, priority }: Surroundings,
): Promise<boolean> {
	return new Promise(resolve => {
		const output = print ? 'pipe' : 'inherit';
		const child = spawn(program, args, {
			env: { ...env },
			stdio: ['ignore', output, output],
			shell: isWindows,
			detached: !isWindows,
		});
		if (priority && child.pid) {
			os.setPriority(child.pid, priority);
		}
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => print?.(text));
		}
		let killing: NodeJS.Timeout | undefined;
		const end = () => {
			kill(child, 'SIGTERM');
			killing = setTimeout(() => kill(child, 'SIGKILL'), 10_000);
		};
		const done = (succeeded: boolean) => {
			clearTimeout(killing);
			signal.removeEventListener('abort', end);
			resolve(succeeded);
		};
		child.once('error', error => {
			console.error(error.message);
			done(false);
		});
		child.once(print ? 'close' : 'exit', code => done(code === 0));
		if (signal.aborted) {
			end();
		}
		signal.addEventListener('abort', end);
	});
}

/** Together with what it has started itself. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
	try {
		process.kill(isWindows ? (child.pid ?? 0) : -(child.pid ?? 0), signal);
	} catch {
		// All of them are gone.
	}
}

async function readReport(file: string): Promise<Figures> {
	const text = await readFile(file, 'utf8').catch(() => '');
	const lines: Figures[] = text
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line));
	return lines.reduce((sum, line) => ({ passed: sum.passed + line.passed, failed: sum.failed + line.failed }), {
		passed: 0,
		failed: 0,
	});
}
