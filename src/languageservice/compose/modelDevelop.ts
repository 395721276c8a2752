import * as facts from './modelDeployTexts.ts';
import { hookKeys } from './modelHooks.ts';
import { boolean, enumeration, type Form, keys, list, map, nothing, string, stringOrList } from './modelTypes.ts';
import { watchActions } from './modelValues.ts';

const watchKeys = keys('develop', facts.watchFacts, {
	action: enumeration(watchActions),
	path: [string({ meaning: 'path' })],
	target: [string({ meaning: 'containerPath' })],
	ignore: stringOrList(string({ meaning: 'glob' }), 'refused'),
	include: stringOrList(string({ meaning: 'glob' }), 'refused'),
	exec: [map(hookKeys, { required: ['command'] })],
	initial_sync: [boolean],
});

const developKeys = keys('develop', facts.developFacts, {
	watch: [list([map(watchKeys, { required: ['path', 'action'] })])],
});

/** `develop`: what `docker compose watch` does. */
export const developForms: readonly Form[] = [map(developKeys), nothing];
