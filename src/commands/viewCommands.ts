import * as vscode from 'vscode';
import { type ViewId, type ViewName, viewIds } from '../contributions.ts';
import { EngineError } from '../engine/errors.ts';
import { showAttempts } from '../ui/engineAttempts.ts';
import { withProgress } from '../ui/progress.ts';
import type { Handler } from './services.ts';

const refresh: Handler = async (services, call) => {
	const [view] = call.targets.filter(target => typeof target === 'string');
	if (view !== undefined && !isViewId(view)) {
		throw new EngineError('invalid', vscode.l10n.t('There is no view "{0}".', view));
	}
	await withProgress(vscode.l10n.t('Refreshing'), () => services.views.refresh(view), { signal: call.signal });
};

function isViewId(text: string): text is ViewId {
	return (Object.values(viewIds) as string[]).includes(text);
}

const retry: Handler = async (services, call) => {
	services.connection.retryNow();
	await withProgress(vscode.l10n.t('Connecting to the Docker engine'), () => services.connection.connect(), {
		signal: call.signal,
	});
};

const install: Handler = async services => {
	const page = vscode.Uri.parse('https://docs.docker.com/get-started/get-docker/');
	// VS Code may ask whether to open the page, and resolves only when answered.
	vscode.env
		.openExternal(page)
		.then(undefined, error => services.logger.error(`${page} could not be opened: ${error}`));
};

/** What is given as options is not asked. */
const choose =
	(view: ViewName, choice: 'filter' | 'sort' | 'group'): Handler =>
	(services, call) =>
		services.views[choice](view, call.options);

export const viewCommands = {
	refresh,
	'engine.retry': retry,
	'engine.install': install,
	'engine.attempts': services => showAttempts(services.connection.status),
	'containers.filter': choose('containers', 'filter'),
	'containers.sort': choose('containers', 'sort'),
	'containers.group': choose('containers', 'group'),
	'images.filter': choose('images', 'filter'),
	'images.sort': choose('images', 'sort'),
	'images.group': choose('images', 'group'),
	'volumes.filter': choose('volumes', 'filter'),
	'volumes.sort': choose('volumes', 'sort'),
	'volumes.group': choose('volumes', 'group'),
	'networks.filter': choose('networks', 'filter'),
	'networks.sort': choose('networks', 'sort'),
	'networks.group': choose('networks', 'group'),
	'registries.filter': choose('registries', 'filter'),
} satisfies Record<string, Handler>;
