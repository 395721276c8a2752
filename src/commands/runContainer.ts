import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { dockerRun } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import { inspectImage } from '../engine/images.ts';
import type { Image } from '../engine/resources.ts';
import { createContainer, runContainer, startInteractive as startAttached } from '../engine/runContainer.ts';
import type { RunOptions } from '../engine/runOptions.ts';
import { containerById, holderOfPort } from '../ui/errorSentence.ts';
import { layersSummary } from '../ui/layerRows.ts';
import { type Choice, pickOrType } from '../ui/pick.ts';
import { withProgress } from '../ui/progress.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { showSession } from '../ui/terminal.ts';
import { runsCommand, type WayOn } from '../ui/wayOn.ts';
import type { ViewElement } from '../views/elements.ts';
import { choiceOf, newestFirst } from './choices.ts';
import type { CommandCall } from './commandCall.ts';
import { stopsHolder } from './containerState.ts';
import { chooseHostPort, isLocalEngine, isPortFree } from './freePort.ts';
import { referenceProblem } from './nameProblem.ts';
import {
	freeName,
	type ImageConfig,
	proposeAnswers,
	type RunAnswers,
	type RunSurroundings,
	refreshAnswers,
	repositoryOf,
} from './runAnswers.ts';
import { askRun } from './runForm.ts';
import { readRunOptions, toRunOptions } from './runOptionValues.ts';
import type { Handler, Services } from './services.ts';

export const run: Handler = (services, call) => runWith(services, call, {});
export const runInteractive: Handler = (services, call) => runWith(services, call, { interactive: true, remove: true });

async function runWith(services: Services, call: CommandCall, presets: Partial<RunAnswers>): Promise<string> {
	const given = readRunOptions(call.options);
	const named = referenceOf(call, services);
	if (call.optionsGiven) {
		const image = named ?? (await pickImage(services));
		return start(services, call, image, { ...given, interactive: given.interactive ?? presets.interactive });
	}
	for (;;) {
		const image = named ?? (await pickImage(services));
		const answers = await askAnswers(services, image, presets, named === undefined);
		if (answers) {
			await services.memory.update(memoryKey(image), answers);
			return start(services, call, image, toRunOptions(answers));
		}
	}
}

/** The image named by the caller or by the row; rows of other kinds are no images and leave the question open. */
function referenceOf(call: CommandCall, services: Services): string | undefined {
	const target = (call.targets[0] ?? (call.maySelect ? services.views.selection()[0] : undefined)) as
		| ViewElement
		| string
		| undefined;
	if (typeof target === 'string') {
		return checkReference(target.trim());
	}
	return target?.kind === 'image' ? (target.tags[0] ?? target.id) : undefined;
}

function checkReference(reference: string): string {
	const isId = /^(?:sha256:)?[0-9a-f]{6,64}$/.test(reference);
	const problem = isId ? undefined : referenceProblem(reference);
	if (problem) {
		throw new EngineError('invalid', problem);
	}
	return reference;
}

async function pickImage(services: Services): Promise<string> {
	const images = (await services.store.list('image')).filter(image => !image.dangling);
	const choices: Choice<string>[] = newestFirst(images).flatMap((image: Image) =>
		image.tags.map(tag => ({ ...choiceOf(image), label: tag, value: tag })),
	);
	return pickOrType(
		choices,
		typed =>
			referenceProblem(typed)
				? undefined
				: {
						label: typed,
						description: vscode.l10n.t('is pulled first'),
						icon: new vscode.ThemeIcon('cloud-download'),
						value: typed,
					},
		{
			title: vscode.l10n.t('Run an image'),
			placeholder: vscode.l10n.t('Choose an image, or type the name of another one, for example nginx:1.27'),
		},
	);
}

const memoryKey = (reference: string) => `run:${repositoryOf(reference)}`;

async function askAnswers(
	services: Services,
	reference: string,
	presets: Partial<RunAnswers>,
	canGoBack: boolean,
): Promise<RunAnswers | undefined> {
	const [config, networks, surroundings] = await Promise.all([
		imageConfig(services, reference),
		services.store.list('network'),
		lookAround(services, reference),
	]);
	const remembered = services.memory.get<RunAnswers>(memoryKey(reference));
	const answers = remembered
		? await refreshAnswers(remembered, surroundings)
		: await proposeAnswers(config, surroundings);
	return askRun(
		{
			reference,
			imageVariables: (config.Env ?? []).map(line => line.split('=')[0] as string).filter(name => name !== 'PATH'),
			networks: networks.map(({ name }) => name),
			canGoBack,
		},
		{ ...answers, ...presets },
	);
}

