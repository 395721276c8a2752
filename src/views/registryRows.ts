import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { type ContextValue, commandId } from '../contributions.ts';
import { familiarName } from '../engine/imageReference.ts';
import { dockerHub } from '../engine/registryHost.ts';
import type { RemoteImage } from '../engine/remoteImage.ts';
import { agoWords, nextAgeChange } from '../ui/age.ts';
import { registryName } from '../ui/registrySentence.ts';
import type { Registry, RegistryNote, RegistryRepository, RegistryTag, ViewElement } from './elements.ts';
import type { Row, TooltipRow } from './viewDescription.ts';

/** What is known of a tag; an error where it could not be read. */
export type ImageOf = (tag: RegistryTag) => RemoteImage | Error | undefined;

export function registryRow(element: ViewElement, now: number, imageOf: ImageOf): Row {
	switch (element.kind) {
		case 'registryRepository':
			return repositoryRow(element);
		case 'registryTag':
			return tagRow(element, knownImage(element, imageOf), now);
		case 'registryNote':
			return noteRow(element);
		default:
			return accountRow(element as Registry);
	}
}

export function registryTooltip(element: ViewElement, now: number, imageOf: ImageOf): readonly TooltipRow[] {
	switch (element.kind) {
		case 'registryRepository':
			return [[element.repository, registryName(element.host)]];
		case 'registryTag':
			return tagTooltip(element, knownImage(element, imageOf), now);
		case 'registryNote':
			return [[element.label, element.description || ' ']];
		default:
			return accountTooltip(element as Registry);
	}
}

function accountTooltip(registry: Registry): readonly TooltipRow[] {
	return [
		[registry.host, accountWords(registry)],
		[vscode.l10n.t('Container'), registry.container],
	];
}

function accountRow(registry: Registry): Row {
	const { host, signedIn, container } = registry;
	return {
		label: registryName(host),
		description: accountWords(registry),
		icon: new vscode.ThemeIcon(
			signedIn ? 'verified' : container ? 'server-process' : 'account',
			signedIn || container ? new vscode.ThemeColor('testing.iconPassed') : undefined,
		),
		contextValue: accountKind(registry),
		expansion: 'collapsed',
	};
}

function accountKind({ signedIn, added }: Registry): ContextValue {
	if (added) {
		return signedIn ? 'registry.added.signedIn' : 'registry.added';
	}
	return signedIn ? 'registry.signedIn' : 'registry';
}

function accountWords({ signedIn, user, container }: Registry): string {
	if (!signedIn) {
		return container ? vscode.l10n.t('runs here in "{0}"', container) : vscode.l10n.t('not logged in');
	}
	return user === undefined ? vscode.l10n.t('logged in') : vscode.l10n.t('logged in as {0}', user);
}

function repositoryRow({ host, repository, added }: RegistryRepository): Row {
	const reference = { registry: host, repository, tag: undefined, digest: undefined };
	return {
		label: host === dockerHub ? familiarName(reference) : repository,
		description: '',
		icon: new vscode.ThemeIcon('repo'),
		contextValue: added ? 'registryRepository.added' : 'registryRepository',
		expansion: 'collapsed',
	};
}

function tagRow({ tag }: RegistryTag, image: RemoteImage | undefined, now: number): Row {
	return {
		label: tag,
		description: image ? [sizeWords(image), ageOf(image, now), platformWords(image)].filter(Boolean).join(' · ') : '',
		icon: new vscode.ThemeIcon('tag'),
		contextValue: 'registryTag',
		expansion: 'collapsed',
		...(image?.createdAt === undefined ? {} : { changesAt: nextAgeChange(image.createdAt, now) }),
	};
}

function tagTooltip({ reference }: RegistryTag, image: RemoteImage | undefined, now: number): readonly TooltipRow[] {
	return [
		[reference, image ? sizeWords(image) || ' ' : vscode.l10n.t('open it for size, age and platforms')],
		[vscode.l10n.t('Digest'), image?.digest],
		[vscode.l10n.t('Created'), image && ageOf(image, now)],
		[vscode.l10n.t('Platforms'), image?.platforms.map(({ name }) => name).join(', ')],
	];
}

function noteRow({ label, description, icon, action }: RegistryNote): Row {
	return {
		label,
		description,
		icon: new vscode.ThemeIcon(icon),
		contextValue: 'registryNote',
		...(action ? { command: { command: commandId(action.command), title: label, arguments: [action.target] } } : {}),
	};
}

function knownImage(tag: RegistryTag, imageOf: ImageOf): RemoteImage | undefined {
	const image = tag.listed ?? imageOf(tag);
	return image instanceof Error ? undefined : image;
}

/** Of the platform that this machine would most likely pull. */
function sizeWords({ platforms }: RemoteImage): string {
	const architecture = { x64: 'amd64', arm: 'arm' }[process.arch as string] ?? process.arch;
	const own = platforms.find(({ name }) => name.startsWith(`linux/${architecture}`)) ?? platforms[0];
	return own?.size === undefined ? '' : humanSize(own.size);
}

function ageOf({ createdAt }: RemoteImage, now: number): string {
	return createdAt === undefined ? '' : agoWords(createdAt, now);
}

function platformWords({ platforms }: RemoteImage): string {
	return platforms.length === 1 ? (platforms[0]?.name ?? '') : vscode.l10n.t('{0} platforms', platforms.length);
}
