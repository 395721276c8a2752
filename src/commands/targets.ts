import * as vscode from 'vscode';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError, type EngineErrorCause } from '../engine/errors.ts';
import type { Kind, Resource, ResourceOf } from '../engine/resources.ts';
import { pickOne, pickSome } from '../ui/pick.ts';
import { NothingThere } from '../ui/reportError.ts';
import type { ViewElement } from '../views/elements.ts';
import { choiceOf, newestFirst } from './choices.ts';
import type { CommandCall } from './commandCall.ts';
import type { Services } from './services.ts';

export interface TargetQuestion<K extends Kind> {
	/** Title of the pick list, such as `Stop containers`. */
	readonly title: string;
	/** Which ones the command can act on; rows named by the caller are taken all the same. */
	readonly accepts?: (resource: ResourceOf[K]) => boolean;
	/** What to say when there is none to pick. */
	readonly none: string;
}

/** What the command acts on: the targets it was given, else the selected rows, else what the user picks; at least one. */
export async function findTargets<K extends Kind>(
	services: Services,
	kind: K,
	call: CommandCall,
	question: TargetQuestion<K>,
): Promise<readonly ResourceOf[K][]> {
	const known = await knownTargets(services, kind, call, question);
	return known.length > 0 ? known : pickSome(await choices(services, kind, question), { title: question.title });
}

/** The same for commands that act on one thing; of several selected rows it takes the first. */
export async function findTarget<K extends Kind>(
	services: Services,
	kind: K,
	call: CommandCall,
	question: TargetQuestion<K>,
): Promise<ResourceOf[K]> {
	const [first] = await knownTargets(services, kind, call, question);
	return first ?? pickOne(await choices(services, kind, question), { title: question.title });
}

/** The named targets or selected rows; empty when the user has to pick. */
export async function knownTargets<K extends Kind>(
	services: Services,
	kind: K,
	call: CommandCall,
	question: TargetQuestion<K>,
): Promise<readonly ResourceOf[K][]> {
	if (call.targets.length === 0) {
		const selected = call.maySelect ? services.views.selection() : [];
		return distinct(selected.flatMap(element => membersOf(services, kind, element) ?? []).filter(accepting(question)));
	}
	const found = await Promise.all(call.targets.map(target => resolve(services, kind, target, question)));
	const resources = distinct(found.flat());
	if (resources.length === 0) {
		throw new NothingThere(question.none);
	}
	return resources;
}

/** By name, id or reference; what was made a moment ago may not be in memory yet, so that the engine has the last word. */
export async function findNamed<K extends Kind>(services: Services, kind: K, name: string): Promise<ResourceOf[K]> {
	try {
		return await services.store.find(kind, name);
	} catch (error) {
		if (toEngineError(error).code !== 'notFound') {
			throw error;
		}
	}
	await services.store.refresh(kind);
	try {
		return await services.store.find(kind, name);
	} catch (thrown) {
		const error = toEngineError(thrown);
		throw error.code === 'notFound'
			? new EngineError('notFound', error.message, { recognised: missing(kind, name) })
			: error;
	}
}

function missing(kind: Kind, name: string): EngineErrorCause {
	return kind === 'image' ? { kind: 'noSuchImage', reference: name } : { kind: 'noSuch', what: kind, name };
}

async function resolve<K extends Kind>(
	services: Services,
	kind: K,
	target: unknown,
	question: TargetQuestion<K>,
): Promise<readonly ResourceOf[K][]> {
	if (typeof target === 'string') {
		return [await findNamed(services, kind, target)];
	}
	const members = membersOf(services, kind, target as ViewElement);
	if (!members) {
		throw new EngineError('invalid', wrongKind(kind));
	}
	const isGroup = (target as ViewElement).kind !== kind;
	return isGroup ? members.filter(accepting(question)) : members;
}

/**
 * The resources of a kind that an element stands for, as memory has them now (an element is what VS Code was handed
 * first); undefined when it stands for none of that kind.
 */
function membersOf<K extends Kind>(
	services: Services,
	kind: K,
	given: ViewElement,
): readonly ResourceOf[K][] | undefined {
	const element = services.views.current(given);
	if (element.kind === 'composeProject' && kind === 'container') {
		const now = services.store.peek('container')?.filter(({ composeProject }) => composeProject === element.name);
		return (now ?? element.containers) as readonly ResourceOf[K][];
	}
	const members = resourcesIn(element).filter((resource): resource is ResourceOf[K] => resource.kind === kind);
	if (members.length === 0 && element.kind !== 'group') {
		return undefined;
	}
	return members.map(resource => services.store.get(kind, resource.id) ?? resource);
}

function resourcesIn(element: ViewElement): readonly Resource[] {
	switch (element.kind) {
		case 'group':
			return element.members;
		case 'detail':
			return element.container ? [element.owner, element.container] : [element.owner];
		case 'container':
		case 'image':
		case 'volume':
		case 'network':
			return [element];
		default:
			return [];
	}
}

async function choices<K extends Kind>(services: Services, kind: K, question: TargetQuestion<K>) {
	const all = await services.store.list(kind);
	const possible = all.filter(accepting(question));
	if (possible.length === 0) {
		throw new NothingThere(question.none);
	}
	return newestFirst(possible).map(resource => choiceOf(services.store, resource));
}

function accepting<K extends Kind>(question: TargetQuestion<K>): (resource: ResourceOf[K]) => boolean {
	return resource => question.accepts?.(resource) ?? true;
}

function distinct<T extends { readonly id: string }>(resources: readonly T[]): readonly T[] {
	return [...new Map(resources.map(resource => [resource.id, resource])).values()];
}

function wrongKind(kind: Kind): string {
	switch (kind) {
		case 'container':
			return vscode.l10n.t('This command acts on containers.');
		case 'image':
			return vscode.l10n.t('This command acts on images.');
		case 'volume':
			return vscode.l10n.t('This command acts on volumes.');
		case 'network':
			return vscode.l10n.t('This command acts on networks.');
	}
}
