import { stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import * as vscode from 'vscode';
import { toEngineError } from '../engine/errorMapping.ts';
import type { EngineError } from '../engine/errors.ts';
import { parseHealth } from '../engine/healthCheck.ts';
import { parsePort } from '../engine/publishedPorts.ts';
import type { Container } from '../engine/resources.ts';
import {
	checkPlatform,
	parseCpus,
	parseMemory,
	parseRestart,
	parseTmpfs,
	parseVolume,
	splitCommandLine,
} from '../engine/runOptions.ts';
import { holderOfPort, portSentence, sentenceOf } from '../ui/errorSentence.ts';
import type { Pair, RunMount, RunProblem, RunValues } from '../webviews/protocols/runForm.ts';
import { mountText, portText } from '../webviews/runValues.ts';
import { chooseHostPort } from './freePort.ts';
import { nameProblem, referenceProblem } from './nameProblem.ts';
import { freeName, type RunSurroundings } from './runAnswers.ts';
import { absoluteBind, resolveEnvFile } from './runOptionValues.ts';

/** What the fields of the run form are compared with. */
export interface RunWorld extends RunSurroundings {
	readonly containers: readonly Container[];
	readonly networks: readonly string[];
	readonly images: ReadonlySet<string>;
}

/** What is wrong with the fields of the run form. */
export async function runProblems(values: RunValues, world: RunWorld): Promise<RunProblem[]> {
	const problems = [
		...ofImage(values, world),
		...ofName(values, world),
		...(await ofPorts(values, world)),
		...ofPairs('env', values.env),
		...(await ofEnvFile(values)),
		...ofMounts(values.mounts),
		...ofNetwork(values, world),
		...ofWords(values),
		...ofPairs('labels', values.labels),
	];
	return problems.filter(problem => problem !== undefined);
}

type Found = (RunProblem | undefined)[];

function ofImage({ image, pull }: RunValues, { images }: RunWorld): Found {
	if (image.trim() === '') {
		return [{ field: 'image', sentence: vscode.l10n.t('An image is needed.') }];
	}
	const sentence = isImageId(image.trim()) ? undefined : referenceProblem(image.trim());
	if (sentence) {
		return [{ field: 'image', sentence }];
	}
	const isHere = isImageId(image.trim()) || images.has(image.trim()) || images.has(`${image.trim()}:latest`);
	return pull === 'never' && !isHere
		? [
				{
					field: 'pull',
					sentence: vscode.l10n.t('The image {0} is not here, and is never pulled.', image.trim()),
					fix: { title: vscode.l10n.t('Pull it'), value: '' },
				},
			]
		: [];
}

function isImageId(reference: string): boolean {
	return /^(?:sha256:)?[0-9a-f]{6,64}$/.test(reference);
}

function ofName({ name }: RunValues, world: RunWorld): Found {
	if (name === '') {
		return [];
	}
	const sentence = nameProblem(name);
	return sentence ? [{ field: 'name', sentence }] : world.takenNames.has(name) ? [nameTaken(name, world)] : [];
}

/** Somebody has the name. */
export function nameTaken(name: string, { takenNames }: RunSurroundings): RunProblem {
	const other = freeName(name, takenNames);
	return {
		field: 'name',
		sentence: vscode.l10n.t('There is already a container "{0}".', name),
		fix: { title: vscode.l10n.t('Use "{0}"', other), value: other },
	};
}

async function ofPorts({ ports }: RunValues, world: RunWorld): Promise<Found> {
	const wanted = ports.map(({ host }) => Number(/(?:^|:)(\d+)$/.exec(host)?.[1] ?? 0));
	return Promise.all(
		ports.map(async (row, index): Promise<RunProblem | undefined> => {
			const { host, container } = row;
			if (host === '' && container === '') {
				return undefined;
			}
			if (container === '') {
				const sentence = vscode.l10n.t('The port of the container is missing, for example 80.');
				return { field: `ports.${index}.container`, sentence };
			}
			const sentence = sentenceFor(() => parsePort(portText(row)));
			if (sentence) {
				return { field: `ports.${index}.${/^[\d-]+(?:\/\w+)?$/.test(container) ? 'host' : 'container'}`, sentence };
			}
			const port = wanted[index] as number;
			if (port === 0) {
				return undefined;
			}
			const isTwice = wanted.indexOf(port) < index && protocolOf(ports[wanted.indexOf(port)]) === protocolOf(row);
			if (isTwice) {
				return portTaken(index, row, port, world, vscode.l10n.t('Port {0} is published twice.', String(port)), wanted);
			}
			const holder = holderOfPort(port, world.containers);
			const isFree = holder === undefined && (protocolOf(row) !== 'tcp' || (await world.isPortFree(port)));
			return isFree ? undefined : portTaken(index, row, port, world, undefined, wanted);
		}),
	);
}

function protocolOf(row: RunValues['ports'][number] | undefined): string {
	return /\/(\w+)$/.exec(row?.container ?? '')?.[1] ?? 'tcp';
}

/** Somebody has the port, or another row has; with the next one that is free. */
export async function portTaken(
	index: number,
	{ host }: RunValues['ports'][number],
	port: number,
	world: RunWorld,
	sentence = portSentence(port, world.containers),
	others: readonly number[] = [],
): Promise<RunProblem> {
	const other = await chooseHostPort(port, new Set([...world.takenPorts, ...others, port]), world.isPortFree);
	return {
		field: `ports.${index}.host`,
		sentence,
		fix: { title: vscode.l10n.t('Use {0}', String(other)), value: host.replace(/\d+$/, String(other)) },
	};
}

function ofPairs(key: 'env' | 'labels', pairs: readonly Pair[]): Found {
	return pairs.map(({ name, value }, index) => {
		const field = `${key}.${index}.name`;
		if (name === '') {
			return value === '' ? undefined : { field, sentence: vscode.l10n.t('A name is needed.') };
		}
		if (key === 'env' && /[=\s\0]/.test(name)) {
			return { field, sentence: vscode.l10n.t('"{0}" is not the name of a variable.', name) };
		}
		return pairs.findIndex(other => other.name === name) < index
			? { field, sentence: vscode.l10n.t('"{0}" is there twice.', name) }
			: undefined;
	});
}

async function ofEnvFile({ envFile }: RunValues): Promise<Found> {
	if (envFile === '') {
		return [];
	}
	try {
		const found = await stat(resolveEnvFile(envFile)).catch(() => undefined);
		return found?.isFile()
			? []
			: [{ field: 'envFile', sentence: vscode.l10n.t('"{0}" does not exist.', resolveEnvFile(envFile)) }];
	} catch (error) {
		return [{ field: 'envFile', sentence: toEngineError(error).message }];
	}
}

function ofMounts(mounts: readonly RunMount[]): Found {
	return mounts.map((mount, index) => {
		const { type, source, target } = mount;
		const at = (key: keyof RunMount, sentence: string) => ({ field: `mounts.${index}.${key}`, sentence });
		if (source === '' && target === '') {
			return undefined;
		}
		if (target === '') {
			return at('target', vscode.l10n.t('The folder in the container is missing, for example /data.'));
		}
		if (!posix.isAbsolute(target) && !win32.isAbsolute(target)) {
			return at('target', vscode.l10n.t('A folder in the container begins with /.'));
		}
		if (mounts.findIndex(other => other.target === target) < index) {
			return at('target', vscode.l10n.t('Something is already mounted at {0}.', target));
		}
		if (type === 'tmpfs') {
			const sentence = sentenceFor(() => parseTmpfs(mountText(mount)));
			return sentence ? at(mount.options === '' ? 'target' : 'options', sentence) : undefined;
		}
		return sourceProblem(mount, sentence => at('source', sentence));
	});
}

function sourceProblem(mount: RunMount, at: (sentence: string) => RunProblem): RunProblem | undefined {
	const { source } = absoluteMount(mount);
	const isPath = posix.isAbsolute(source) || win32.isAbsolute(source);
	if (mount.type === 'bind' && !isPath) {
		return at(vscode.l10n.t('The folder of this machine is missing, for example ./data or /home/me/data.'));
	}
	if (mount.type === 'volume' && source !== '' && (isPath || nameProblem(source))) {
		return at(nameProblem(source) ?? '');
	}
	const sentence = sentenceFor(() => parseVolume(mountText({ ...mount, source })));
	return sentence ? at(sentence) : undefined;
}

/** As it is run: `./data` is a folder of the workspace. */
export function absoluteMount(mount: RunMount): RunMount {
	return mount.type === 'bind' ? { ...mount, source: absoluteBind(`${mount.source}:`).slice(0, -1) } : mount;
}

function ofNetwork({ network }: RunValues, { networks }: RunWorld): Found {
	const isKnown = network === '' || networks.includes(network) || /^container:|^default$/.test(network);
	return isKnown ? [] : [{ field: 'network', sentence: vscode.l10n.t('There is no network "{0}".', network) }];
}

/** Fields that hold a value of one kind. */
function ofWords(values: RunValues): Found {
	const looksRight: readonly [field: keyof RunValues, parse: () => unknown][] = [
		['command', () => splitCommandLine(values.command)],
		['entrypoint', () => splitCommandLine(values.entrypoint)],
		['memory', () => values.memory === '' || parseMemory(values.memory)],
		['cpus', () => values.cpus === '' || parseCpus(values.cpus)],
		['platform', () => values.platform === '' || checkPlatform(values.platform)],
		['healthInterval', () => parseHealth({ healthInterval: values.healthInterval })],
		['healthTimeout', () => parseHealth({ healthTimeout: values.healthTimeout })],
		['healthStartPeriod', () => parseHealth({ healthStartPeriod: values.healthStartPeriod })],
		['healthRetries', () => parseHealth({ healthRetries: values.healthRetries })],
		[
			'noHealthcheck',
			() => values.noHealthcheck && parseHealth({ noHealthcheck: true, healthCommand: values.healthCommand }),
		],
	];
	return [
		...looksRight.map(([field, parse]) => {
			const sentence = sentenceFor(parse);
			return sentence === undefined ? undefined : { field, sentence };
		}),
		restartProblem(values),
		values.others.trim() === ''
			? undefined
			: {
					field: 'others',
					sentence: vscode.l10n.t(
						'The form cannot set these: take them out, or copy the line and run it in a terminal.',
					),
					fix: { title: vscode.l10n.t('Take them out'), value: '' },
				},
	];
}

function restartProblem({ restart, remove }: RunValues): RunProblem | undefined {
	if (remove && restart !== '' && restart !== 'no') {
		return {
			field: 'restart',
			sentence: vscode.l10n.t('A container that is removed when it ends cannot restart.'),
			fix: { title: vscode.l10n.t('Do not restart'), value: '' },
		};
	}
	const sentence = sentenceFor(() => parseRestart(restart));
	return sentence === undefined ? undefined : { field: 'restart', sentence };
}

function sentenceFor(parse: () => unknown): string | undefined {
	try {
		parse();
		return undefined;
	} catch (thrown) {
		const error: EngineError = toEngineError(thrown);
		return sentenceOf(error, { containers: [], endpoint: '' });
	}
}
