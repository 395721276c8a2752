import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { type CommandName, commandId, commandNames } from '../contributions.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import type { EngineError } from '../engine/errors.ts';
import type { Container } from '../engine/resources.ts';
import { reportError } from '../ui/reportError.ts';
import { buildCommands } from './build.ts';
import { currentStack, isCalledByWindow, ownFileOf } from './callOrigin.ts';
import { readCall } from './commandCall.ts';
import { composeCommands } from './compose.ts';
import { containerCommands } from './containers.ts';
import { contextCommands } from './contexts.ts';
import { imageCommands } from './images.ts';
import { networkCommands } from './networks.ts';
import type { Handler, Services } from './services.ts';
import { systemCommands } from './system.ts';
import { viewCommands } from './viewCommands.ts';
import { volumeCommands } from './volumes.ts';

const handlers: Readonly<Record<CommandName, Handler>> = {
	...containerCommands,
	...imageCommands,
	...buildCommands,
	...volumeCommands,
	...networkCommands,
	...composeCommands,
	...contextCommands,
	...systemCommands,
	...viewCommands,
};

/** Registers every command: the one place where arguments get their shape and errors meet the user. */
export function registerCommands(services: Services): Disposable {
	const ownFile = ownFileOf(currentStack());
	return vscode.Disposable.from(
		...commandNames.map(name =>
			vscode.commands.registerCommand(commandId(name), (...args: unknown[]) => {
				const byWindow = isCalledByWindow(currentStack(), ownFile);
				return run(services, name, args, byWindow);
			}),
		),
	);
}

async function run(services: Services, name: CommandName, args: unknown[], byWindow: boolean): Promise<unknown> {
	try {
		return await handlers[name](services, readCall(args));
	} catch (thrown) {
		const error = toEngineError(thrown);
		const message = error.code === 'cancelled' ? error.message : await report(services, name, error);
		if (byWindow) {
			return undefined;
		}
		throw Object.assign(new Error(message, { cause: error }), { code: error.code });
	}
}

async function report(services: Services, name: CommandName, error: EngineError): Promise<string> {
	services.logger.error(`${name}: ${error.code}: ${error.message}`);
	return reportError(error, {
		containers: await containersToName(services, error),
		endpoint: services.connection.status.endpoint,
		showOutput: () => services.logger.show(),
	});
}

/** Who is in the way, when somebody is and the list is not in memory yet. */
async function containersToName(services: Services, error: EngineError): Promise<readonly Container[]> {
	const known = services.store.peek('container');
	if (known || error.code !== 'conflict') {
		return known ?? [];
	}
	try {
		return await services.store.list('container');
	} catch {
		return [];
	}
}