/** Empty for an image that is not here yet: running it pulls it first. */
async function imageConfig(services: Services, reference: string): Promise<ImageConfig> {
	try {
		return (await inspectImage(services.connection, reference, {})).Config ?? {};
	} catch (error) {
		if (toEngineError(error).code === 'notFound') {
			return {};
		}
		throw error;
	}
}

async function lookAround(services: Services, reference: string): Promise<RunSurroundings> {
	const [containers, volumes] = await Promise.all([services.store.list('container'), services.store.list('volume')]);
	return {
		reference,
		takenPorts: new Set(containers.flatMap(({ ports }) => ports.flatMap(({ hostPort }) => hostPort ?? []))),
		isPortFree: isLocalEngine(services.connection.status.endpoint) ? isPortFree : async () => true,
		takenNames: new Set(containers.map(({ name }) => name)),
		takenVolumes: new Set(volumes.map(({ name }) => name)),
	};
}

async function start(services: Services, call: CommandCall, image: string, options: RunOptions): Promise<string> {
	try {
		return options.interactive
			? await startInTerminal(services, call, image, options)
			: await startDetached(services, call, image, options);
	} catch (thrown) {
		throw await explain(services, image, options, toEngineError(thrown));
	}
}

async function startDetached(services: Services, call: CommandCall, image: string, options: RunOptions) {
	const id = await withProgress(
		vscode.l10n.t('Running {0}', image),
		(signal, report) =>
			runContainer(services.connection, image, options, {
				signal,
				onPullProgress: progress => report(layersSummary(progress)),
			}),
		{ signal: call.signal },
	);
	services.commandLog.write(dockerRun(image, options));
	return id;
}

/** Created first and started by attaching, so that nothing it says is lost. */
async function startInTerminal(services: Services, call: CommandCall, image: string, options: RunOptions) {
	const id = await withProgress(
		vscode.l10n.t('Running {0}', image),
		(signal, report) =>
			createContainer(services.connection, image, options, {
				signal,
				onPullProgress: progress => report(layersSummary(progress)),
			}),
		{ signal: call.signal },
	);
	await showSession({ name: options.name ?? image, icon: 'terminal' }, size =>
		startAttached(services.connection, id, size),
	);
	services.commandLog.write(dockerRun(image, options));
	return id;
}

async function explain(
	services: Services,
	image: string,
	options: RunOptions,
	error: EngineError,
): Promise<EngineError> {
	const containers = services.store.peek('container') ?? (await services.store.list('container').catch(() => []));
	const again = (title: string, changed: RunOptions) =>
		runsCommand(title, commandId('container.run'), image, { ...changed });
	const cause = error.recognised;
	if (cause?.kind === 'portAllocated') {
		const port = await otherPort(services, image, cause.port);
		const holder = holderOfPort(cause.port, containers);
		const ways: WayOn[] = [again(vscode.l10n.t('Use {0}', String(port)), movePort(options, cause.port, port))];
		if (holder) {
			ways.push(stopsHolder(holder, () => again('', options).run()));
		}
		return new ExplainedError(error, { ways });
	}
	if (cause?.kind === 'nameInUse' && options.name) {
		const holder = containerById(cause.holder, containers);
		const name = freeName(options.name, new Set(containers.map(container => container.name)));
		const ways = [again(vscode.l10n.t('Use "{0}"', name), { ...options, name })];
		if (holder) {
			ways.push({
				title: vscode.l10n.t('Remove "{0}"…', holder.name),
				run: async () => {
					await vscode.commands.executeCommand(commandId('container.remove'), holder);
					await again('', options).run();
				},
			});
		}
		return new ExplainedError(error, { ways });
	}
	return error;
}

async function otherPort(services: Services, image: string, port: number): Promise<number> {
	const { takenPorts, isPortFree: isFree } = await lookAround(services, image);
	return chooseHostPort(port, new Set([...takenPorts, port]), isFree);
}

/** The same options with another host port: `8080:80` → `8081:80`, `127.0.0.1:8080:80/udp` → `127.0.0.1:8081:80/udp`. */
function movePort(options: RunOptions, from: number, to: number): RunOptions {
	const ports = options.ports?.map(port => port.replace(new RegExp(`(^|:)${from}(?=:\\d+(?:/\\w+)?$)`), `$1${to}`));
	return { ...options, ports };
}
