import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { type CommandName, commandId, commandNames } from '../contributions.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import type { EngineError } from '../engine/errors.ts';
import { surroundingsOf } from '../ui/errorSurroundings.ts';
import { reportError } from '../ui/reportError.ts';
import { currentStack, isCalledByWindow, ownFolderOf } from './callOrigin.ts';
import { readCall } from './commandCall.ts';
import type { Services } from './services.ts';

/** Registers every command: the one place where arguments get their shape and errors meet the user. */
export function registerCommands(services: Services): Disposable {
	const ownFolder = ownFolderOf(currentStack());
	return vscode.Disposable.from(
		...commandNames.map(name =>
			vscode.commands.registerCommand(commandId(name), (...args: unknown[]) => {
				const byWindow = isCalledByWindow(currentStack(), ownFolder);
				return run(services, name, args, byWindow);
			}),
		),
	);
}

async function run(services: Services, name: CommandName, args: unknown[], byWindow: boolean): Promise<unknown> {
	try {
		const { handlers } = await import('./handlers.ts');
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
