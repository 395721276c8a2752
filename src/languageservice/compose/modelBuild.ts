import * as facts from './modelBuildTexts.ts';
import { buildUlimitForms, extraHostsForms, grants } from './modelServiceParts.ts';
import { assignments, type Form, flag, integer, keys, list, map, oneOf, string, stringOrList } from './modelTypes.ts';
import * as values from './modelValues.ts';

const buildKeys = keys('build', facts.buildFacts, {
	context: [string({ meaning: 'buildContext' })],
	dockerfile: [string({ meaning: 'dockerfile' })],
	dockerfile_inline: [string({ meaning: 'dockerfileText' })],
	target: [string({ meaning: 'stage', names: ['stage'] })],
	args: assignments('dropped', { names: 'argument' }),
	additional_contexts: assignments('dropped', {
		meaning: 'name',
		value: string({ meaning: 'buildContext', names: ['service'], prefix: 'service:' }),
	}),
	cache_from: [list([string({ meaning: 'cacheEntry', values: values.cacheSources })])],
	cache_to: [list([string({ meaning: 'cacheEntry', values: values.cacheTargets })])],
	entitlements: [list([string({ values: values.entitlements })])],
	extra_hosts: extraHostsForms,
	isolation: oneOf(values.isolations),
	labels: assignments('dropped'),
	network: oneOf(values.buildNetworks),
	no_cache: flag,
	no_cache_filter: stringOrList(string({ meaning: 'stage', names: ['stage'] }), 'refused'),
	platforms: [list([string({ meaning: 'platform', values: values.platforms })])],
	privileged: flag,
	provenance: [string({ values: values.provenanceModes }), ...flag.slice(0, 1)],
	pull: flag,
	sbom: [string({ values: values.sbomModes }), ...flag.slice(0, 1)],
	secrets: grants('secret', 'build.secrets'),
	shm_size: [integer(), string({ meaning: 'size' })],
	ssh: assignments('refused', { usual: values.sshEntries }),
	tags: [list([string({ meaning: 'image' })], { duplicates: 'dropped' })],
	ulimits: buildUlimitForms,
});

/** `build`: a context, or everything about the build. */
export const buildForms: readonly Form[] = [string({ meaning: 'buildContext' }), map(buildKeys)];
