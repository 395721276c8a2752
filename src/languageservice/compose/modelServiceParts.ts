import { loggingDrivers } from './modelLogging.ts';
import * as facts from './modelServicePartsTexts.ts';
import {
	assignments,
	boolean,
	castCount,
	castFlag,
	castNumber,
	castText,
	duration,
	enumeration,
	type Form,
	flag,
	integer,
	keys,
	list,
	map,
	namedMap,
	nothing,
	number,
	oneOf,
	options,
	resourceName,
	string,
	text,
} from './modelTypes.ts';
import * as values from './modelValues.ts';

const portKeys = keys('services/#ports', facts.portFacts, {
	target: [integer({ meaning: 'port' }), castText('integer')],
	published: [string({ meaning: 'port' }), integer({ meaning: 'port' })],
	host_ip: oneOf(values.hostAddresses, { meaning: 'ipAddress' }),
	protocol: oneOf(values.protocols),
	mode: oneOf(values.portModes),
	name: [string()],
	app_protocol: oneOf(values.appProtocols),
});

export const portForms: readonly Form[] = [
	number({ meaning: 'port' }),
	string({ meaning: 'portMapping' }),
	map(portKeys),
];

const bindKeys = keys('services/#volumes', facts.bindFacts, {
	propagation: oneOf(values.propagations),
	create_host_path: flag,
	recursive: enumeration(values.recursions),
	selinux: enumeration(values.selinuxLabels),
});

const volumeOptionKeys = keys('services/#volumes', facts.volumeOptionFacts, {
	nocopy: castFlag,
	subpath: [string()],
	labels: assignments('refused'),
});

const tmpfsKeys = keys('services/#volumes', facts.tmpfsFacts, {
	size: [integer({ minimum: 0 }), string({ meaning: 'size' })],
	mode: [number({ meaning: 'fileMode' }), text('never')],
});

const imageVolumeKeys = keys('services/#volumes', facts.imageVolumeFacts, { subpath: [string()] });

const volumeKeys = keys('services/#volumes', facts.volumeMountFacts, {
	type: enumeration(values.mountTypes),
	source: [string({ names: ['volume'], meaning: 'path' })],
	target: [string({ meaning: 'containerPath' })],
	read_only: castFlag,
	bind: [map(bindKeys)],
	volume: [map(volumeOptionKeys)],
	tmpfs: [map(tmpfsKeys)],
	image: [map(imageVolumeKeys)],
	consistency: oneOf(values.consistencies),
});

export const volumeForms: readonly Form[] = [
	string({ meaning: 'volumeMount', names: ['volume'] }),
	map(volumeKeys, { required: ['type'] }),
];

const envFileKeys = keys('services/#env_file', facts.envFileFacts, {
	path: [string({ meaning: 'envFile' })],
	required: flag,
	format: oneOf(values.envFileFormats),
});

export const envFileForms: readonly Form[] = [
	string({ meaning: 'envFile' }),
	list([string({ meaning: 'envFile' }), map(envFileKeys, { required: ['path'], hasExtensions: false })], {
		duplicates: 'dropped',
	}),
];

const dependencyKeys = keys('services/#depends_on', facts.dependencyFacts, {
	condition: enumeration(values.dependencyConditions),
	restart: flag,
	required: [boolean],
});

export const dependsOnForms: readonly Form[] = [
	list([string({ names: ['service'] })], { duplicates: 'refused' }),
	namedMap([map(dependencyKeys, { required: ['condition'] })], { pattern: resourceName, names: 'service' }),
];

const attachmentKeys = keys('services/#networks', facts.attachmentFacts, {
	aliases: [list([string({ meaning: 'hostName' })], { duplicates: 'dropped' })],
	ipv4_address: [string({ meaning: 'ipAddress' })],
	ipv6_address: [string({ meaning: 'ipAddress' })],
	link_local_ips: [list([string({ meaning: 'ipAddress' })], { duplicates: 'dropped' })],
	mac_address: [string({ meaning: 'macAddress' })],
	interface_name: [string()],
	driver_opts: options(),
	priority: [number()],
	gw_priority: [number()],
});

export const networkForms: readonly Form[] = [
	list([string({ names: ['network'] })], { duplicates: 'refused' }),
	namedMap([map(attachmentKeys), nothing], { pattern: resourceName, names: 'network' }),
];

const modelAttachmentKeys = keys('services/#models', facts.modelAttachmentFacts, {
	endpoint_var: [string({ meaning: 'environmentVariable' })],
	model_var: [string({ meaning: 'environmentVariable' })],
});

export const modelForms: readonly Form[] = [
	list([string({ names: ['model'] })], { duplicates: 'refused' }),
	namedMap([map(modelAttachmentKeys), nothing], { pattern: resourceName, others: 'accepted', names: 'model' }),
];

