import * as vscode from 'vscode';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import { problemOf } from '../engine/registryProblem.ts';
import { askText } from '../ui/inputs.ts';
import type { AddedRegistry } from '../ui/knownRegistries.ts';
import { withProgress } from '../ui/progress.ts';
import { registryName } from '../ui/registrySentence.ts';
import type { Registry, RegistryRepository, ViewElement } from '../views/elements.ts';
import type { CommandCall } from './commandCall.ts';
import { readOptions } from './options.ts';
import { pull as pullImage } from './pullImage.ts';
import { login, logout } from './registryLogin.ts';
import { readPlace, tagsOf } from './registryTargets.ts';
import { withTrust } from './registryTrust.ts';
import type { Handler, Services } from './services.ts';
import { startRegistry } from './startRegistry.ts';

const add: Handler = async (services, call) => {
	const given = readOptions(call.options, { registry: 'string' });
	const known = given.registry ?? textOf(call);
	const text = known ?? (await askPlace(ownerOf(call)));
	const place = readPlace(text);
	if (!place) {
		throw new EngineError('invalid', vscode.l10n.t('"{0}" is neither a registry nor a repository.', text));
	}
	await withTrust(services, place.host, given.confirm, () => visit(services, call, place));
	await services.registries.add(place);
};

/** Whether there is such a registry, whatever it lets be read. */
async function visit(services: Services, call: CommandCall, { host, repository }: AddedRegistry): Promise<void> {
	const { client } = services.registries;
	const there = ['signIn', 'refused', 'notAllowed', 'noCatalog', 'limit'];
	const look = async (signal: AbortSignal): Promise<void> => {
		await (repository === undefined
			? client.repositories(host, { signal })
			: client.tags(host, repository, { signal }));
	};
	try {
		await withProgress(vscode.l10n.t('Looking for {0}', registryName(host)), look, { signal: call.signal });
	} catch (error) {
		if (!there.includes(problemOf(error) ?? '')) {
			throw error;
		}
	}
}

/** What a note below a row was clicked for; a registry that lists nothing wants a repository. */
function ownerOf(call: CommandCall): string {
	const element = call.targets[0] as ViewElement | undefined;
	return element?.kind === 'registry' ? `${element.host}/` : '';
}

/** A row that could not be read because of trust is visited again as it is. */
function textOf(call: CommandCall): string | undefined {
	const target = call.targets[0] as ViewElement | string | undefined;
	if (typeof target === 'string') {
		return target;
	}
	return target?.kind === 'registryRepository' ? `${target.host}/${target.repository}` : undefined;
}

function askPlace(value: string): Promise<string> {
	return askText({
		title: vscode.l10n.t('Add a registry'),
		prompt: vscode.l10n.t('The address of a registry, or one of its repositories where it does not list them.'),
		placeholder: 'registry.example.com:5000, ghcr.io/org/app, nginx',
		value,
		problem: text =>
			readPlace(text) ? undefined : vscode.l10n.t('For example registry.example.com:5000 or ghcr.io/org/app'),
	});
}

const remove: Handler = async (services, call) => {
	readOptions(call.options, {});
	const [target] = call.targets.length > 0 ? call.targets : call.maySelect ? services.views.selection() : [];
	const place = typeof target === 'string' ? readPlace(target) : placeOf(target as ViewElement | undefined);
	if (!place) {
		throw new EngineError('invalid', vscode.l10n.t('This command acts on registries that were added.'));
	}
	await services.registries.remove(place);
};

function placeOf(element: ViewElement | undefined): AddedRegistry | undefined {
	switch (element?.kind) {
		case 'registry':
			return { host: element.host };
		case 'registryRepository':
			return { host: element.host, repository: element.repository };
		default:
			return undefined;
	}
}

const pull: Handler = async (services, call) => {
	const ids: unknown[] = [];
	for (const { reference } of tagsOf(services, call)) {
		ids.push(await pullImage(services, { ...call, targets: [reference], options: {}, optionsGiven: true }));
	}
	return ids.length === 1 ? ids[0] : ids;
};

const copy =
	(textOfTag: (reference: string) => string): Handler =>
	async (services, call) => {
		const text = tagsOf(services, call)
			.map(({ reference }) => textOfTag(reference))
			.join('\n');
		await vscode.env.clipboard.writeText(text);
		return text;
	};

const loadMore: Handler = async (services, call) => {
	const element = call.targets[0] as Registry | RegistryRepository | undefined;
	if (element?.kind === 'registry' || element?.kind === 'registryRepository') {
		await withProgress(vscode.l10n.t('Loading more'), () => services.views.loadMore(element), { signal: call.signal });
	}
};

export const registryCommands = {
	'registry.login': login,
	'registry.logout': logout,
	'registry.start': startRegistry,
	'registry.add': add,
	'registry.remove': remove,
	'registry.pull': pull,
	'registry.copyReference': copy(reference => reference),
	'registry.copyPullCommand': copy(reference => dockerCommand('pull', [reference])),
	'registry.loadMore': loadMore,
} satisfies Record<string, Handler>;
