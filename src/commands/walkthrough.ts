import * as vscode from 'vscode';
import { walkthroughId } from '../contributions.ts';
import { readOptions } from './options.ts';
import type { Handler } from './services.ts';

const open: Handler = async (services, call) => {
	readOptions(call.options, {});
	// Without an engine the first step says what to do; it is not this command that failed.
	services.learnedSteps.watch().catch(error => services.logger.debug(`No engine for the walkthrough yet: ${error}`));
	await vscode.commands.executeCommand('workbench.action.openWalkthrough', `slipway.slipway#${walkthroughId}`, false);
};

export const walkthroughCommands = { 'walkthrough.open': open } satisfies Record<string, Handler>;
