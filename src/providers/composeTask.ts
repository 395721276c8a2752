import { execFile } from 'node:child_process';
import * as vscode from 'vscode';
import { withoutTerminalCodes } from '../engine/buildFailure.ts';
import { engineVariables } from '../engine/cli.ts';
import { cliLogins } from '../engine/cliLogins.ts';
import {
	type ComposeAction,
	type ComposeOptions,
	type ComposeProjectReference,
	composeArguments,
} from '../engine/compose.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import { plainText } from '../ui/plainText.ts';
import { lineInFolder } from './lineInFolder.ts';
import { requireTrust } from './requireTrust.ts';
import { runTask } from './runTask.ts';
import type { TaskParts } from './taskParts.ts';

export interface ComposeRun {
	readonly action: ComposeAction;
	readonly project: ComposeProjectReference;
	readonly options: ComposeOptions;
	/** What people call the project. */
	readonly label: string;
}

export interface ComposeEnd {
	/** Undefined when the terminal was closed before the end. */
	readonly exitCode: number | undefined;
	showTerminal(): void;
}

const largestModel = 64 * 1024 * 1024;
const readDeadline = 30_000;

/** Actions whose effect shows in the sidebar at once; their output stays in the background. */
const quiet: ReadonlySet<ComposeAction> = new Set(['down', 'start', 'stop', 'restart']);

/** Runs Compose as tasks in VS Code's terminal: one terminal a project, used again as soon as it is free. */
export class ComposeTasks {
	readonly #parts: TaskParts;
	readonly #busy = new Set<string>();

	constructor(parts: TaskParts) {
		this.#parts = parts;
	}

	/** What the command line would have been is written to the command log; `notFound` without Compose. */
	async run(run: ComposeRun, signal: AbortSignal | undefined): Promise<ComposeEnd> {
		requireTrust();
		const [program, ...before] = await this.#parts.cli.compose();
		await this.#parts.connection.connect();
		const words = composeArguments(run.action, run.project, run.options);
		this.#parts.commandLog.write(lineInFolder(run.project.folder, dockerCommand('compose', words)));
		const execution = new vscode.ProcessExecution(program, [...before, ...words], {
			...(run.project.folder ? { cwd: run.project.folder } : {}),
			env: {
				...engineVariables(this.#parts.connection.status, this.#parts.env),
				...(await cliLogins(this.#parts.connection.environment)),
			},
		});
		const slot = this.#freeSlot(run);
		try {
			const task = makeTask(run, slot, execution);
			const exitCode = await runTask(task, signal);
			return { exitCode, showTerminal: () => showTerminal(task.name) };
		} finally {
			this.#busy.delete(slot);
		}
	}

	/** What Compose prints about a project, without a terminal; `invalid` with its own sentence where it refuses. */
	async read(
		project: ComposeProjectReference,
		options: ComposeOptions,
		flags: readonly string[] = [],
		signal?: AbortSignal,
	): Promise<string> {
		requireTrust();
		const [program, ...before] = await this.#parts.cli.compose();
		const words = [...before, ...composeArguments('config', project, options), ...flags];
		const env = { ...this.#parts.env, ...engineVariables(this.#parts.connection.status, this.#parts.env) };
		return new Promise((resolve, reject) => {
			execFile(
				program,
				words,
				{
					cwd: project.folder,
					env,
					maxBuffer: largestModel,
					timeout: readDeadline,
					windowsHide: true,
					...(signal ? { signal } : {}),
				},
				(error, stdout, stderr) => {
					if (error) {
						const sentence = withoutTerminalCodes(stderr).trim().split('\n').at(-1) || error.message;
						reject(new EngineError(error.killed ? 'timeout' : 'invalid', sentence, { cause: error }));
					} else {
						resolve(stdout);
					}
				},
			);
		});
	}

	/** A second command while the first still runs gets a terminal of its own. */
	#freeSlot({ label }: ComposeRun): string {
		for (let number = 1; ; number++) {
			const slot = `${label} ${number}`;
			if (!this.#busy.has(slot)) {
				this.#busy.add(slot);
				return slot;
			}
		}
	}
}

function makeTask(run: ComposeRun, slot: string, execution: vscode.ProcessExecution): vscode.Task {
	const folder = run.project.folder && vscode.workspace.getWorkspaceFolder(vscode.Uri.file(run.project.folder));
	const name = plainText(`compose ${run.action} · ${[run.label, ...(run.options.services ?? [])].join(' ')}`, 80);
	const task = new vscode.Task(
		{ type: 'slipway-compose', slot },
		folder || vscode.TaskScope.Workspace,
		name,
		'slipway',
		execution,
		[],
	);
	task.presentationOptions = {
		reveal: quiet.has(run.action) ? vscode.TaskRevealKind.Silent : vscode.TaskRevealKind.Always,
		focus: false,
		echo: true,
		panel: vscode.TaskPanelKind.Dedicated,
		clear: false,
		showReuseMessage: false,
	};
	return task;
}

function showTerminal(taskName: string): void {
	vscode.window.terminals.findLast(terminal => terminal.name.includes(taskName))?.show(true);
}
