/** The words that package.json declares and code uses. `test/contributions.test.ts` holds the two together. */

export const viewIds = {
	containers: 'slipway.containers',
	images: 'slipway.images',
	volumes: 'slipway.volumes',
	networks: 'slipway.networks',
	registries: 'slipway.registries',
	contexts: 'slipway.contexts',
} as const;
export type ViewName = keyof typeof viewIds;
export type ViewId = (typeof viewIds)[ViewName];

/** Every command, without the prefix `slipway.`. */
export const commandNames = [
	'container.run',
	'container.start',
	'container.stop',
	'container.restart',
	'container.pause',
	'container.unpause',
	'container.kill',
	'container.remove',
	'container.rename',
	'container.update',
	'container.recreate',
	'container.logs',
	'container.exec',
	'container.execCapture',
	'container.attach',
	'container.inspect',
	'container.open',
	'container.top',
	'container.openPort',
	'container.copyId',
	'container.copyName',
	'container.copyRunCommand',
	'container.toCompose',
	'container.prune',
	'image.pull',
	'image.build',
	'image.check',
	'image.tag',
	'image.remove',
	'image.inspect',
	'image.history',
	'image.run',
	'image.runInteractive',
	'image.prune',
	'dockerfile.run',
	'dockerfile.create',
	'dockerfile.showContext',
	'volume.create',
	'volume.remove',
	'volume.inspect',
	'volume.prune',
	'network.create',
	'network.remove',
	'network.inspect',
	'network.connect',
	'network.disconnect',
	'network.prune',
	'bake.build',
	'bake.check',
	'bake.print',
	'compose.up',
	'compose.down',
	'compose.downVolumes',
	'compose.start',
	'compose.stop',
	'compose.restart',
	'compose.build',
	'compose.pull',
	'compose.push',
	'compose.ps',
	'compose.watch',
	'compose.logs',
	'compose.config',
	'compose.fromRun',
	'context.use',
	'context.create',
	'context.remove',
	'context.inspect',
	'system.info',
	'system.version',
	'system.prune',
	'undo',
	'engine.retry',
	'engine.install',
	'engine.attempts',
	'refresh',
	'containers.filter',
	'containers.sort',
	'containers.group',
	'images.filter',
	'images.sort',
	'images.group',
	'volumes.filter',
	'volumes.sort',
	'volumes.group',
	'networks.filter',
	'networks.sort',
	'networks.group',
] as const;
export type CommandName = (typeof commandNames)[number];
export type CommandId = `slipway.${CommandName}`;

export function commandId(name: CommandName): CommandId {
	return `slipway.${name}`;
}

/** What a row's menu is chosen by. */
export const contextValues = [
	'container.running',
	'container.paused',
	'container.exited',
	'container.created',
	'container.restarting',
	'container.dead',
	'container.port',
	'composeProject',
	'composeService',
	'group',
	'image',
	'image.dangling',
	'volume.used',
	'volume.unused',
	'network',
	'network.builtin',
	'network.member',
	'detail',
	'registry',
	'context.current',
	'context',
] as const;
export type ContextValue = (typeof contextValues)[number];

/** Keys that `when` clauses read. */
export const contextKeys = {
	engineState: 'slipway.engineState',
	emptyReason: 'slipway.emptyReason',
} as const;

export const taskTypes = { build: 'slipway-build' } as const;

/** Scheme of the read-only documents that commands open (inspect, history, resolved compose models). */
export const documentScheme = 'slipway';
