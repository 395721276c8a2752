import * as vscode from 'vscode';
import { EngineError } from '../engine/errors.ts';
import { parseImageReference } from '../engine/imageReference.ts';
import type { RegistryAccount } from '../engine/registries.ts';
import { hostOf, isRegistryHost } from '../engine/registryHost.ts';
import type { AddedRegistry } from '../ui/knownRegistries.ts';
import { pickOrType } from '../ui/pick.ts';
import { registryName } from '../ui/registrySentence.ts';
import type { RegistryTag, ViewElement } from '../views/elements.ts';
import type { CommandCall } from './commandCall.ts';
import type { Services } from './services.ts';

/** The registry that a call is about, by option or by row; undefined when nobody has said. */
export function registryOf(services: Services, call: CommandCall, given?: string): string | undefined {
	if (given !== undefined) {
		return checkedHost(given);
	}
	const [target] = call.targets.length > 0 ? call.targets : call.maySelect ? services.views.selection() : [];
	if (typeof target === 'string') {
		return checkedHost(target);
	}
	const element = target as ViewElement | undefined;
	switch (element?.kind) {
		case 'registry':
		case 'registryRepository':
		case 'registryTag':
			return element.host;
		case 'registryNote':
			return element.owner.host;
		default:
			return undefined;
	}
}

/** Asks among those that are known; another one may be typed. */
export async function askRegistry(
	services: Services,
	title: string,
	accepts: (account: RegistryAccount) => boolean,
): Promise<string> {
	const accounts = (await services.registries.accounts()).filter(accepts);
	return pickOrType(
		accounts.map(({ host, user }) => ({
			label: registryName(host),
			description: user,
			icon: new vscode.ThemeIcon('server'),
			value: host,
		})),
		typed =>
			isRegistryHost(hostOf(typed))
				? { label: hostOf(typed), icon: new vscode.ThemeIcon('add'), value: hostOf(typed) }
				: undefined,
		{ title, placeholder: vscode.l10n.t('Choose a registry, or type the address of another one, for example ghcr.io') },
	);
}

export function checkedHost(address: string): string {
	const host = hostOf(address);
	if (!isRegistryHost(host)) {
		throw new EngineError('invalid', vscode.l10n.t('"{0}" is not the address of a registry.', address));
	}
	return host;
}

/** `localhost:5000` is a registry, `nginx` and `ghcr.io/org/app` are repositories; undefined for what is neither. */
export function readPlace(text: string): AddedRegistry | undefined {
	const address = text.trim();
	const host = hostOf(address);
	const rest = address.replace(/^https?:\/\/|\/+$/g, '');
	if (isRegistryHost(host) && !rest.includes('/') && /[.:]|^localhost$/.test(host)) {
		return { host };
	}
	try {
		const { registry, repository } = parseImageReference(rest);
		return { host: registry, repository };
	} catch {
		return undefined;
	}
}

/** The tags among the rows that a call is about. */
export function tagsOf(services: Services, call: CommandCall): readonly RegistryTag[] {
	const targets = call.targets.length > 0 ? call.targets : call.maySelect ? services.views.selection() : [];
	const tags = (targets as ViewElement[]).filter(target => target.kind === 'registryTag');
	if (tags.length === 0) {
		throw new EngineError('invalid', vscode.l10n.t('This command acts on tags of the Registries view.'));
	}
	return tags;
}
