import * as vscode from 'vscode';
import type { Container, Resource } from '../engine/resources.ts';
import { stateWord } from '../ui/statusWords.ts';
import { compareText } from './arrange.ts';
import type { Detail } from './elements.ts';

/** Rows for the containers that use an image, a volume or a network. */
export function userDetails(
	owner: Resource,
	users: readonly Container[],
	describe: (user: Container) => string = user => stateWord(user.state),
): Detail[] {
	return [...users]
		.sort((left, right) => compareText(left.name, right.name))
		.map(user => ({
			kind: 'detail',
			id: `${owner.kind}:${owner.id}/user/${user.id}`,
			label: user.name,
			description: describe(user),
			icon: 'vm',
			owner,
			contextValue: owner.kind === 'network' ? 'network.member' : 'detail',
			container: user,
		}));
}

/** Changes when a row below or the number of users does. */
export function usersFace(users: readonly Container[]): string {
	return users
		.map(({ id, name, state, health, exitCode }) => `${id} ${name} ${state} ${health} ${exitCode}`)
		.join('\n');
}

export function userNames(users: readonly Container[]): string {
	const names = users.slice(0, 8).map(({ name }) => name);
	return users.length > names.length
		? vscode.l10n.t('{0} and {1} more', names.join(', '), users.length - names.length)
		: names.join(', ');
}
