import { fieldsOf, labelsOf, textOf } from './rawFields.ts';
import type { Health } from './resources.ts';

/** An event of the engine, in Docker's words whichever engine sent it. */
export interface EngineEvent {
	readonly type: 'container' | 'image' | 'volume' | 'network' | 'daemon';
	/** Without what some actions append: `health_status`, not `health_status: healthy`. */
	readonly action: string;
	/** Of the thing it happened to; a volume's name, an image's name or id. */
	readonly id: string;
	/** A container's labels are among them, so they are whatever strangers wrote. */
	readonly attributes: Readonly<Record<string, string>>;
	/** The engine's clock in nanoseconds, as text because a number could not hold it. */
	readonly timeNano: string;
	/** With `health_status`. */
	readonly health?: Health;
}

/** What is asked for; the rest (`exec_start` of every health check…) is kept off the wire. Podman's names are in it too. */
export const wantedActions: readonly string[] = [
	...['create', 'start', 'die', 'died', 'stop', 'kill', 'oom', 'pause', 'unpause', 'restart', 'rename'],
	...['destroy', 'remove', 'health_status', 'prune', 'commit', 'connect', 'disconnect', 'reload'],
	...['pull', 'tag', 'untag', 'delete', 'import', 'load', 'loadfromarchive', 'build'],
];

export const wantedTypes = ['container', 'image', 'volume', 'network', 'daemon'] as const;

/** One line of `GET /events`; `undefined` for what is not asked for. Throws a SyntaxError if the line is not JSON. */
export function readEvent(line: string): EngineEvent | undefined {
	const raw = fieldsOf(JSON.parse(line));
	const type = wantedTypes.find(wanted => wanted === raw.Type);
	const [rawAction = '', suffix = ''] = (textOf(raw.Action) || textOf(raw.status)).split(': ', 2);
	const actor = fieldsOf(raw.Actor);
	const attributes = attributesOf(actor.Attributes);
	// Podman gives volumes no id, only their name.
	const id = textOf(actor.ID) || textOf(raw.id) || (type === 'volume' ? (attributes.name ?? '') : '');
	if (!type || !wantedActions.includes(rawAction)) {
		return undefined;
	}
	const action = dockersName(type, rawAction);
	return {
		type,
		action,
		id,
		attributes,
		timeNano: timeNanoOf(line),
		...(action === 'health_status' && { health: healthOf(textOf(raw.HealthStatus) || suffix) }),
	};
}

/** Any event at all, in the engine's own words, as `docker events` prints it. */
export interface PlainEvent {
	/** `container`, `plugin`, …; `exec` for what goes on inside containers, where every health check is heard. */
	readonly type: string;
	/** With what it appends: `health_status: healthy`. */
	readonly action: string;
	readonly id: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly timeNano: string;
}

export function readPlainEvent(line: string): PlainEvent | undefined {
	const raw = fieldsOf(JSON.parse(line));
	const actor = fieldsOf(raw.Actor);
	const action = textOf(raw.Action) || textOf(raw.status);
	return action === ''
		? undefined
		: {
				type: action.startsWith('exec_') ? 'exec' : textOf(raw.Type),
				action,
				id: textOf(actor.ID) || textOf(raw.id),
				attributes: labelsOf(actor.Attributes),
				timeNano: timeNanoOf(line),
			};
}

function dockersName(type: EngineEvent['type'], action: string): string {
	switch (action) {
		case 'died':
			return 'die';
		case 'remove':
			return type === 'image' ? 'delete' : 'destroy';
		case 'loadfromarchive':
			return 'load';
		default:
			return action;
	}
}

function attributesOf(value: unknown): EngineEvent['attributes'] {
	const attributes = labelsOf(value);
	const exitCode = attributes.containerExitCode;
	return exitCode === undefined || attributes.exitCode !== undefined
		? attributes
		: Object.freeze(Object.assign(Object.create(null), attributes, { exitCode }));
}

/** Inside a JSON text quotes are escaped, so this can only be the key. The last one is the outermost object's. */
function timeNanoOf(line: string): string {
	return [...line.matchAll(/"timeNano":\s*(\d+)/g)].at(-1)?.[1] ?? '';
}

function healthOf(value: string): Health | undefined {
	return value === 'healthy' || value === 'unhealthy' || value === 'starting' ? value : undefined;
}
