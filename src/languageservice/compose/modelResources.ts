import * as facts from './modelResourcesTexts.ts';
import {
	assignments,
	castFlag,
	type Form,
	integer,
	keys,
	list,
	map,
	namedMap,
	nothing,
	options,
	string,
} from './modelTypes.ts';
import {
	ipamDrivers,
	networkDriverOptions,
	networkDrivers,
	volumeDriverOptions,
	volumeDrivers,
} from './modelValues.ts';

const external = (
	page: string,
	details: { readonly others?: 'accepted'; readonly hasExtensions?: boolean } = {},
): readonly Form[] => [
	...castFlag,
	map(keys(`${page}/#external`, facts.externalFacts, { name: [string({ meaning: 'name' })] }), details),
];

const subnetKeys = keys('networks/#ipam', facts.subnetFacts, {
	subnet: [string({ meaning: 'subnet' })],
	ip_range: [string({ meaning: 'subnet' })],
	gateway: [string({ meaning: 'ipAddress' })],
	aux_addresses: [namedMap([string({ meaning: 'ipAddress' })], { meaning: 'hostName' })],
});

const ipamKeys = keys('networks/#ipam', facts.ipamFacts, {
	driver: [string({ values: ipamDrivers })],
	config: [list([map(subnetKeys)])],
	options: [namedMap([string()])],
});

const networkKeys = keys('networks', facts.networkFacts, {
	name: [string({ meaning: 'name' })],
	driver: [string({ values: networkDrivers })],
	driver_opts: options(networkDriverOptions),
	attachable: castFlag,
	enable_ipv4: castFlag,
	enable_ipv6: castFlag,
	external: external('networks'),
	internal: castFlag,
	ipam: [map(ipamKeys)],
	labels: assignments('dropped'),
});

const volumeKeys = keys('volumes', facts.volumeFacts, {
	name: [string({ meaning: 'name' })],
	driver: [string({ values: volumeDrivers })],
	driver_opts: options(volumeDriverOptions),
	external: external('volumes'),
	labels: assignments('refused'),
});

const configKeys = keys('configs', facts.configFacts, {
	name: [string({ meaning: 'name' })],
	file: [string({ meaning: 'file' })],
	content: [string()],
	environment: [string({ meaning: 'environmentVariable', names: ['variable'] })],
	external: external('configs', { others: 'accepted', hasExtensions: false }),
	labels: assignments('refused'),
	template_driver: [string()],
});

const secretKeys = keys('secrets', facts.secretFacts, {
	name: [string({ meaning: 'name' })],
	file: [string({ meaning: 'file' })],
	environment: [string({ meaning: 'environmentVariable', names: ['variable'] })],
	external: external('secrets', { others: 'accepted', hasExtensions: false }),
	labels: assignments('refused'),
	driver: [string()],
	driver_opts: options(),
	template_driver: [string()],
});

const modelKeys = keys('models', facts.modelFacts, {
	name: [string({ meaning: 'name' })],
	model: [string({ meaning: 'modelName' })],
	context_size: [integer()],
	runtime_flags: [list([string()])],
});

export const networkForms: readonly Form[] = [map(networkKeys), nothing];

export const resourceForms = {
	volume: [map(volumeKeys), nothing],
	config: [map(configKeys)],
	secret: [map(secretKeys)],
} satisfies Readonly<Record<string, readonly Form[]>>;

export const modelForms: readonly Form[] = [map(modelKeys, { required: ['model'] })];
