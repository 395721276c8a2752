import * as facts from './modelDeployTexts.ts';
import {
	assignments,
	castCount,
	castFraction,
	duration,
	enumeration,
	type Form,
	fraction,
	integer,
	keys,
	list,
	map,
	nothing,
	number,
	oneOf,
	string,
	text,
} from './modelTypes.ts';
import * as values from './modelValues.ts';

/** A device of the host: in `deploy.resources.reservations.devices` and in `gpus`. */
export const deviceKeys = keys('deploy/#devices', facts.deviceFacts, {
	capabilities: [list([string({ values: values.deviceCapabilities })], { duplicates: 'refused' })],
	driver: oneOf(values.deviceDrivers),
	count: [string({ values: values.allDevices, reads: 'countOrAll' }), integer()],
	device_ids: [list([string()], { duplicates: 'refused' })],
	options: assignments('refused'),
});

const discreteKeys = keys('deploy/#resources', facts.discreteFacts, {
	kind: [string()],
	value: [number(), text('integer')],
});
const genericKeys = keys('deploy/#resources', facts.genericFacts, { discrete_resource_spec: [map(discreteKeys)] });
const memory: readonly Form[] = [string({ meaning: 'size' })];

const limitKeys = keys('deploy/#resources', facts.limitFacts, {
	cpus: fraction,
	memory,
	pids: [integer(), text('integer')],
});

const reservationKeys = keys('deploy/#resources', facts.reservationFacts, {
	cpus: fraction,
	memory,
	devices: [list([map(deviceKeys, { required: ['capabilities'] })])],
	generic_resources: [list([map(genericKeys)])],
});

const resourceKeys = keys('deploy/#resources', facts.resourceFacts, {
	limits: [map(limitKeys)],
	reservations: [map(reservationKeys)],
});

const updateKeys = keys('deploy/#update_config', facts.updateFacts, {
	parallelism: castCount,
	delay: duration,
	failure_action: oneOf(values.updateFailureActions),
	monitor: duration,
	max_failure_ratio: castFraction,
	order: enumeration(values.updateOrders),
});

const rollbackKeys = keys('deploy/#rollback_config', facts.rollbackFacts, {
	parallelism: castCount,
	delay: duration,
	failure_action: oneOf(values.rollbackFailureActions),
	monitor: duration,
	max_failure_ratio: castFraction,
	order: enumeration(values.updateOrders),
});

const restartKeys = keys('deploy/#restart_policy', facts.restartFacts, {
	condition: oneOf(values.restartConditions),
	delay: duration,
	max_attempts: castCount,
	window: duration,
});

const preferenceKeys = keys('deploy/#placement', facts.preferenceFacts, {
	spread: [string({ values: values.spreads })],
});

const placementKeys = keys('deploy/#placement', facts.placementFacts, {
	constraints: [list([string({ meaning: 'constraint', values: values.constraints })])],
	preferences: [list([map(preferenceKeys)])],
	max_replicas_per_node: castCount,
});

const deployKeys = keys('deploy', facts.deployFacts, {
	mode: oneOf(values.deployModes),
	replicas: castCount,
	resources: [map(resourceKeys)],
	restart_policy: [map(restartKeys)],
	placement: [map(placementKeys)],
	update_config: [map(updateKeys)],
	rollback_config: [map(rollbackKeys)],
	endpoint_mode: oneOf(values.endpointModes),
	labels: assignments('dropped'),
});

/** `deploy`: how many containers, with which resources, and where. */
export const deployForms: readonly Form[] = [map(deployKeys), nothing];
