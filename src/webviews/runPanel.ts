import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import type { Event } from '../base/event.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import type { EngineError } from '../engine/errors.ts';
import { readRunLine } from '../engine/readRunLine.ts';
import type { RunOptions } from '../engine/runOptions.ts';
import { cancelled } from '../ui/progress.ts';
import type { RunChoices, RunForm, RunImage, RunProblem, RunState, RunValues } from './protocols/runForm.ts';
import { runFormTexts } from './runFormTexts.ts';
import type { RunHistory } from './runHistory.ts';
import { emptyValues, readRunValues, toRunValues } from './runValues.ts';
import {
	type PanelKind,
	type PanelSide,
	type PanelSurroundings,
	type WebviewPanel,
	WebviewPanels,
} from './webviewPanel.ts';

/** What the run form needs of the engine and of the commands. */
export interface RunFormHost {
	readonly history: RunHistory;
	readonly onDidChangeChoices: Event<unknown>;
	choices(): Promise<RunChoices>;
	/** What an image brings along, and what is proposed for it. */
	image(reference: string, signal: AbortSignal): Promise<Omit<RunImage, 'history'>>;
	/** What is wrong with the fields, in their order; and their line, with host paths as they are run. */
	check(values: RunValues): Promise<{ readonly line: string; readonly problems: readonly RunProblem[] }>;
	/** Resolves when the container was started. */
	run(values: RunValues, signal: AbortSignal, report: (progress: string) => void): Promise<Started>;
	/** A failed run as a problem of one of the fields, or of none (`''`). */
	problemOf(values: RunValues, error: EngineError): Promise<RunProblem>;
}

export interface Started {
	readonly name: string;
	/** Where it can be opened in a browser. */
	readonly url?: string;
}

/** The run form's panels. */
export class RunPanels extends WebviewPanels<RunForm> {
	constructor(host: RunFormHost, surroundings: PanelSurroundings) {
		super(runPanelKind(host), surroundings);
	}

	/** Opens a form for an image, or for none yet; `options` fill its fields. */
	show(image: string, options?: RunOptions): WebviewPanel<RunForm> {
		const values = options ? toRunValues(image, options) : { ...emptyValues, image };
		const touched = options ? ['ports', 'mounts'] : [];
		return this.create(titleOf(image), { values, touched, open: [] });
	}
}

/** A run belongs to its form: hiding the form lets it go on, closing the form cancels it. */
export function runPanelKind(host: RunFormHost): PanelKind<RunForm> {
	return {
		viewType: 'slipway.run',
		client: 'runForm',
		icon: 'run',
		texts: runFormTexts,
		readState,
		connect: panel => new RunPanelSide(panel, host),
	};
}

function readState(kept: unknown): RunForm['state'] {
	const { values, touched, open } = (kept ?? {}) as Readonly<Record<string, unknown>>;
	return { values: readRunValues(values), touched: readWords(touched), open: readWords(open) };
}

function readWords(kept: unknown): string[] {
	return Array.isArray(kept) ? kept.filter(word => typeof word === 'string') : [];
}

function titleOf(image: string): string {
	return image === '' ? vscode.l10n.t('Run an image') : vscode.l10n.t('Run {0}', image);
}

class RunPanelSide extends DisposableOwner implements PanelSide<RunForm> {
	readonly #panel: WebviewPanel<RunForm>;
	readonly #host: RunFormHost;
	/** Of the run that is going on. */
	#running: AbortController | undefined;
	#run: RunState = { phase: 'idle' };

	constructor(panel: WebviewPanel<RunForm>, host: RunFormHost) {
		super();
		this.#panel = panel;
		this.#host = host;
		this.register({ dispose: () => this.#running?.abort(cancelled()) });
		this.register(
			host.onDidChangeChoices(async () => {
				const choices = await host.choices();
				panel.send('choices', choices);
			}),
		);
	}

	async start({ values }: RunForm['state'], signal: AbortSignal): Promise<RunForm['start']> {
		// VS Code keeps the title, also when its language has changed.
		this.#panel.title = titleOf(values.image);
		const [choices, image] = await Promise.all([this.#host.choices(), this.#image(values.image, signal)]);
		return { choices, image, run: this.#run };
	}

	readonly requests: PanelSide<RunForm>['requests'] = {
		check: values => this.#host.check(values),
		image: (reference, signal) => {
			this.#panel.title = titleOf(reference.trim());
			return this.#image(reference.trim(), signal);
		},
		read: line => {
			const { image, options, others } = readRunLine(line);
			return toRunValues(image, options, others);
		},
		run: values => void this.#begin(values),
		stop: () => this.#running?.abort(cancelled()),
		copy: text => vscode.env.clipboard.writeText(text) as Promise<void>,
		browse: what => browse(what),
		openUrl: async url => {
			// Only what this form has itself offered.
			if (this.#run.phase === 'done' && url === this.#run.url) {
				await vscode.env.openExternal(vscode.Uri.parse(url));
			}
		},
	};

	async #image(reference: string, signal: AbortSignal): Promise<RunImage> {
		return { ...(await this.#host.image(reference, signal)), history: this.#host.history.of(reference) };
	}

	async #begin(values: RunValues): Promise<void> {
		if (this.#running) {
			return;
		}
		const running = new AbortController();
		this.#running = running;
		const tell = (progress: string) => this.#tell({ phase: 'running', image: values.image, progress });
		tell('');
		try {
			const started = await this.#host.run(values, running.signal, tell);
			await this.#host.history.add(values, Date.now());
			this.#tell({ phase: 'done', ...started });
		} catch (thrown) {
			const error = toEngineError(thrown);
			this.#tell(
				error.code === 'cancelled'
					? { phase: 'cancelled' }
					: { phase: 'failed', problem: await this.#host.problemOf(values, error) },
			);
		} finally {
			this.#running = undefined;
		}
	}

	#tell(run: RunState): void {
		this.#run = run;
		this.#panel.send('run', run);
	}
}

async function browse(what: 'file' | 'folder'): Promise<string | undefined> {
	const [chosen] =
		(await vscode.window.showOpenDialog({
			canSelectFiles: what === 'file',
			canSelectFolders: what === 'folder',
			defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
		})) ?? [];
	return chosen?.fsPath;
}
