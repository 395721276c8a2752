import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { type CommandName, commandId, commandNames } from '../contributions.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import type { EngineError } from '../engine/errors.ts';
import { surroundingsOf } from '../ui/errorSurroundings.ts';
import { reportError } from '../ui/reportError.ts';
import { bakeCommands } from './bake.ts';
import { browseCommands } from './browse.ts';
import { buildCommands } from './build.ts';
import { buildAndRunCommands } from './buildAndRun.ts';
import { currentStack, isCalledByWindow, ownFileOf } from './callOrigin.ts';
import { checkCommands } from './checkDockerfile.ts';
import { readCall } from './commandCall.ts';
import { composeCommands } from './compose.ts';
import { containerCommands } from './containers.ts';
import { contextCommands } from './contexts.ts';
import { copyCommands } from './copyFiles.ts';
import { createDockerfileCommands } from './createDockerfile.ts';
import { exportImportCommands } from './exportImport.ts';
import { fileCommands } from './files.ts';
import { imageCommands } from './images.ts';
import { networkCommands } from './networks.ts';
import { registryCommands } from './registries.ts';
import type { Handler, Services } from './services.ts';
import { contextCommandsOfDockerfiles } from './showContext.ts';
import { systemCommands } from './system.ts';
import { undoCommands } from './undo.ts';
import { viewCommands } from './viewCommands.ts';
import { volumeArchiveCommands } from './volumeArchive.ts';
import { volumeSizeCommands } from './volumeSizes.ts';
import { volumeCommands } from './volumes.ts';
import { walkthroughCommands } from './walkthrough.ts';

const handlers: Readonly<Record<CommandName, Handler>> = {
	...containerCommands,
	...copyCommands,
	...exportImportCommands,
	...imageCommands,
	...bakeCommands,
	...buildCommands,
	...buildAndRunCommands,
	...checkCommands,
	...createDockerfileCommands,
	...contextCommandsOfDockerfiles,
	...volumeCommands,
	...volumeArchiveCommands,
	...volumeSizeCommands,
	...browseCommands,
	...fileCommands,
	...networkCommands,
	...composeCommands,
	...registryCommands,
	...contextCommands,
	...systemCommands,
	...undoCommands,
	...viewCommands,
	...walkthroughCommands,
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
		const result = await handlers[name](services, readCall(args, byWindow));
		services.learnedSteps.commandDone(name, result);
		return result;
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
		...(await surroundingsOf(services, error)),
		showOutput: () => services.logger.show(),
	});
}
