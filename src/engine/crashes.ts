import { DisposableOwner, toDisposable } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import type { EngineEvent, EngineEvents } from './engineEvents.ts';

/** A container that ended by itself with a failure, ran out of memory, or became unhealthy. */
export interface Crash {
	readonly containerId: string;
	readonly name: string;
	readonly image: string;
	readonly reason: 'exit' | 'oom' | 'unhealthy';
	/** Of one that ended. */
	readonly exitCode?: number;
	/** 1 for the first time; grows while the container is restarted and fails again. */
	readonly count: number;
	readonly composeProject?: string;
}

/** Milliseconds, by the engine's clock unless said otherwise. */
const askedFor = 60_000;
const oomBeforeDeath = 10_000;
/** Restart policies wait a minute at most; who starts later than that is a person, or the container ran well. */
const longestLoopPause = 65_000;
const goodRun = 10 * 60_000;
/** A container that is removed with its end (`--rm`) leaves nothing to look at. Waited for by this computer's clock. */
const removalDelay = 1_000;

/** Signals that ask for no end: reload, user's own, window size, continue. */
const harmlessSignals = new Set(['1', '10', '12', '18', '28', 'HUP', 'USR1', 'USR2', 'CONT', 'WINCH']);
/** Ctrl+C typed into the container's own terminal reaches the engine as nothing but this exit code. */
const interrupted = 130;

interface Life {
	/** When somebody asked the container to end. */
	askedAt: number;
	oomAt: number;
	startedAt: number;
	diedAt: number;
	failures: number;
	unhealthyTurns: number;
	unhealthy: boolean;
	timer: NodeJS.Timeout | undefined;
	pending: Crash | undefined;
}

/** Tells of crashes from the events alone. A restart loop is told of at its 1st, 2nd, 5th, 10th, 20th… failure. */
export class CrashWatcher extends DisposableOwner {
	readonly #crashed = this.register(new Emitter<Crash>());
	readonly onDidCrash = this.#crashed.event;
	readonly #lives = new Map<string, Life>();

	readonly #removalDelay: number;

	constructor(events: Pick<EngineEvents, 'onDidEvent'>, options: { removalDelay?: number } = {}) {
		super();
		this.#removalDelay = options.removalDelay ?? removalDelay;
		this.register(events.onDidEvent(event => this.#onEvent(event)));
		this.register(
			toDisposable(() => {
				for (const { timer } of this.#lives.values()) {
					clearTimeout(timer);
				}
				this.#lives.clear();
			}),
		);
	}

	#onEvent(event: EngineEvent): void {
		if (event.type !== 'container') {
			return;
		}
		const at = event.timeNano === '' ? Date.now() : Number(event.timeNano) / 1e6;
		switch (event.action) {
			case 'start':
				onStart(this.#lifeOf(event.id), at);
				break;
			case 'kill':
				if (!harmlessSignals.has((event.attributes.signal ?? '').replace(/^SIG/, ''))) {
					this.#lifeOf(event.id).askedAt = at;
				}
				break;
			case 'stop':
			case 'restart':
				this.#onAsked(event.id, at);
				break;
			case 'oom':
				this.#lifeOf(event.id).oomAt = at;
				break;
			case 'die':
				this.#onDeath(event, at);
				break;
			case 'health_status':
				this.#onHealth(event);
				break;
			case 'destroy':
				clearTimeout(this.#lives.get(event.id)?.timer);
				this.#lives.delete(event.id);
				break;
		}
	}

	#lifeOf(id: string): Life {
		let life = this.#lives.get(id);
		if (!life) {
			const never = Number.NEGATIVE_INFINITY;
			life = {
				...{ askedAt: never, oomAt: never, startedAt: never, diedAt: never },
				...{ failures: 0, unhealthyTurns: 0, unhealthy: false, timer: undefined, pending: undefined },
			};
			this.#lives.set(id, life);
		}
		return life;
	}

	/** Podman tells of a stop only by this event, which comes with the container's end. */
	#onAsked(id: string, at: number): void {
		const life = this.#lifeOf(id);
		life.askedAt = at;
		life.failures = 0;
		life.unhealthyTurns = 0;
		life.pending = undefined;
		clearTimeout(life.timer);
		life.timer = undefined;
	}

	#onDeath(event: EngineEvent, at: number): void {
		const life = this.#lifeOf(event.id);
		const exitCode = Number(event.attributes.exitCode ?? 0);
		const asked = at - life.askedAt <= askedFor && life.askedAt >= life.startedAt;
		const oom = at - life.oomAt <= oomBeforeDeath && life.oomAt >= life.startedAt;
		if (at - life.startedAt >= goodRun) {
			life.failures = 0;
		}
		life.diedAt = at;
		life.unhealthy = false;
		if (asked || exitCode === 0 || (exitCode === interrupted && !oom)) {
			life.failures = 0;
			return;
		}
		life.failures++;
		this.#announce(life, { ...crashOf(event, oom ? 'oom' : 'exit', life.failures), exitCode });
	}

	#onHealth(event: EngineEvent): void {
		const life = this.#lifeOf(event.id);
		if (event.health === 'unhealthy' && !life.unhealthy) {
			life.unhealthy = true;
			life.unhealthyTurns++;
			this.#announce(life, crashOf(event, 'unhealthy', life.unhealthyTurns));
		} else if (event.health === 'healthy') {
			life.unhealthy = false;
		}
	}

	#announce(life: Life, crash: Crash): void {
		if (!isMilestone(crash.count)) {
			return;
		}
		if (crash.reason === 'unhealthy') {
			this.#crashed.fire(crash);
			return;
		}
		life.pending = crash;
		life.timer ??= setTimeout(() => {
			const { pending } = life;
			life.timer = undefined;
			life.pending = undefined;
			if (pending) {
				this.#crashed.fire(pending);
			}
		}, this.#removalDelay);
	}
}

function onStart(life: Life, at: number): void {
	if (at - life.diedAt > longestLoopPause) {
		life.failures = 0;
		life.unhealthyTurns = 0;
	}
	life.startedAt = at;
	life.unhealthy = false;
}

function crashOf({ id, attributes }: EngineEvent, reason: Crash['reason'], count: number): Crash {
	const project = attributes['com.docker.compose.project'] || attributes['io.podman.compose.project'];
	return {
		containerId: id,
		name: (attributes.name ?? '').replace(/^\//, '') || id.slice(0, 12),
		image: attributes.image ?? '',
		reason,
		count,
		...(project && { composeProject: project }),
	};
}

/** 1, 2, 5, 10, 20, 50, 100… */
function isMilestone(count: number): boolean {
	return /^[125]0*$/.test(String(count));
}
