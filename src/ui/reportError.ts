import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { EngineError } from '../engine/errors.ts';
import { containerById, type ErrorSurroundings, holderOfPort, sentenceOf } from './errorSentence.ts';
import { offer, opensPage, runsCommand, type WayOn } from './wayOn.ts';

/** A failure whose sentence or ways on only the command can know. */
export class ExplainedError extends EngineError {
	readonly sentence: string | undefined;
	readonly ways: readonly WayOn[];

	constructor(error: EngineError, explanation: { readonly sentence?: string; readonly ways?: readonly WayOn[] }) {
		super(error.code, error.message, { status: error.status, recognised: error.recognised, cause: error });
		this.sentence = explanation.sentence;
		this.ways = explanation.ways ?? [];
	}
}

/** No failure: there is nothing to act on. Told in passing, with what makes something where there is such a thing. */
export class NothingThere extends ExplainedError {
	constructor(sentence: string, ways: readonly WayOn[] = []) {
		super(new EngineError('notFound', sentence), { sentence, ways });
	}
}

export interface ReportContext extends ErrorSurroundings {
	showOutput(): void;
}

/** Shows a failure once, in one sentence with its ways on, and returns the sentence. Nobody waits for a click. */
export function reportError(error: EngineError, context: ReportContext): string {
	if (error instanceof NothingThere) {
		offer('info', error.message, error.ways);
		return error.message;
	}
	const explained = error instanceof ExplainedError ? error : undefined;
	const sentence = explained?.sentence ?? sentenceOf(error, context);
	const ways = explained?.ways.length ? explained.ways : waysOn(error, context);
	const output: WayOn = { title: vscode.l10n.t('Show Output'), run: () => context.showOutput() };
	offer('error', sentence, ways.length < 3 && error.code !== 'invalid' ? [...ways, output] : ways);
	return sentence;
}

function waysOn(error: EngineError, { containers }: ReportContext): WayOn[] {
	const retry = runsCommand(vscode.l10n.t('Retry'), commandId('engine.retry'));
	const chooseContext = runsCommand(vscode.l10n.t('Choose a Context'), commandId('context.use'));
	const cause = error.recognised;
	switch (cause?.kind) {
		case 'socketPermission':
			return [
				retry,
				opensPage(vscode.l10n.t('How to Get Permission'), 'https://docs.docker.com/engine/install/linux-postinstall/'),
			];
		case 'noEngine':
			return cause.endpoint
				? [retry, chooseContext]
				: [retry, runsCommand(vscode.l10n.t('How to Install'), commandId('engine.install'))];
		case 'noContext':
			return [chooseContext];
		case 'noSpace':
			return [runsCommand(vscode.l10n.t('Remove Unused Data…'), commandId('system.prune'))];
		case 'registry': {
			const logIn = cause.problem === 'signIn' || cause.problem === 'refused';
			return logIn ? [runsCommand(vscode.l10n.t('Log In…'), commandId('registry.login'), cause.registry)] : [];
		}
		case 'portAllocated': {
			const holder = holderOfPort(cause.port, containers);
			return holder ? [runsCommand(vscode.l10n.t('Stop "{0}"', holder.name), commandId('container.stop'), holder)] : [];
		}
		case 'nameInUse': {
			const holder = containerById(cause.holder, containers);
			return holder
				? [runsCommand(vscode.l10n.t('Remove "{0}"…', holder.name), commandId('container.remove'), holder)]
				: [];
		}
	}
	return error.code === 'unreachable' || error.code === 'timeout' ? [retry] : [];
}
