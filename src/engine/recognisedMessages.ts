import type { EngineErrorCause, EngineErrorCode } from './errors.ts';

export interface Recognised {
	readonly code: EngineErrorCode;
	/** Missing where there is no more to say than the code. */
	readonly cause?: EngineErrorCause;
}

/**
 * What one of the engine's sentences means. Engines say the same in other words from version to version, and under a
 * status that does not always fit (a taken port is a 500), so that the words decide.
 */
export function recognise(sentence: string): Recognised | undefined {
	const message =
		sentence.length <= 2 * longestEnd ? sentence : sentence.slice(0, longestEnd) + sentence.slice(-longestEnd);
	for (const { pattern, code, cause } of rules) {
		const match = pattern.exec(message);
		if (match) {
			return { code, cause: cause(match, message) };
		}
	}
	return undefined;
}

/** Of a sentence that repeats somebody's endless name, its begin and end say what it is about. */
const longestEnd = 2048;

interface Rule {
	readonly pattern: RegExp;
	readonly code: EngineErrorCode;
	cause(match: RegExpExecArray, message: string): EngineErrorCause | undefined;
}

const rule = (pattern: RegExp, code: EngineErrorCode, cause: Rule['cause']): Rule => ({ pattern, code, cause });

/** First match wins: from the particular to the general. */
const rules: readonly Rule[] = [
	rule(/no space left on device|disk quota exceeded/i, 'failed', () => ({ kind: 'noSpace' })),
	rule(/toomanyrequests|too many requests|rate limit|status(?: code)?:? 429/i, 'failed', () => ({
		kind: 'rateLimited',
	})),

	rule(/port is already allocated|address already in use|only one usage of each socket address/i, 'conflict', port),
	rule(/ports are not available|forbidden by its access permissions/i, 'conflict', port),

	// Engine: `The container name "/web" is already in use by container "0123…"`; Podman: `… in use by 0123….`
	rule(/name "?\/?([^"\s]+)"? is already in use by (?:container )?"?([^".\s]+)/i, 'conflict', ([, name, holder]) => ({
		kind: 'nameInUse',
		name: name as string,
		holder: holder as string,
	})),
	rule(/name (\S+) already in use, cannot rename/i, 'conflict', ([, name]) => ({
		kind: 'nameInUse',
		name: name as string,
		holder: '',
	})),
	rule(/network with name (\S+) already exists|network name (\S+) already used/i, 'conflict', ([, name, podman]) => ({
		kind: 'nameInUse',
		name: (name ?? podman) as string,
		holder: '',
	})),

	rule(
		/image is referenced in (?:multiple|one or more) repositories|by ID with more than one tag/i,
		'conflict',
		() => ({ kind: 'imageHasTags' }),
	),
	rule(/image has dependent child images|image has dependent children/i, 'conflict', () => ({
		kind: 'imageHasChildren',
	})),
	rule(/image is being used by (?:running|stopped|paused)? ?container ([0-9a-f]+)/i, 'conflict', imageHolders),
	rule(/container ([0-9a-f]+) is using its referenced image/i, 'conflict', imageHolders),
	rule(/image used by ([0-9a-f, ]+): image is in use by a container/i, 'conflict', imageHolders),
	rule(/image is in use by (?:a )?container/i, 'conflict', () => ({ kind: 'imageInUse', holders: [] })),

	rule(/volume is in use - \[([^\]]*)\]/i, 'conflict', ([, ids]) => ({ kind: 'volumeInUse', holders: list(ids) })),
	rule(/volume \S+ is being used by the following container\(s\): ([0-9a-f, ]+)/i, 'conflict', ([, ids]) => ({
		kind: 'volumeInUse',
		holders: list(ids),
	})),
	rule(/volume is in use/i, 'conflict', () => ({ kind: 'volumeInUse', holders: [] })),

	rule(/has active endpoints(.*)/is, 'conflict', ([, rest]) => ({
		kind: 'networkInUse',
		// The ids beside the names are those of the endpoints, not of the containers.
		holders: [...(rest as string).matchAll(/name:"([^"]+)"/g)].map(([, name]) => name as string),
	})),
	rule(/network is being used/i, 'conflict', () => ({ kind: 'networkInUse', holders: [] })),

	rule(/exec: "([^"]*)": (?:executable file not found|stat [^:]*: no such file)/i, 'notFound', commandNotFound),
	rule(/executable file [`'"]?([^`'"\s]*)[`'"]? not found/i, 'notFound', commandNotFound),
	rule(/exec: "([^"]*)": .*no such file or directory/i, 'notFound', commandNotFound),

	rule(/does not support reading|cannot read logs|logs command is supported only for/i, 'failed', () => ({
		kind: 'logDriver',
		driver: '',
	})),

	rule(/is not paused|is already paused|is already unpaused/i, 'conflict', () => undefined),
	rule(/is marked for removal|removal of container \S+ is already in progress/i, 'conflict', () => ({
		kind: 'beingRemoved',
	})),
	rule(/container \S+ is paused|cannot \w+ a paused container|container is paused/i, 'conflict', () => ({
		kind: 'paused',
	})),
	rule(
		/cannot remove a running container|container is running: stop the container|cannot be removed without force/i,
		'conflict',
		() => ({ kind: 'running' }),
	),
	rule(
		/is not running|container not running|cannot \w+ a stopped container|process already finished|no such process|can only (?:kill|create exec sessions (?:in|on)|attach to) running|is in state (?:exited|stopped|created)/i,
		'conflict',
		() => ({
			kind: 'notRunning',
		}),
	),

	rule(
		/verification failed for digest|unexpected commit digest|digest mismatch|does not match (?:the )?digest/i,
		'failed',
		() => ({
			kind: 'otherContent',
		}),
	),
	rule(/manifest for (\S+) not found/i, 'notFound', noSuchImage),
	rule(
		/pull access denied|no basic auth credentials|authentication required|access to the resource is denied/i,
		'denied',
		() => ({
			kind: 'unauthorized',
		}),
	),
	rule(/^(?:.*: )?(?:unauthorized|denied):|401 Unauthorized|403 Forbidden/is, 'denied', () => ({
		kind: 'unauthorized',
	})),
	rule(/(?:Get|Head|Post|Put|Patch) "?https?:\/\/([^/"]+)\/v[12]\/.*?:/i, 'failed', ([, registry]) => ({
		kind: 'registryUnreachable',
		registry: registry as string,
	})),
	rule(/manifest unknown/i, 'notFound', () => ({ kind: 'noSuchImage', reference: '' })),
	rule(/(?:image does not exist locally with the tag|tag does not exist): (\S+)/i, 'notFound', noSuchImage),
	rule(/no such image: (\S+)/i, 'notFound', noSuchImage),
	rule(/(\S+): image not known/i, 'notFound', noSuchImage),
	rule(/no such image/i, 'notFound', () => ({ kind: 'noSuchImage', reference: '' })),
	rule(/no such (container|network|volume): (\S+)/i, 'notFound', noSuch),
	rule(/get ([^\s:]+): no such (volume)/i, 'notFound', ([, name, what]) => ({
		kind: 'noSuch',
		what: what as 'volume',
		name: name as string,
	})),
	rule(
		/(network|volume) with name (?:or ID )?(\S+)(?: not found)?: (?:no such volume|network not found)/i,
		'notFound',
		noSuch,
	),
	rule(/(network|volume) (\S+) not found/i, 'notFound', noSuch),
	rule(/container has already been removed|network not found/i, 'notFound', () => undefined),
	rule(/invalid signal|: invalid argument$/i, 'invalid', () => undefined),
	rule(/container state improper/i, 'conflict', () => undefined),
	rule(/no (container|network|volume) with (?:name or ID|name) "?([^"\s]+)"? found/i, 'notFound', noSuch),

	rule(/could not find the file (.+?) in container/i, 'notFound', noSuchFile),
	rule(/bind source path does not exist: (.+)$/im, 'notFound', noSuchFile),
	rule(/(?:statfs|lstat|stat|open) ([^:]+): no such file or directory/i, 'notFound', noSuchFile),
];

