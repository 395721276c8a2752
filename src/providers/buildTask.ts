import { basename, dirname, relative } from 'node:path';
import * as vscode from 'vscode';
import { KeyedQueue } from '../base/async.ts';
import { DisposableOwner } from '../base/disposable.ts';
import { taskTypes } from '../contributions.ts';
import type { BuildOptions } from '../engine/build.ts';
import { cancelled } from '../ui/progress.ts';
import { buildOptionsOf } from './buildDefinition.ts';
import type { BuildHints } from './buildHints.ts';
import { BuildProblems } from './buildProblems.ts';
import { type BuildResults, BuildRun } from './buildRun.ts';
import { runTask } from './runTask.ts';
import type { TaskParts } from './taskParts.ts';

export const dockerfilePattern =
	'**/{Dockerfile,Containerfile,Dockerfile.*,Containerfile.*,*.Dockerfile,*.dockerfile,*.Containerfile,*.containerfile}';
export const notSearched = '**/{node_modules,.git}/**';
const mostTasks = 100;

const mostAttempts = 5;

interface Attempt {
	readonly run: BuildRun | undefined;
	/** It was never asked what to run. */
	readonly isForgotten: boolean;
}

/** Builds images as tasks `slipway-build`: those of `tasks.json`, one for each Dockerfile, and those of commands. */
export class BuildTasks extends DisposableOwner implements vscode.TaskProvider {
	readonly #parts: TaskParts;
	readonly #results: BuildResults;
	readonly #queue = new KeyedQueue();

	constructor(parts: TaskParts, hints: BuildHints) {
		super();
		this.#parts = parts;
		this.#results = { problems: this.register(new BuildProblems()), hints: this.register(hints) };
		this.register(vscode.tasks.registerTaskProvider(taskTypes.build, this));
	}

	async provideTasks(token: vscode.CancellationToken): Promise<vscode.Task[]> {
		return (await findDockerfiles(token)).map(file => {
			const { path, folder } = placeOf(file);
			return this.#makeTask({ type: taskTypes.build, dockerfile: path }, folder, path);
		});
	}

	resolveTask(task: vscode.Task): vscode.Task {
		const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
		return this.#makeTask(task.definition, folder, task.name);
	}

	/**
	 * Builds in a terminal and resolves to the image's id; rejects with a `BuildFailedError`. Builds of one Dockerfile
	 * follow one another.
	 */
	build(options: BuildOptions, signal: AbortSignal | undefined): Promise<string> {
		return this.#queue.run(options.dockerfile, async () => {
			for (let attempt = 1; ; attempt++) {
				const { run, isForgotten } = await this.#runOnce(options, signal);
				if (run || !isForgotten || attempt === mostAttempts) {
					return run?.result ?? Promise.reject(cancelled());
				}
			}
		});
	}

	/**
	 * When any task ends, VS Code forgets what a task does that was asked for once more and has not started yet. Its
	 * terminal then opens and nothing ever happens in it.
	 */
	async #runOnce(options: BuildOptions, signal: AbortSignal | undefined): Promise<Attempt> {
		const { path, folder } = placeOf(vscode.Uri.file(options.dockerfile));
		let run: BuildRun | undefined;
		let isForgotten = false;
		const execution = new vscode.CustomExecution(async () => {
			run = new BuildRun(this.#parts, this.#results, () => options);
			return run.terminal;
		});
		const name = vscode.l10n.t('build {0}', options.tags?.[0] ?? basename(dirname(options.dockerfile)));
		const task = makeTask({ type: taskTypes.build, dockerfile: path }, folder, name, execution);
		const starts = vscode.tasks.onDidStartTask(({ execution: started }) => {
			if (started.task === task && !run) {
				isForgotten = true;
				started.terminate();
			}
		});
		try {
			await runTask(task, signal);
		} finally {
			starts.dispose();
		}
		return { run, isForgotten };
	}

	#makeTask(definition: vscode.TaskDefinition, folder: vscode.WorkspaceFolder | undefined, name: string): vscode.Task {
		const execution = new vscode.CustomExecution(async resolved => {
			const options = () => buildOptionsOf(resolved, folder?.uri.fsPath ?? process.cwd());
			return new BuildRun(this.#parts, this.#results, options).terminal;
		});
		return makeTask(definition, folder, name, execution);
	}
}

/** The Dockerfiles of a trusted workspace; of another one nothing is read. */
export async function findDockerfiles(token?: vscode.CancellationToken): Promise<vscode.Uri[]> {
	if (!vscode.workspace.isTrusted) {
		return [];
	}
	const files = await vscode.workspace.findFiles(dockerfilePattern, notSearched, mostTasks, token);
	return files
		.filter(file => !file.path.endsWith('.dockerignore'))
		.sort((a, b) => a.path.split('/').length - b.path.split('/').length || a.path.localeCompare(b.path));
}

function placeOf(file: vscode.Uri): { path: string; folder: vscode.WorkspaceFolder | undefined } {
	const folder = vscode.workspace.getWorkspaceFolder(file);
	const path = folder ? relative(folder.uri.fsPath, file.fsPath) : file.fsPath;
	return { path: path.replaceAll('\\', '/'), folder };
}

function makeTask(
	definition: vscode.TaskDefinition,
	folder: vscode.WorkspaceFolder | undefined,
	name: string,
	execution: vscode.CustomExecution,
): vscode.Task {
	const scope = folder ?? vscode.TaskScope.Workspace;
	const task = new vscode.Task(definition, scope, name, 'slipway', execution, []);
	task.group = vscode.TaskGroup.Build;
	task.detail = 'docker buildx build';
	task.presentationOptions = {
		reveal: vscode.TaskRevealKind.Always,
		focus: false,
		echo: false,
		panel: vscode.TaskPanelKind.Dedicated,
		clear: true,
		showReuseMessage: false,
	};
	return task;
}
