import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { type BuildOptions, buildArguments, isRemoteContext } from '../engine/build.ts';
import { type BuildFailure, readBuildFailure } from '../engine/buildFailure.ts';
import { builtInstructions } from '../engine/buildSteps.ts';
import { engineVariables } from '../engine/cli.ts';
import { cliLogins } from '../engine/cliLogins.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { outlineDockerfile } from '../engine/dockerfileOutline.ts';
import { EngineError } from '../engine/errors.ts';
import { type HistoryEntry, historyImage } from '../engine/images.ts';
import { maskSecrets } from '../engine/maskSecrets.ts';
import { cancelled } from '../ui/progress.ts';
import type { BuildHints } from './buildHints.ts';
import type { BuildProblems } from './buildProblems.ts';
import { type BuildEnd, type BuildProcess, BuildTerminal } from './buildTerminal.ts';
import { requireTrust } from './requireTrust.ts';
import type { TaskParts } from './taskParts.ts';

/** A build that failed, with the step that did. */
export class BuildFailedError extends EngineError {
	readonly failure: BuildFailure | undefined;

	constructor(failure: BuildFailure | undefined, exitCode: number) {
		super('failed', failure?.message ?? `docker buildx build ended with exit code ${exitCode}.`);
		this.failure = failure;
	}
}

/** Where a build's outcome is shown in the editor. */
export interface BuildResults {
	readonly problems: BuildProblems;
	readonly hints: BuildHints;
}

interface Built {
	readonly options: BuildOptions;
	/** The text that was built. */
	readonly dockerfile: string;
	readonly folder: string;
}

/** One build in one terminal, from the arguments to the image's id or the problem in the Dockerfile. */
export class BuildRun {
	readonly #parts: TaskParts;
	readonly #results: BuildResults;
	readonly #readOptions: () => BuildOptions;
	readonly terminal: BuildTerminal;
	/** The image's id. */
	readonly result: Promise<string>;
	#settle: { resolve(id: string): void; reject(error: unknown): void } = { resolve() {}, reject() {} };
	#built: Built | undefined;

	constructor(parts: TaskParts, results: BuildResults, readOptions: () => BuildOptions) {
		this.#parts = parts;
		this.#results = results;
		this.#readOptions = readOptions;
		this.terminal = new BuildTerminal(
			() => this.#prepare(),
			end => this.#finish(end),
		);
		this.terminal.failed.then(error => this.#settle.reject(error));
		this.result = new Promise((resolve, reject) => {
			this.#settle = { resolve, reject };
		});
		// A task of tasks.json has nobody who waits for it; its terminal says how it ended.
		this.result.catch(() => {});
	}

	async #prepare(): Promise<BuildProcess> {
		requireTrust();
		const options = this.#readOptions();
		const command = await this.#parts.cli.buildx();
		await this.#parts.connection.connect();
		this.#results.problems.clear(vscode.Uri.file(options.dockerfile));
		const folder = await mkdtemp(join(tmpdir(), 'slipway-build-'));
		this.#built = { options, dockerfile: await readText(options.dockerfile), folder };
		const commandLine = maskSecrets(dockerCommand('buildx', buildArguments(options).slice(1)));
		this.#parts.commandLog.write(commandLine);
		return {
			command,
			words: buildArguments(options, { imageIdFile: this.#imageIdFile(folder), progress: 'plain' }),
			folder: isRemoteContext(options.context) ? dirname(options.dockerfile) : options.context,
			env: {
				...this.#parts.env,
				...engineVariables(this.#parts.connection.status, this.#parts.env),
				...(await cliLogins(this.#parts.connection.environment)),
			},
			commandLine,
		};
	}

	async #finish(end: BuildEnd): Promise<void> {
		const built = this.#built;
		try {
			if (!built || end.cancelled) {
				throw cancelled();
			}
			if (end.exitCode !== 0) {
				const failure = readBuildFailure(end.output, outlineDockerfile(built.dockerfile));
				if (failure) {
					this.#results.problems.publish(vscode.Uri.file(built.options.dockerfile), built.dockerfile, failure);
				}
				this.#settle.reject(new BuildFailedError(failure, end.exitCode));
				this.#showSteps(built, end, []);
				return;
			}
			const id = await this.#idInEngine((await readText(this.#imageIdFile(built.folder))).trim(), built.options);
			this.#settle.resolve(id);
			this.#showSteps(built, end, await this.#historyOf(id));
		} finally {
			if (built) {
				await rm(built.folder, { recursive: true, force: true });
			}
		}
	}

	#showSteps({ options, dockerfile }: Built, { steps }: BuildEnd, history: readonly HistoryEntry[]): void {
		const outline = outlineDockerfile(dockerfile);
		const built = builtInstructions(outline, steps, history, options.target);
		this.#results.hints.publish(vscode.Uri.file(options.dockerfile), { text: dockerfile, outline, built });
	}

	/** Without it only the sizes are missing. */
	async #historyOf(id: string): Promise<readonly HistoryEntry[]> {
		try {
			return await historyImage(this.#parts.connection, id);
		} catch {
			return [];
		}
	}

	#imageIdFile(folder: string): string {
		return join(folder, 'image-id');
	}

	/** A builder of its own may know the image by another id than the engine that it was loaded into. */
	async #idInEngine(id: string, options: BuildOptions): Promise<string> {
		for (const reference of [id, ...(options.tags ?? [])].filter(it => it !== '')) {
			try {
				return (await this.#parts.connection.call(docker => docker.getImage(reference).inspect())).Id;
			} catch {
				// The next name may be known.
			}
		}
		return id;
	}
}

async function readText(path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch {
		return '';
	}
}
