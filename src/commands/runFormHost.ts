import type * as vscode from 'vscode';
import type { Event } from '../base/event.ts';
import { ignoreMissing } from '../engine/calls.ts';
import { inspectContainer } from '../engine/containers.ts';
import type { EngineError } from '../engine/errors.ts';
import { portUrl } from '../engine/portUrl.ts';
import { shellQuote } from '../engine/shellQuote.ts';
import { explainError } from '../ui/errorSurroundings.ts';
import type { Pair, RunChoices, RunImage, RunProblem, RunValues } from '../webviews/protocols/runForm.ts';
import { lineOf, RunHistory } from '../webviews/runHistory.ts';
import type { RunFormHost, Started } from '../webviews/runPanel.ts';
import { toRunOptions, toRunValues } from '../webviews/runValues.ts';
import { newestFirst } from './choices.ts';
import { type ImageConfig, proposeAnswers } from './runAnswers.ts';
import { readRunOptions } from './runOptionValues.ts';
import { absoluteMount, nameTaken, portTaken, type RunWorld, runProblems } from './runProblems.ts';
import { imageConfig, lookAround, type RunServices } from './runSurroundings.ts';
import { startRun } from './startRun.ts';

/** Lets the run form know the engine, and runs what it says on the way that `container.run` goes. */
export class EngineRunForm implements RunFormHost {
	readonly history: RunHistory;
	readonly onDidChangeChoices: Event<unknown>;
	readonly #services: RunServices;

	constructor(services: RunServices, memory: vscode.Memento) {
		this.#services = services;
		this.history = new RunHistory(memory);
		this.onDidChangeChoices = listener =>
			services.store.onDidChange(({ kind }) => kind !== 'container' && listener(kind));
	}

