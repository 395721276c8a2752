import * as vscode from 'vscode';
import { DisposableOwner, toDisposable } from '../base/disposable.ts';
import type { Logger } from '../base/logger.ts';
import type { BuildCheck } from '../engine/buildCheck.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import type { Settings } from '../settings.ts';
import { cancelled } from '../ui/progress.ts';
import type { DockerfileChecks } from './dockerfileChecks.ts';

export interface CheckOnSaveParts {
	readonly checks: DockerfileChecks;
	readonly settings: Settings;
	/** What a Dockerfile is built with. */
	usualBuild(dockerfile: string): Pick<BuildCheck, 'context' | 'buildArgs'>;
	readonly logger: Logger;
}

/** Where the setting says so, has BuildKit check each saved Dockerfile, without a word about what does not work. */
export class CheckOnSave extends DisposableOwner {
	readonly #parts: CheckOnSaveParts;
	readonly #running = new Map<string, AbortController>();

	constructor(parts: CheckOnSaveParts) {
		super();
		this.#parts = parts;
		this.register(vscode.workspace.onDidSaveTextDocument(document => void this.#check(document)));
		this.register(
			toDisposable(() => {
				for (const running of this.#running.values()) {
					running.abort(cancelled());
				}
			}),
		);
	}

	async #check({ uri, languageId }: vscode.TextDocument): Promise<void> {
		const { settings, checks, usualBuild, logger } = this.#parts;
		const isDockerfile = languageId === 'dockerfile' && uri.scheme === 'file';
		if (!settings.checkOnSave || !isDockerfile || !vscode.workspace.isTrusted) {
			return;
		}
		const dockerfile = uri.fsPath;
		this.#running.get(dockerfile)?.abort(cancelled());
		const running = new AbortController();
		this.#running.set(dockerfile, running);
		try {
			await checks.check({ dockerfile, ...usualBuild(dockerfile) }, running.signal);
		} catch (thrown) {
			const { code, message } = toEngineError(thrown);
			if (code !== 'cancelled') {
				logger.warn(`${dockerfile} could not be checked: ${message}`);
			}
		} finally {
			if (this.#running.get(dockerfile) === running) {
				this.#running.delete(dockerfile);
			}
		}
	}
}
