import * as vscode from 'vscode';
import type { EngineErrorCause } from '../engine/errors.ts';
import { dockerHub } from '../engine/registryHost.ts';

type RegistryCause = Extract<EngineErrorCause, { kind: 'registry' }>;

export function registryName(host: string): string {
	return host === dockerHub ? 'Docker Hub' : host;
}

/** What is wrong with a registry, in one sentence. */
export function registryProblemSentence({ registry, problem, retryAfter }: RegistryCause): string {
	const name = registryName(registry);
	switch (problem) {
		case 'down':
			return vscode.l10n.t('{0} cannot be reached.', name);
		case 'silent':
			return vscode.l10n.t('{0} does not answer.', name);
		case 'signIn':
			return vscode.l10n.t('{0} wants a login.', name);
		case 'refused':
			return vscode.l10n.t('{0} refused the login: check user name and password.', name);
		case 'notAllowed':
			return vscode.l10n.t('{0} does not allow this.', name);
		case 'certificate':
			return vscode.l10n.t('The certificate of {0} cannot be verified.', name);
		case 'unencrypted':
			return vscode.l10n.t('{0} does not encrypt what is sent.', name);
		case 'limit':
			return limitSentence(name, retryAfter);
		case 'noCatalog':
			return vscode.l10n.t('{0} does not list its repositories.', name);
		case 'missing':
			return vscode.l10n.t('{0} does not have this.', name);
		case 'otherContent':
			return vscode.l10n.t('{0} sent something else than was asked for; nothing of it was used.', name);
		case 'tooLarge':
			return vscode.l10n.t('{0} sent more than can be read.', name);
		case 'notRegistry':
			return vscode.l10n.t('There is no registry at {0}.', name);
		case 'broken':
			return vscode.l10n.t('{0} answers with an error.', name);
	}
}

function limitSentence(name: string, seconds: number | undefined): string {
	if (seconds === undefined) {
		return vscode.l10n.t('{0} takes no more requests for now: try again later.', name);
	}
	return seconds <= 90
		? vscode.l10n.t('{0} takes no more requests for now: try again in {1} seconds.', name, seconds)
		: vscode.l10n.t('{0} takes no more requests for now: try again in {1} minutes.', name, Math.ceil(seconds / 60));
}