/** The host's port: the one that belongs to an address, not the endpoint's or the container's own. */
function port(_: RegExpExecArray, message: string): EngineErrorCause | undefined {
	const number =
		/Bind for \S*?:(\d+) failed/i.exec(message)?.[1] ??
		/listen (?:tcp|udp|sctp)[46]? \S*?:(\d+)(?::| )/i.exec(message)?.[1] ??
		/bind host port (?:for )?(?:\[[^\]]*\]|[\d.]*):(\d+)/i.exec(message)?.[1] ??
		/exposing port \w+ \S*?:(\d+) ->/i.exec(message)?.[1] ??
		/bind port \S*?:(\d+)/i.exec(message)?.[1] ??
		/(?:\[[^\]]*\]|\d+\.\d+\.\d+\.\d+|\s):(\d+)\b/.exec(message)?.[1];
	return number === undefined ? undefined : { kind: 'portAllocated', port: Number(number) };
}

function imageHolders([, ids]: RegExpExecArray): EngineErrorCause {
	return { kind: 'imageInUse', holders: list(ids) };
}

function commandNotFound([, command]: RegExpExecArray): EngineErrorCause {
	return { kind: 'commandNotFound', command: command as string };
}

function noSuchImage([, reference]: RegExpExecArray): EngineErrorCause {
	return { kind: 'noSuchImage', reference: (reference as string).replace(/[",.:]+$/, '') };
}

function noSuch([, what, name]: RegExpExecArray): EngineErrorCause {
	const kind = (what as string).toLowerCase() as 'container' | 'network' | 'volume';
	return { kind: 'noSuch', what: kind, name: (name as string).replace(/[",:]+$/, '') };
}

function noSuchFile([, path]: RegExpExecArray): EngineErrorCause {
	return { kind: 'noSuchFile', path: path as string };
}

function list(ids: string | undefined): string[] {
	return (ids ?? '').split(/[\s,]+/).filter(id => id !== '');
}
