import * as vscode from 'vscode';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { dockerHub } from '../engine/registryHost.ts';
import { problemOf } from '../engine/registryProblem.ts';
import type { SecretLogin } from '../engine/registrySecrets.ts';
import { askText, needed } from '../ui/inputs.ts';
import { withProgress } from '../ui/progress.ts';
import { registryName, registryProblemSentence } from '../ui/registrySentence.ts';
import { readOptions } from './options.ts';
import { askRegistry, registryOf } from './registryTargets.ts';
import { withTrust } from './registryTrust.ts';
import type { Handler, Services } from './services.ts';

export const login: Handler = async (services, call) => {
	const given = readOptions(call.options, { registry: 'string', username: 'string', password: 'string' });
	const host =
		registryOf(services, call, given.registry) ??
		(await askRegistry(services, vscode.l10n.t('Log in to a registry'), () => true));
	let last: SecretLogin = { username: given.username ?? (await userOf(services, host)), password: '' };
	for (;;) {
		const username: string = given.username ?? (await askUser(host, last));
		const password: string = given.password ?? (await askPassword(host, { ...last, username }, last));
		last = { username, password };
		try {
			await withTrust(services, host, given.confirm, () =>
				tryLogin(services, host, { username, password }, call.signal),
			);
			break;
		} catch (error) {
			// What was given cannot be put right; what was typed is asked again, as it was.
			if (problemOf(error) !== 'refused' || given.password !== undefined) {
				throw error;
			}
		}
	}
	const server = host === dockerHub ? [] : [host];
	services.commandLog.write(dockerCommand('login', ['--username', last.username, '--password-stdin', ...server]));
};

export const logout: Handler = async (services, call) => {
	const given = readOptions(call.options, { registry: 'string' });
	const host =
		registryOf(services, call, given.registry) ??
		(await askRegistry(services, vscode.l10n.t('Log out of a registry'), ({ signedIn }) => signedIn));
	await services.registries.logout(host);
	services.commandLog.write(dockerCommand('logout', host === dockerHub ? [] : [host]));
};

function tryLogin(services: Services, host: string, login: SecretLogin, signal: AbortSignal | undefined) {
	return withProgress(
		vscode.l10n.t('Logging in to {0}', registryName(host)),
		stop => services.registries.login(host, login, stop),
		{ signal },
	);
}

async function userOf(services: Services, host: string): Promise<string> {
	const accounts = await services.registries.accounts();
	return accounts.find(account => account.host === host)?.user ?? '';
}

/** After a refusal the question says so. */
function askUser(host: string, { username, password }: SecretLogin): Promise<string> {
	return askText({
		title: vscode.l10n.t('Log in to {0}', registryName(host)),
		prompt: password === '' ? vscode.l10n.t('User name') : refusedWords(host),
		value: username,
		problem: needed(vscode.l10n.t('A login needs a user name.')),
	});
}

function askPassword(host: string, { username, password }: SecretLogin, refused: SecretLogin): Promise<string> {
	const title = vscode.l10n.t('Log in to {0} as {1}', registryName(host), username);
	const same = refused.password !== '' && username === refused.username;
	return askText({
		title,
		prompt:
			host === dockerHub
				? vscode.l10n.t('Password, or better a personal access token')
				: vscode.l10n.t('Password or token'),
		value: password,
		password: true,
		problem: text => {
			if (text === '') {
				return vscode.l10n.t('A login needs a password or a token.');
			}
			return same && text === refused.password ? refusedWords(host) : undefined;
		},
	});
}

function refusedWords(host: string): string {
	return registryProblemSentence({ kind: 'registry', registry: host, problem: 'refused' });
}
