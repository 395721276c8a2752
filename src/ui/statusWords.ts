import * as vscode from 'vscode';
import type { Container, ContainerState } from '../engine/resources.ts';
import { ageWords, agoWords, nextAgeChange } from './age.ts';

/** What of a container its status says. */
export type StatusFields = Pick<Container, 'state' | 'since' | 'exitCode' | 'status' | 'health'>;

/** What `docker ps` says under STATUS, in the user's language and at the moment `now`: `Up 3 minutes (healthy)`. */
export function statusWords(container: StatusFields, now: number): string {
	const { state, since, exitCode, status } = container;
	switch (state) {
		case 'running':
			return since === undefined ? status : withHealth(vscode.l10n.t('Up {0}', ageWords(now - since)), container);
		case 'paused':
			return since === undefined ? status : vscode.l10n.t('Up {0} (paused)', ageWords(now - since));
		case 'restarting':
			return since === undefined || exitCode === undefined
				? stateWord(state)
				: vscode.l10n.t('Restarting ({0}) {1}', exitCode, agoWords(since, now));
		case 'exited':
			return since === undefined || exitCode === undefined
				? status
				: vscode.l10n.t('Exited ({0}) {1}', exitCode, agoWords(since, now));
		default:
			return stateWord(state);
	}
}

/** The same without an age, for places that are not drawn anew as time goes by: `Running (healthy)`, `Exited (1)`. */
export function ageless(container: Container): string {
	const { state, exitCode } = container;
	if (state === 'exited' && exitCode !== undefined) {
		return vscode.l10n.t('Exited ({0})', exitCode);
	}
	return state === 'running' ? withHealth(stateWord(state), container) : stateWord(state);
}

/** When these words change by themselves; epoch milliseconds, infinite for states without an age. */
export function nextStatusChange({ state, since }: StatusFields, now: number): number {
	const ages = ['running', 'paused', 'restarting', 'exited'].includes(state);
	return ages && since !== undefined ? nextAgeChange(since, now) : Number.POSITIVE_INFINITY;
}

export function stateWord(state: ContainerState): string {
	switch (state) {
		case 'created':
			return vscode.l10n.t('Created');
		case 'running':
			return vscode.l10n.t('Running');
		case 'paused':
			return vscode.l10n.t('Paused');
		case 'restarting':
			return vscode.l10n.t('Restarting');
		case 'removing':
			return vscode.l10n.t('Being removed');
		case 'exited':
			return vscode.l10n.t('Exited');
		case 'dead':
			return vscode.l10n.t('Dead');
	}
}

function withHealth(words: string, { health }: Pick<Container, 'health'>): string {
	switch (health) {
		case 'healthy':
			return vscode.l10n.t('{0} (healthy)', words);
		case 'unhealthy':
			return vscode.l10n.t('{0} (unhealthy)', words);
		case 'starting':
			return vscode.l10n.t('{0} (health: starting)', words);
		default:
			return words;
	}
}
