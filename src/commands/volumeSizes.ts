import * as vscode from 'vscode';
import { measureDiskUsage } from '../engine/diskUsage.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { withProgress } from '../ui/progress.ts';
import { readOptions } from './options.ts';
import type { Handler } from './services.ts';

/** Shows in the view how large each volume is; resolves to the bytes by name. */
const showSizes: Handler = async (services, call) => {
	readOptions(call.options, {});
	const { volumes } = await withProgress(
		vscode.l10n.t('Measuring volumes'),
		signal => measureDiskUsage(services.connection, ['volumes'], { signal }),
		{ signal: call.signal },
	);
	const sizes = (volumes?.items ?? []).flatMap(({ name, size }) => (size === undefined ? [] : [[name, size] as const]));
	services.volumeSizes.set(new Map(sizes));
	services.commandLog.write(dockerCommand('system df', ['--verbose']));
	return Object.fromEntries(sizes);
};

export const volumeSizeCommands = { 'volumes.sizes': showSizes } satisfies Record<string, Handler>;