const healthcheckKeys = keys('services/#healthcheck', facts.healthcheckFacts, {
	test: [string({ meaning: 'shellText' }), list([string({ meaning: 'healthTest' })], { first: values.healthTests })],
	interval: duration,
	timeout: duration,
	retries: castNumber,
	start_period: duration,
	start_interval: duration,
	disable: castFlag,
});

export const healthcheckForms: readonly Form[] = [map(healthcheckKeys)];

/** Access to configs or secrets, by name or with the place where they appear. */
export function grants(kind: 'config' | 'secret', where?: 'build.secrets'): readonly Form[] {
	const anchor = where ? 'build/#secrets' : `services/#${kind}s`;
	const grantKeys = keys(anchor, kind === 'config' ? facts.configGrantFacts : facts.secretGrantFacts, {
		source: [string({ names: [kind] })],
		target: [string({ meaning: 'containerPath' })],
		uid: [string()],
		gid: [string()],
		mode: [number({ meaning: 'fileMode' }), string({ meaning: 'fileMode' })],
	});
	return [list([string({ names: [kind] }), map(grantKeys)], { duplicates: where ? 'accepted' : 'dropped' })];
}

const extendsKeys = keys('services/#extends', facts.extendsFacts, {
	service: [string({ names: ['service'] })],
	file: [string({ meaning: 'composeFile' })],
});

export const extendsForms: readonly Form[] = [
	string({ names: ['service'] }),
	map(extendsKeys, { required: ['service'], others: 'ignored', hasExtensions: false }),
];

const limitKeys = keys('services/#blkio_config', facts.deviceRateFacts, {
	path: [string({ meaning: 'path' })],
	rate: [integer(), text('size')],
});
const weightKeys = keys('services/#blkio_config', facts.deviceWeightFacts, {
	path: [string({ meaning: 'path' })],
	weight: [integer(), text('never')],
});
const rates: readonly Form[] = [list([map(limitKeys, { hasExtensions: false })])];

const blkioKeys = keys('services/#blkio_config', facts.blkioFacts, {
	weight: [integer(), text('never')],
	weight_device: [list([map(weightKeys, { hasExtensions: false })])],
	device_read_bps: rates,
	device_read_iops: rates,
	device_write_bps: rates,
	device_write_iops: rates,
});

export const blkioForms: readonly Form[] = [map(blkioKeys, { hasExtensions: false })];

export const credentialKeys = keys('services/#credential_spec', facts.credentialFacts, {
	file: [string({ meaning: 'file' })],
	registry: [string()],
	config: [string({ names: ['config'] })],
});

export const deviceMappingKeys = keys('services/#devices', facts.deviceMappingFacts, {
	source: [string({ meaning: 'path' })],
	target: [string({ meaning: 'containerPath' })],
	permissions: oneOf(values.devicePermissions),
});

export const extraHostsForms: readonly Form[] = [
	namedMap(
		[
			string({ meaning: 'ipAddress', values: values.hostGateway }),
			list([string({ meaning: 'ipAddress', values: values.hostGateway })]),
		],
		{
			usual: values.hostNames,
		},
	),
	list([string({ meaning: 'hostMapping', values: values.hostMappings })], { duplicates: 'refused' }),
];

const loggingKeys = keys('services/#logging', facts.loggingFacts, {
	driver: oneOf(loggingDrivers),
	options: options([], [nothing]),
});

export const loggingForms: readonly Form[] = [map(loggingKeys)];

const optionValue: readonly Form[] = [string(), number(), boolean];

export const providerKeys = keys('services/#provider', facts.providerFacts, {
	type: oneOf(values.providers),
	options: [namedMap([...optionValue, list(optionValue)], { others: 'accepted' })],
});

const ulimitKeys = keys('services/#ulimits', facts.ulimitFacts, { soft: castCount, hard: castCount });

// Compose 2.40 crashes over texts here, although its schema allows them.
const buildUlimitKeys = keys('build/#ulimits', facts.ulimitFacts, {
	soft: [integer(), text('never')],
	hard: [integer(), text('never')],
});

export const buildUlimitForms: readonly Form[] = [
	namedMap([integer(), text('never'), map(buildUlimitKeys, { required: ['soft', 'hard'] })], {
		pattern: '^[a-z]+$',
		others: 'accepted',
		usual: values.ulimits,
	}),
];

export const ulimitForms: readonly Form[] = [
	namedMap([...castCount, map(ulimitKeys, { required: ['soft', 'hard'] })], {
		pattern: '^[a-z]+$',
		others: 'accepted',
		usual: values.ulimits,
	}),
];
