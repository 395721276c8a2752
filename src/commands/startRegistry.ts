import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { dockerRun } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import { parseImageReference } from '../engine/imageReference.ts';
import type { Container, Image } from '../engine/resources.ts';
import { runContainer } from '../engine/runContainer.ts';
import type { RunOptions } from '../engine/runOptions.ts';
import { holderOfPort, portSentence } from '../ui/errorSentence.ts';
import { askText } from '../ui/inputs.ts';
import { layersSummary } from '../ui/layerRows.ts';
import { withProgress } from '../ui/progress.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { waitForRegistry } from './awaitRegistry.ts';
import type { CommandCall } from './commandCall.ts';
import { chooseHostPort, isLocalEngine, isPortFree } from './freePort.ts';
import { nameProblem } from './nameProblem.ts';
import { readOptions } from './options.ts';
import type { Handler } from './services.ts';

const usualImage = 'registry:3';
const usualPort = 5000;
const usualName = 'registry';

/** Runs a registry here, for this machine alone, with its content in a volume of its own. */
export const startRegistry: Handler = async (services, call) => {
	const given = readOptions(call.options, { port: 'number', name: 'string' });
	// What was made a moment ago may not be in memory yet.
	await Promise.all([services.store.refresh('container'), services.store.refresh('image')]);
	const [containers, images] = await Promise.all([services.store.list('container'), services.store.list('image')]);
	const taken = new Set(containers.flatMap(({ ports }) => ports.flatMap(({ hostPort }) => hostPort ?? [])));
	const isLocal = isLocalEngine(services.connection.status.endpoint);
	const isFree = isLocal ? isPortFree : async () => true;
	const free = (from: number) => chooseHostPort(from, taken, isFree);
	const port =
		given.port ?? (call.optionsGiven ? await free(usualPort) : await askPort(containers, await free(usualPort)));
	if (!isPort(port)) {
		throw new EngineError('invalid', vscode.l10n.t('A port is a number from 1 to 65535.'));
	}
	if (taken.has(port) || !(await isFree(port))) {
		throw portTaken(call, port, await free(Math.max(port + 1, usualPort)));
	}
	const name = given.name ?? freeName(containers.map(container => container.name));
	const problem = nameProblem(name);
	if (problem) {
		throw new EngineError('invalid', problem);
	}
	const image = imageOf(images);
	const options: RunOptions = {
		name,
		ports: [`127.0.0.1:${port}:5000`],
		volumes: [`${name}-data:/var/lib/registry`],
	};
	const id = await withProgress(
		vscode.l10n.t('Starting a registry on port {0}', String(port)),
		async (signal, report) => {
			const started = await runContainer(services.connection, image, options, {
				signal,
				onPullProgress: progress => report(layersSummary(progress)),
			});
			if (isLocal) {
				await waitForRegistry(services.registries.client, `localhost:${port}`, signal);
			}
			return started;
		},
		{ signal: call.signal },
	);
	services.commandLog.write(dockerRun(image, options));
	return id;
};

/** The newest that is here: nothing is pulled where that can be avoided. */
function imageOf(images: readonly Image[]): string {
	const tags = images.flatMap(image => image.tags).filter(isRegistry);
	return [usualImage, 'registry:2', 'registry:latest'].find(tag => tags.includes(tag)) ?? tags[0] ?? usualImage;
}

function isRegistry(tag: string): boolean {
	try {
		const { registry, repository } = parseImageReference(tag);
		return registry === 'docker.io' && repository === 'library/registry';
	} catch {
		return false;
	}
}

function freeName(taken: readonly string[]): string {
	let name = usualName;
	for (let count = 2; taken.includes(name); count++) {
		name = `${usualName}-${count}`;
	}
	return name;
}

async function askPort(containers: readonly Container[], free: number): Promise<number> {
	const holder = free === usualPort ? undefined : holderOfPort(usualPort, containers);
	const text = await askText({
		title: vscode.l10n.t('Start a local registry'),
		prompt: holder
			? vscode.l10n.t('Port {0} is used by container "{1}"; this one is free.', String(usualPort), holder.name)
			: vscode.l10n.t('Port on this machine; nobody else can reach it.'),
		value: String(free),
		problem: answer => {
			const port = Number(answer);
			if (!isPort(port)) {
				return vscode.l10n.t('A port is a number from 1 to 65535.');
			}
			return holderOfPort(port, containers) && portSentence(port, containers);
		},
	});
	return Number(text);
}

function portTaken(call: CommandCall, port: number, other: number): EngineError {
	const again = () =>
		vscode.commands.executeCommand(commandId('registry.start'), undefined, { ...call.options, port: other });
	const recognised = { kind: 'portAllocated', port } as const;
	return new ExplainedError(new EngineError('conflict', `port ${port} is already allocated`, { recognised }), {
		ways: [{ title: vscode.l10n.t('Use {0}', String(other)), run: again }],
	});
}

function isPort(port: number): boolean {
	return Number.isInteger(port) && port > 0 && port < 65_536;
}
