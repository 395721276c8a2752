import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { contextKeys, type LearnedStep, learnedSteps } from '../contributions.ts';
import type { EngineEvent, EngineEvents } from '../engine/engineEvents.ts';
import { isHelper } from '../engine/helperLabels.ts';
import type { ResourceStore, StoreChange } from '../engine/resourceStore.ts';
import type { Container } from '../engine/resources.ts';

const memoryKey = 'learnedSteps';
const rememberedIds = 500;

interface LearnedParts {
	readonly store: ResourceStore;
	readonly events: EngineEvents;
	/** Of all workspaces. */
	readonly memory: vscode.Memento;
}

/**
 * Which steps of the walkthrough somebody has really done: by a command that succeeded, or by what the engine says,
 * whoever did it there. Each is a context key, which ticks the step off, and stays for good.
 */
export class LearnedSteps extends DisposableOwner {
	readonly #parts: LearnedParts;
	readonly #learned: Set<LearnedStep>;
	/** Containers that started, or ended, since VS Code did. */
	readonly #started = new Set<string>();
	readonly #ended = new Set<string>();
	/** The first container seen with a volume, by the volume's name. */
	readonly #volumeUsers = new Map<string, string>();
	#composeIsUp = false;

	constructor(parts: LearnedParts) {
		super();
		this.#parts = parts;
		const known = parts.memory.get<readonly string[]>(memoryKey) ?? [];
		this.#learned = new Set(learnedSteps.filter(step => known.includes(step)));
		this.#learned.forEach(showLearned);
		this.register(parts.events.onDidEvent(event => this.#onEvent(event)));
		this.register(parts.store.onDidChange(change => this.#onChange(change)));
	}

	/** Reads the lists that the steps are known by, from then on kept up to date. Rejects when there is no engine. */
	async watch(): Promise<void> {
		const [images] = await Promise.all([this.#parts.store.list('image'), this.#parts.store.list('container')]);
		if (images.length > 0) {
			this.#learn('image');
		}
	}

	/** A command, named without its prefix, has succeeded. */
	commandDone(command: string, result: unknown): void {
		if ((command === 'compose.up' || command === 'compose.upBuild') && result === 0) {
			this.#composeIsUp = true;
		}
		const step = stepOfCommand(command, result);
		if (step && (step !== 'compose' || this.#composeIsUp)) {
			this.#learn(step);
		}
	}

	#onEvent({ type, action, id, attributes }: EngineEvent): void {
		if (type !== 'container' || isHelper(attributes)) {
			return;
		}
		if (action === 'start') {
			remember(this.#started, id);
		} else if (action === 'die') {
			remember(this.#ended, id);
		} else if (action === 'destroy' && this.#ended.has(id)) {
			this.#learn('remove');
		}
	}

	#onChange({ kind, ids }: StoreChange): void {
		if (kind === 'image' && this.#parts.store.peek('image')?.length) {
			this.#learn('image');
		} else if (kind === 'container') {
			for (const id of ids) {
				const container = this.#parts.store.get('container', id);
				if (container) {
					this.#look(container);
				}
			}
		}
	}

	#look(container: Container): void {
		const isNew = container.state === 'running' && this.#started.has(container.id);
		if (isNew && container.ports.some(({ hostPort }) => hostPort !== undefined)) {
			this.#learn('run');
		}
		for (const { type, source } of container.mounts) {
			if (type === 'volume' && !isAnonymous(source)) {
				const first = this.#volumeUsers.get(source) ?? container.id;
				this.#volumeUsers.set(source, first);
				if (isNew && first !== container.id) {
					this.#learn('volume');
				}
			}
		}
		if (isNew && this.#hasCompany(container)) {
			this.#learn('network');
		}
	}

	/** On a network that somebody made by hand: there containers reach each other by their names. */
	#hasCompany({ id, networks }: Container): boolean {
		const builtin = ['bridge', 'host', 'none', 'podman'];
		const own = networks.map(({ name }) => name).filter(name => !builtin.includes(name));
		const others = (this.#parts.store.peek('container') ?? []).filter(
			other => other.id !== id && other.state === 'running' && !other.composeProject,
		);
		return others.some(other => other.networks.some(({ name }) => own.includes(name)));
	}

	#learn(step: LearnedStep): void {
		if (!this.#learned.has(step)) {
			this.#learned.add(step);
			showLearned(step);
			void this.#parts.memory.update(memoryKey, [...this.#learned]);
		}
	}
}

function stepOfCommand(command: string, result: unknown): LearnedStep | undefined {
	switch (command) {
		case 'container.openPort':
			return 'browser';
		case 'container.logs':
		case 'compose.logs':
			return 'logs';
		case 'container.exec':
		case 'container.attach':
		case 'image.runInteractive':
			return 'shell';
		case 'dockerfile.create':
			return 'dockerfile';
		case 'image.build':
		case 'dockerfile.run':
			return 'build';
		case 'compose.build':
		case 'bake.build':
			return result === 0 ? 'build' : undefined;
		case 'image.push':
			return 'push';
		case 'compose.down':
		case 'compose.downVolumes':
			return result === 0 ? 'compose' : undefined;
	}
	return undefined;
}

function isAnonymous(volume: string): boolean {
	return /^[0-9a-f]{64}$/.test(volume);
}

function remember(ids: Set<string>, id: string): void {
	ids.add(id);
	const [oldest] = ids;
	if (ids.size > rememberedIds && oldest !== undefined) {
		ids.delete(oldest);
	}
}

function showLearned(step: LearnedStep): void {
	void vscode.commands.executeCommand('setContext', `${contextKeys.did}.${step}`, true);
}
