import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import type { Image } from '../engine/resources.ts';
import type { RunOptions } from '../engine/runOptions.ts';
import { containerById, holderOfPort } from '../ui/errorSentence.ts';
import { type Choice, pickOrType } from '../ui/pick.ts';
import { withProgress } from '../ui/progress.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { runsCommand, type WayOn } from '../ui/wayOn.ts';
import type { ViewElement } from '../views/elements.ts';
import { RunHistory } from '../webviews/runHistory.ts';
import { toRunValues } from '../webviews/runValues.ts';
import { choiceOf, describeImage, newestFirst } from './choices.ts';
import type { CommandCall } from './commandCall.ts';
import { stopsHolder } from './containerState.ts';
import { chooseHostPort } from './freePort.ts';
import { referenceProblem } from './nameProblem.ts';
import { freeName, proposeAnswers, type RunAnswers, refreshAnswers, repositoryOf } from './runAnswers.ts';
import { askRun } from './runForm.ts';
import { readRunOptions, toRunOptions } from './runOptionValues.ts';
import { imageConfig, lookAround } from './runSurroundings.ts';
import type { Handler, Services } from './services.ts';
import { startRun } from './startRun.ts';

export const run: Handler = (services, call) => runWith(services, call, {});
export const runInteractive: Handler = (services, call) => runWith(services, call, { interactive: true, remove: true });

/** Opens the form; options fill its fields in. */
export const runForm: Handler = async (services, call) => {
	const image = referenceOf(call, services) ?? '';
	const options = call.optionsGiven ? readRunOptions(call.options) : undefined;
	(await services.panels.run.get()).show(image, options);
};

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
			const id = await start(services, call, image, toRunOptions(answers));
			await new RunHistory(services.memory).add(toRunValues(image, toRunOptions(answers)), Date.now());
			return id;
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
		image.tags.map(tag => ({
			...choiceOf(services.store, image),
			label: tag,
			description: describeImage(image, tag),
			value: tag,
		})),
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
	const [config = {}, networks, surroundings] = await Promise.all([
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
			showAll: async given => (await services.panels.run.get()).show(reference, toRunOptions(given)),
		},
		{ ...answers, ...presets },
	);
}

async function start(services: Services, call: CommandCall, image: string, options: RunOptions): Promise<string> {
	try {
		return await startRun(services, image, options, work =>
			withProgress(vscode.l10n.t('Running {0}', image), work, { signal: call.signal }),
		);
	} catch (thrown) {
		throw await explain(services, image, options, toEngineError(thrown));
	}
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
