import * as vscode from 'vscode';
import type { EngineStatus } from '../engine/connection.ts';
import type { EngineError } from '../engine/errors.ts';
import { plainText } from './plainText.ts';

/** Which welcome text fits an engine that cannot be reached; `''` otherwise. */
export type UnreachableReason =
	| ''
	| 'noEngine'
	| 'nothingThere'
	| 'noContext'
	| 'notAnswering'
	| 'permission'
	| 'failed';

export function unreachableReason({ state, error }: EngineStatus): UnreachableReason {
	if (state !== 'unreachable') {
		return '';
	}
	switch (error?.recognised?.kind) {
		case 'noEngine':
			return error.recognised.endpoint ? 'nothingThere' : 'noEngine';
		case 'noContext':
			return 'noContext';
		case 'notAnswering':
			return 'notAnswering';
		case 'socketPermission':
			return 'permission';
		default:
			return 'failed';
	}
}

export function connectingMessage({ endpoint }: EngineStatus): string {
	return endpoint === ''
		? vscode.l10n.t('Looking for a Docker engine…')
		: vscode.l10n.t('Connecting to {0}…', plainText(endpoint, 200));
}

/** The engine's state in one sentence. */
export function statusSentence(status: EngineStatus): string {
	const endpoint = plainText(status.endpoint, 200);
	switch (status.state) {
		case 'idle':
			return vscode.l10n.t('Not connected to a Docker engine yet.');
		case 'connecting':
			return connectingMessage(status);
		case 'ready':
			return status.engine
				? vscode.l10n.t('{0} {1} at {2}', status.engine.podman ? 'Podman' : 'Docker', status.engine.version, endpoint)
				: vscode.l10n.t('Connected to {0}', endpoint);
		case 'unreachable':
			return unreachableSentence(unreachableReason(status), endpoint, status.error);
	}
}

/** The same in few words, for the status bar. */
export function unreachableWords(status: EngineStatus): string {
	switch (unreachableReason(status)) {
		case 'notAnswering':
			return vscode.l10n.t('Docker does not answer');
		case 'permission':
			return vscode.l10n.t('Docker: no permission');
		case 'noContext':
			return vscode.l10n.t('No such Docker context');
		case 'failed':
			return vscode.l10n.t('Docker cannot be reached');
		default:
			return vscode.l10n.t('No Docker engine');
	}
}

/** What was tried and why each failed; a line each. */
export function attemptLines({ attempts }: EngineStatus): string[] {
	return attempts.map(({ endpoint, error }) => `${plainText(endpoint, 200)}: ${reasonWords(error)}`);
}

function unreachableSentence(reason: UnreachableReason, endpoint: string, error: EngineError | undefined): string {
	switch (reason) {
		case 'noEngine':
			return vscode.l10n.t('No Docker engine was found.');
		case 'nothingThere':
			return vscode.l10n.t('There is no Docker engine at {0}.', endpoint);
		case 'noContext':
			return noContextSentence(error);
		case 'notAnswering':
			return vscode.l10n.t('The Docker engine at {0} does not answer.', endpoint);
		case 'permission':
			return vscode.l10n.t('You have no permission to use the Docker engine at {0}.', endpoint);
		default:
			return vscode.l10n.t('The Docker engine cannot be reached. {0}', plainText(error?.message ?? ''));
	}
}

function noContextSentence(error: EngineError | undefined): string {
	const name = error?.recognised?.kind === 'noContext' ? error.recognised.name : '';
	return vscode.l10n.t('There is no Docker context "{0}".', plainText(name, 80));
}

export function reasonWords(error: EngineError): string {
	switch (error.recognised?.kind) {
		case 'noEngine':
			return vscode.l10n.t('nothing there');
		case 'notAnswering':
			return vscode.l10n.t('no answer');
		case 'socketPermission':
			return vscode.l10n.t('no permission');
		default:
			return plainText(error.message, 200);
	}
}
