import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { CommandName } from '../contributions.ts';
import { type ContextListing, listContext } from '../engine/contextListing.ts';
import { requireTrust } from '../providers/requireTrust.ts';
import { withProgress } from '../ui/progress.ts';
import { ContextPick } from './contextPick.ts';
import { findDockerfile } from './dockerfileTarget.ts';
import { readOptions } from './options.ts';
import type { Handler } from './services.ts';
import { usualContext } from './usualBuild.ts';

/** What a build of a Dockerfile could send, the largest first, and what its ignore file leaves out. */
const showContext: Handler = async (services, call) => {
	requireTrust();
	readOptions(call.options, {});
	const dockerfile = await findDockerfile(call, vscode.l10n.t('Show a build context'));
	const context = usualContext(services.memory, dockerfile) ?? dirname(dockerfile);
	const look = (signal?: AbortSignal): Promise<ContextListing> =>
		withProgress(
			vscode.l10n.t('Looking through the build context'),
			(running, report) =>
				listContext(context, dockerfile, {
					signal: running,
					report: files => report(vscode.l10n.t('{0} files', files.toLocaleString(vscode.env.language))),
				}),
			{ ...(signal ? { signal } : {}) },
		);
	const listing = await look(call.signal);
	new ContextPick({ dockerfile, context, look }).show(listing);
	return listing;
};

export const contextCommandsOfDockerfiles = { 'dockerfile.showContext': showContext } satisfies Partial<
	Record<CommandName, Handler>
>;
