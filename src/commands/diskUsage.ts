import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { type DiskItem, type DiskUsageType, diskUsageTypes, measureDiskUsage } from '../engine/diskUsage.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import { type DiskChoice, type FreedSpace, freeDiskSpace } from '../engine/freeDiskSpace.ts';
import { confirm, nameList } from '../ui/confirm.ts';
import { gainWords, pickDiskItems, typeName, UsageOverview, type Usages, unusedFor } from '../ui/diskUsagePick.ts';
import { sentenceOf } from '../ui/errorSentence.ts';
import { cancelled, withProgress } from '../ui/progress.ts';
import type { CommandCall } from './commandCall.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';

/** What Docker's data takes, and on request what of it is to go. Resolves to the sums and things per type. */
export const diskUsage: Handler = async (services, call) => {
	const options = readOptions(call.options, { types: 'strings', unusedFor: 'number' });
	if (!call.optionsGiven) {
		return chooseAndFree(services);
	}
	const usages = await measure(services, call, readTypes(options.types));
	if (options.unusedFor === undefined) {
		return usages;
	}
	const choice = unusedFor(usages, options.unusedFor);
	return { ...usages, freed: isEmpty(choice) ? 0 : await free(services, usages, choice, options.confirm) };
};

function readTypes(given: readonly string[] | undefined): readonly DiskUsageType[] {
	const unknown = given?.find(type => !diskUsageTypes.includes(type as DiskUsageType));
	if (unknown !== undefined) {
		throw new EngineError('invalid', vscode.l10n.t('"{0}" is none of {1}.', unknown, diskUsageTypes.join(', ')));
	}
	return (given as readonly DiskUsageType[] | undefined) ?? diskUsageTypes;
}

async function measure(services: Services, call: CommandCall, types: readonly DiskUsageType[]): Promise<Usages> {
	const done: string[] = [];
	const usages = await withProgress(
		vscode.l10n.t('Measuring the disk usage of Docker'),
		(signal, report) =>
			measureDiskUsage(services.connection, types, {
				signal,
				onMeasured: type => {
					done.push(typeName(type));
					report(vscode.l10n.t('{0} of {1}', done.length, types.length));
				},
			}),
		{ signal: call.signal },
	);
	services.commandLog.write(dockerCommand('system df', ['--verbose']));
	return usages;
}

async function chooseAndFree(services: Services): Promise<Usages> {
	const usages: Usages = {};
	const stop = new AbortController();
	let overview = new UsageOverview(usages);
	const measuring = measureDiskUsage(services.connection, diskUsageTypes, {
		signal: stop.signal,
		onMeasured: (type, usage) => {
			usages[type] = usage;
			overview.update();
		},
	});
	measuring.catch(() => overview.hide());
	services.commandLog.write(dockerCommand('system df', ['--verbose']));
	try {
		for (;;) {
			const view = await overview.chosen.catch(error => rejectFirst(measuring, stop, error));
			const choice = await pickDiskItems(usages, view);
			if (choice !== 'back') {
				await free(services, usages, choice, undefined);
				return usages;
			}
			overview = new UsageOverview(usages);
		}
	} finally {
		stop.abort(cancelled());
	}
}

/** The list is closed by Esc, or because measuring failed: then that is what to say. */
async function rejectFirst(measuring: Promise<unknown>, stop: AbortController, closed: unknown): Promise<never> {
	stop.abort(closed);
	await measuring;
	throw closed;
}

function isEmpty({ items, cacheUnusedFor }: DiskChoice): boolean {
	return items.length === 0 && cacheUnusedFor === undefined;
}

/** Resolves to the bytes that were freed. */
async function free(
	services: Services,
	usages: Usages,
	choice: DiskChoice,
	asked: boolean | undefined,
): Promise<number> {
	const gain = gainWords(choice, usages, Date.now());
	await confirm(
		{
			message: vscode.l10n.t('Remove this and free {0}?', gain),
			detail: whatGoes(choice),
			verb: vscode.l10n.t('Remove'),
		},
		asked,
	);
	const result = await withProgress(vscode.l10n.t('Freeing disk space'), async (signal, report) => {
		const onProgress = (done: number, total: number) => report(vscode.l10n.t('{0} of {1}', done, total));
		const freed = await freeDiskSpace(services.connection, choice, { signal, onProgress });
		for (const line of freed.commandLines) {
			services.commandLog.write(line);
		}
		return freed;
	});
	throwFailures(services, result);
	if (asked !== false) {
		void vscode.window.showInformationMessage(vscode.l10n.t('{0} freed.', humanSize(result.freed)));
	}
	return result.freed;
}

function whatGoes({ items, cacheUnusedFor }: DiskChoice): string {
	const ofType = (type: DiskUsageType) => items.filter(item => item.type === type).map(item => item.name);
	const lines = diskUsageTypes
		.map(type => ({ type, names: ofType(type) }))
		.filter(({ names }) => names.length > 0)
		.map(({ type, names }) => `${typeName(type)}: ${nameList(names, 8)}`);
	return [
		...lines,
		...(cacheUnusedFor === undefined ? [] : [cacheWords(cacheUnusedFor)]),
		...(ofType('volumes').length > 0 ? [vscode.l10n.t('The data in the volumes cannot be brought back.')] : []),
	].join('\n');
}

function cacheWords(unusedFor: number): string {
	const days = Math.round(unusedFor / (24 * 60 * 60 * 1000));
	return days === 0 ? vscode.l10n.t('The whole build cache') : vscode.l10n.t('Build cache not used for {0} days', days);
}

function throwFailures(services: Services, { failures, freed }: FreedSpace): void {
	const [first] = failures;
	if (!first) {
		return;
	}
	const names = nameList(failures.map(({ item }: { item: DiskItem }) => item.name));
	const reason = sentenceOf(first.error, {
		containers: services.store.peek('container') ?? [],
		endpoint: services.connection.status.endpoint,
	});
	throw new EngineError(
		first.error.code,
		vscode.l10n.t('{0} freed, but {1} stayed: {2}', humanSize(freed), names, reason),
		{ cause: first.error },
	);
}
