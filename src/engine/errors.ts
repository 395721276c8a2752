export type EngineErrorCode =
	| 'unreachable'
	| 'notFound'
	| 'conflict'
	| 'denied'
	| 'invalid'
	| 'cancelled'
	| 'timeout'
	| 'failed';

/** What was recognised in a failure, so that whoever speaks to the user can explain it. */
export type EngineErrorCause =
	| { readonly kind: 'socketPermission'; readonly path: string }
	/** At one place that somebody named; without `endpoint` at none of the usual ones. */
	| { readonly kind: 'noEngine'; readonly endpoint?: string }
	| { readonly kind: 'notAnswering' }
	/** A setting or a variable names a docker context that does not exist. */
	| { readonly kind: 'noContext'; readonly name: string }
	| { readonly kind: 'portAllocated'; readonly port: number }
	| { readonly kind: 'nameInUse'; readonly name: string; readonly holder: string }
	| { readonly kind: 'imageInUse'; readonly holders: readonly string[] }
	| { readonly kind: 'volumeInUse'; readonly holders: readonly string[] }
	/** Here the engine gives names. */
	| { readonly kind: 'networkInUse'; readonly holders: readonly string[] }
	| { readonly kind: 'noSpace' }
	/** The engine stopped in the middle of what it sent. */
	| { readonly kind: 'cutOff' }
	/** A file that holds no images, and what it is instead. */
	| { readonly kind: 'noImageArchive'; readonly path: string; readonly is: 'fileSystem' | 'empty' | 'noArchive' }
	/** An archive of images where one of files is needed. */
	| { readonly kind: 'imagesToLoad'; readonly path: string }
	| { readonly kind: 'noSuchImage'; readonly reference: string }
	| { readonly kind: 'noSuchFile'; readonly path: string }
	/** A folder that cannot be looked at in a container that does not run. */
	| { readonly kind: 'tooManyFiles'; readonly path: string; readonly most: number }
	/** What keeps a file in a container or a volume from being changed. */
	| { readonly kind: 'file'; readonly problem: FileProblem; readonly path: string }
	/** In a container: something else stands where a folder is needed. */
	| { readonly kind: 'noFolder'; readonly path: string }
	/** A file of this computer, in contrast to the engine's. */
	| { readonly kind: 'hostFile'; readonly problem: HostFileProblem; readonly path: string }
	| { readonly kind: 'damagedArchive' }
	/** Compressed in a way that cannot be read here. */
	| { readonly kind: 'unknownCompression'; readonly method: string }
	/** An entry of an archive that must not be written; the name is as the archive says it. */
	| {
			readonly kind: 'refusedEntry';
			readonly name: string;
			readonly reason: 'outside' | 'linkOutside' | 'throughLink' | 'device' | 'kind';
	  }
	/** Somebody is replacing the volume's content at this moment, or copies it. */
	| { readonly kind: 'volumeBusy'; readonly volume: string; readonly isCopied: boolean }
	/** The engine or the volume's file system lacks what a safe replacement of the content needs. */
	| { readonly kind: 'cannotReplace'; readonly volume: string }
	/** The new content is complete, but not yet in its place. */
	| { readonly kind: 'replacementUnfinished'; readonly volume: string }
	| { readonly kind: 'noSuch'; readonly what: 'container' | 'volume' | 'network'; readonly name: string }
	| { readonly kind: 'noShell' }
	| { readonly kind: 'commandNotFound'; readonly command: string }
	| { readonly kind: 'notRunning' }
	/** Somebody is recreating the container at this moment. */
	| { readonly kind: 'containerBusy'; readonly name: string }
	/** A container that could not be replaced, nor be brought back to what it was. */
	| { readonly kind: 'notTakenBack'; readonly name: string; readonly reason: string }
	/** A container that took another one's place; `state` in the engine's words. */
	| { readonly kind: 'notUp'; readonly name: string; readonly state: string }
	/** Removing needs `force`, or a stop before. */
	| { readonly kind: 'running' }
	| { readonly kind: 'paused' }
	/** Somebody is removing it at this moment. */
	| { readonly kind: 'beingRemoved' }
	/** The image has several tags: remove them one by one, or all with `force`. */
	| { readonly kind: 'imageHasTags' }
	/** Other images are built upon it. */
	| { readonly kind: 'imageHasChildren' }
	/** `driver` is empty where the engine does not name it. */
	| { readonly kind: 'logDriver'; readonly driver: string }
	/** An option of a command, named as in its options object, whose value makes no sense. */
	| { readonly kind: 'invalidOption'; readonly option: string; readonly value: string }
	/** What lines are looked for with. */
	| { readonly kind: 'regularExpression'; readonly problem: 'malformed' | 'slow' }
	/** The engine cannot reach it. */
	| { readonly kind: 'registryUnreachable'; readonly registry: string }
	/** What went wrong between this machine and a registry; `retryAfter` is in seconds. */
	| {
			readonly kind: 'registry';
			readonly registry: string;
			readonly problem: RegistryProblem;
			readonly retryAfter?: number;
	  }
	/** A registry sent the engine something with another digest than it had promised. */
	| { readonly kind: 'otherContent' }
	| { readonly kind: 'unauthorized' }
	| { readonly kind: 'rateLimited' };

export type RegistryProblem =
	| 'down'
	| 'silent'
	/** It wants a login, and none is kept. */
	| 'signIn'
	/** It refuses the login that is kept, or the one that was given. */
	| 'refused'
	/** The login is good, but not for this. */
	| 'notAllowed'
	/** Nobody vouches for its certificate. */
	| 'certificate'
	/** It speaks without encryption where that is not allowed. */
	| 'unencrypted'
	| 'limit'
	| 'noCatalog'
	| 'missing'
	/** What came has another digest than what was asked for. */
	| 'otherContent'
	| 'tooLarge'
	| 'notRegistry'
	| 'broken';

export type HostFileProblem =
	| 'full'
	| 'denied'
	| 'readOnly'
	| 'missing'
	| 'notFolder'
	| 'isFolder'
	/** A device, a pipe or a socket. */
	| 'special'
	/** It became shorter while it was read. */
	| 'changed';

export type FileProblem = 'readOnly' | 'exists' | 'notEmpty' | 'isFolder' | 'system' | 'intoItself' | 'notText';

/** Every failure of the engine layer. `message` is the engine's own sentence wherever it gave one. */
export class EngineError extends Error {
	override readonly name = 'EngineError';
	readonly code: EngineErrorCode;
	/** HTTP status, when the engine answered. */
	readonly status: number | undefined;
	readonly recognised: EngineErrorCause | undefined;

	constructor(
		code: EngineErrorCode,
		message: string,
		details: { status?: number; recognised?: EngineErrorCause; cause?: unknown } = {},
	) {
		super(message, details.cause === undefined ? undefined : { cause: details.cause });
		this.code = code;
		this.status = details.status;
		this.recognised = details.recognised;
	}
}
