import type { ReferenceKind } from './entities.ts';
import { modelForms, networkForms, resourceForms } from './modelResources.ts';
import { serviceForms } from './modelServices.ts';
import * as facts from './modelTopLevelTexts.ts';
import {
	type Form,
	type KeyModel,
	keys,
	list,
	map,
	type NamedMapForm,
	namedMap,
	resourceName,
	string,
	stringOrList,
} from './modelTypes.ts';

/** A section whose keys are names that it declares. */
function section(
	names: ReferenceKind,
	of: readonly Form[],
	others: NamedMapForm['others'] = 'refused',
): readonly Form[] {
	return [namedMap(of, { pattern: resourceName, others, names, declares: true, hasExtensions: false })];
}

const includeKeys = keys('include', facts.includeFacts, {
	path: stringOrList(string({ meaning: 'composeFile' }), 'dropped'),
	project_directory: [string({ meaning: 'folder' })],
	env_file: stringOrList(string({ meaning: 'envFile' }), 'dropped'),
});

const sections = keys('', facts.topLevelFacts, {
	name: [string({ meaning: 'name' })],
	services: section('service', serviceForms),
	networks: section('network', networkForms, 'accepted'),
	volumes: section('volume', resourceForms.volume),
	configs: section('config', resourceForms.config),
	secrets: section('secret', resourceForms.secret),
	models: section('model', modelForms, 'accepted'),
	include: [list([string({ meaning: 'composeFile' }), map(includeKeys, { others: 'ignored', hasExtensions: false })])],
	version: [string()],
});

/** The keys of a compose file; each has a page of its own. */
export const topLevelKeys: readonly KeyModel[] = sections.map(key => ({
	...key,
	anchor: key.name === 'name' || key.name === 'version' ? `version-and-name/` : `${key.name}/`,
}));