	/** Empty while there is no engine: the form can be filled in all the same. */
	async choices(): Promise<RunChoices> {
		const { store } = this.#services;
		if (isUnreachable(this.#services)) {
			return { images: [], volumes: [], networks: [] };
		}
		const [images, volumes, networks] = await Promise.all([
			store.list('image').catch(() => []),
			store.list('volume').catch(() => []),
			store.list('network').catch(() => []),
		]);
		return {
			images: newestFirst(images).flatMap(({ tags }) => tags),
			volumes: volumes.filter(({ anonymous }) => !anonymous).map(({ name }) => name),
			networks: networks.map(({ name }) => name),
		};
	}

	async image(reference: string, signal: AbortSignal): Promise<Omit<RunImage, 'history'>> {
		const config = reference === '' ? undefined : await this.#config(reference, signal);
		const around = config && (await lookAround(this.#services, reference).catch(() => undefined));
		if (!config || !around) {
			return { ...unknownImage, reference };
		}
		const proposed = await proposeAnswers(config, around);
		const { ports, mounts } = toRunValues(reference, { ports: proposed.ports, volumes: proposed.volumes });
		return {
			reference,
			here: true,
			command: lineOfWords(config.Cmd),
			entrypoint: lineOfWords(config.Entrypoint),
			user: config.User ?? '',
			workdir: config.WorkingDir ?? '',
			env: (config.Env ?? []).map(toPair),
			hasHealthCheck: Boolean(config.Healthcheck?.Test?.length),
			ports,
			mounts,
		};
	}

	async check(values: RunValues): Promise<{ line: string; problems: RunProblem[] }> {
		const problems = await runProblems(values, await this.#world(values));
		return { line: lineOf({ ...values, mounts: values.mounts.map(absoluteMount) }), problems };
	}

	async run(values: RunValues, signal: AbortSignal, report: (progress: string) => void): Promise<Started> {
		const image = values.image.trim();
		const id = await startRun(this.#services, image, readRunOptions({ ...toRunOptions(values) }), work =>
			work(signal, report),
		);
		return this.#started(id, values.name);
	}

	/** One that was removed as soon as it ended has no more to tell. */
	async #started(id: string, name: string): Promise<Started> {
		const { connection } = this.#services;
		const made = await inspectContainer(connection, id).catch(ignoreMissing);
		const ports = Object.entries(made?.NetworkSettings.Ports ?? {}).flatMap(([port, bindings]) =>
			(bindings ?? []).map(({ HostIp, HostPort }) => ({
				containerPort: Number.parseInt(port, 10),
				protocol: port.endsWith('/tcp') ? ('tcp' as const) : ('udp' as const),
				hostPort: Number(HostPort),
				hostAddresses: [HostIp],
			})),
		);
		const first = ports.find(({ protocol }) => protocol === 'tcp');
		const url = first && portUrl(first, connection.status.endpoint);
		return { name: made?.Name.replace(/^\//, '') ?? name, ...(url === undefined ? {} : { url }) };
	}

	async problemOf(values: RunValues, error: EngineError): Promise<RunProblem> {
		const cause = error.recognised;
		if (cause?.kind === 'portAllocated' || cause?.kind === 'nameInUse') {
			await this.#services.store.refresh('container').catch(() => {});
			const world = await this.#world(values);
			const index = cause.kind === 'portAllocated' ? rowOfPort(values, cause.port) : -1;
			const row = values.ports[index];
			if (cause.kind === 'nameInUse') {
				return nameTaken(values.name, { ...world, takenNames: new Set([...world.takenNames, values.name]) });
			}
			if (row) {
				return portTaken(index, row, cause.port, world);
			}
		}
		return { field: fieldOf(error), sentence: await explainError(this.#services, error) };
	}

	/** The same as when it is not here, where the engine cannot say. */
	async #config(reference: string, signal: AbortSignal): Promise<ImageConfig | undefined> {
		if (isUnreachable(this.#services)) {
			return undefined;
		}
		try {
			return await imageConfig(this.#services, reference, { signal });
		} catch (error) {
			if (signal.aborted) {
				throw error;
			}
			return undefined;
		}
	}

	/** Without an engine the fields are looked at for themselves. */
	async #world(values: RunValues): Promise<RunWorld> {
		const { store } = this.#services;
		const choices = await this.choices();
		const [around, containers] = await Promise.all([
			isUnreachable(this.#services) ? undefined : lookAround(this.#services, values.image).catch(() => undefined),
			store.peek('container') ?? [],
		]);
		return {
			...(around ?? { ...nothingTaken, reference: values.image }),
			containers,
			networks: choices.networks.length > 0 ? choices.networks : [values.network],
			images: new Set(choices.images),
		};
	}
}

/** Its lists would be waited for in vain. */
function isUnreachable({ connection }: RunServices): boolean {
	return connection.status.state === 'unreachable';
}

const nothingTaken = {
	takenPorts: new Set<number>(),
	isPortFree: async () => true,
	takenNames: new Set<string>(),
	takenVolumes: new Set<string>(),
};

const unknownImage = {
	here: false,
	command: '',
	entrypoint: '',
	user: '',
	workdir: '',
	env: [],
	hasHealthCheck: false,
	ports: [],
	mounts: [],
};

function toPair(assignment: string): Pair {
	const at = assignment.indexOf('=');
	return { name: assignment.slice(0, at), value: assignment.slice(at + 1) };
}

function lineOfWords(words: readonly string[] | string | null | undefined): string {
	return typeof words === 'string' ? words : (words ?? []).map(shellQuote).join(' ');
}

function rowOfPort({ ports }: RunValues, port: number): number {
	return ports.findIndex(({ host }) => new RegExp(`(^|:)${port}$`).test(host));
}

/** Options and fields have the same names; what is no field's fault stands alone. */
function fieldOf({ recognised }: EngineError): string {
	switch (recognised?.kind) {
		case 'invalidOption':
			return recognised.option === 'volumes' || recognised.option === 'tmpfs' ? 'mounts' : recognised.option;
		case 'noSuchImage':
		case 'unauthorized':
		case 'rateLimited':
		case 'registryUnreachable':
			return 'image';
		case 'noSuch':
			return recognised.what === 'network' ? 'network' : '';
		case 'noSuchFile':
			return 'envFile';
		case 'commandNotFound':
			return 'command';
		default:
			return '';
	}
}
