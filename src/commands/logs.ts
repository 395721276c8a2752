import * as vscode from 'vscode';
import { invalidOption } from '../engine/calls.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { parseLogTime } from '../engine/logTime.ts';
import type { LogLocation, LogReading } from '../webviews/protocols/logViewer.ts';
import { findComposeTargets } from './composeTargets.ts';
import { type OptionSchema, readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findTargets } from './targets.ts';

const reading = {
	follow: 'boolean',
	tail: 'number',
	since: 'string',
	timestamps: 'boolean',
	location: 'string',
} as const satisfies OptionSchema;

interface LogOptions {
	readonly follow?: boolean;
	readonly tail?: number;
	readonly since?: string;
	readonly timestamps?: boolean;
	readonly location?: string;
}

/** The logs of containers, merged in one viewer; done when that is open. */
export const containerLogs: Handler = async (services, call) => {
	const options = readOptions(call.options, reading);
	const containers = await findTargets(services, 'container', call, {
		title: vscode.l10n.t('Show logs of containers'),
		none: vscode.l10n.t('There is no container.'),
	});
	const target = {
		kind: 'containers',
		ids: containers.map(({ id }) => id),
		names: containers.map(({ name }) => name),
	} as const;
	const viewers = await services.panels.logs.get();
	await viewers.show(locationOf(services, options), target, readingOf(services, options), timesOf(options));
	for (const { name } of containers) {
		services.commandLog.write(dockerCommand('logs', [...flags(services, options), name]));
	}
};

/** The logs of a project's containers, also of those that are made later; done when the viewer is open. */
export const composeLogs: Handler = async (services, call) => {
	const viewers = await services.panels.logs.get();
	const { files, ...options } = readOptions(call.options, { ...reading, files: 'strings', services: 'strings' });
	for (const { name, services: own } of await findComposeTargets(services, call, 'logs', files)) {
		const chosen = [...new Set([...own, ...(options.services ?? [])])];
		const target = { kind: 'project', project: name, services: chosen } as const;
		await viewers.show(locationOf(services, options), target, readingOf(services, options), timesOf(options));
		services.commandLog.write(
			dockerCommand('compose', ['--project-name', name, 'logs', ...flags(services, options), ...chosen]),
		);
	}
};

function readingOf(services: Services, { follow, tail, since }: LogOptions): LogReading {
	if (since !== undefined) {
		parseLogTime(since, Date.now());
	}
	return { follow: follow ?? true, tail: tail ?? services.settings.logTail, since: since ?? '' };
}

function locationOf({ settings }: Services, { location = settings.logLocation }: LogOptions): LogLocation {
	if (location !== 'editor' && location !== 'panel') {
		throw invalidOption('location', location, `"${location}" is no place for a log: it is "editor" or "panel".`);
	}
	return location;
}

function timesOf({ timestamps }: LogOptions): 'local' | 'none' | undefined {
	return timestamps === undefined ? undefined : timestamps ? 'local' : 'none';
}

function flags(services: Services, options: LogOptions): string[] {
	const { follow, tail, since } = readingOf(services, options);
	return [
		...(follow ? ['--follow'] : []),
		...['--tail', String(tail)],
		...(since ? ['--since', since] : []),
		...(options.timestamps ? ['--timestamps'] : []),
	];
}
