import * as vscode from 'vscode';
import type { EngineError, EngineErrorCause, HostFileProblem } from '../engine/errors.ts';
import type { Container } from '../engine/resources.ts';
import { nameList } from './confirm.ts';
import { fileSentence } from './fileSentence.ts';
import { registryProblemSentence } from './registrySentence.ts';

export interface ErrorSurroundings {
	/** The containers in memory, to say who is meant. */
	readonly containers: readonly Container[];
	readonly endpoint: string;
}

/** A failure in the user's words, and the engine's own where they add something. */
export function sentenceOf(error: EngineError, surroundings: ErrorSurroundings): string {
	const known = error.recognised && causeSentence(error.recognised, error, surroundings);
	if (known) {
		return known;
	}
	const words = asSentence(error.message);
	switch (error.code) {
		case 'unreachable':
			return vscode.l10n.t('The Docker engine cannot be reached. {0}', words);
		case 'timeout':
			return vscode.l10n.t('The Docker engine took too long to answer. {0}', words);
		default:
			return words;
	}
}

/** Somebody has the port. */
export function portSentence(port: number, containers: readonly Container[]): string {
	const holder = holderOfPort(port, containers);
	return holder
		? vscode.l10n.t('Port {0} is already used by container "{1}".', String(port), holder.name)
		: vscode.l10n.t('Port {0} is already used by another program.', String(port));
}

/** The running container that publishes a host port, other than the one that wants it. */
export function holderOfPort(port: number, containers: readonly Container[], except?: string): Container | undefined {
	return containers.find(
		({ id, state, ports }) =>
			id !== except && (state === 'running' || state === 'paused') && ports.some(({ hostPort }) => hostPort === port),
	);
}

/** The container an engine's message means by an id, or by the first digits of one. */
export function containerById(id: string, containers: readonly Container[]): Container | undefined {
	return id.length < 8 ? undefined : containers.find(container => container.id.startsWith(id));
}

/** The ids of the containers that a failure speaks of. */
export function holdersOf(cause: EngineErrorCause | undefined): readonly string[] {
	switch (cause?.kind) {
		case 'imageInUse':
		case 'volumeInUse':
			return cause.holders;
		case 'nameInUse':
			return cause.holder === '' ? [] : [cause.holder];
		default:
			return [];
	}
}

function causeSentence(
	cause: EngineErrorCause,
	error: EngineError,
	surroundings: ErrorSurroundings,
): string | undefined {
	return (
		connectionSentence(cause, surroundings) ??
		conflictSentence(cause, surroundings) ??
		registrySentence(cause, error) ??
		missingSentence(cause, error)
	);
}

function connectionSentence(cause: EngineErrorCause, { endpoint }: ErrorSurroundings): string | undefined {
	switch (cause.kind) {
		case 'socketPermission':
			return vscode.l10n.t(
				'You have no permission to use the Docker engine at {0}: add yourself to the group "docker" with "sudo usermod -aG docker $USER", then log in again.',
				cause.path,
			);
		case 'noEngine':
			return cause.endpoint
				? vscode.l10n.t('There is no Docker engine at {0}.', cause.endpoint)
				: vscode.l10n.t('No Docker engine was found.');
		case 'noContext':
			return vscode.l10n.t('There is no Docker context "{0}".', cause.name);
		case 'notAnswering':
			return vscode.l10n.t('The Docker engine at {0} does not answer.', endpoint);
		case 'noSpace':
			return vscode.l10n.t('The disk of the Docker engine is full.');
		default:
			return undefined;
	}
}

function conflictSentence(cause: EngineErrorCause, { containers }: ErrorSurroundings): string | undefined {
	const names = (ids: readonly string[]) => nameList(ids.map(id => containerById(id, containers)?.name ?? id));
	switch (cause.kind) {
		case 'portAllocated':
			return portSentence(cause.port, containers);
		case 'nameInUse':
			return containerById(cause.holder, containers)
				? vscode.l10n.t('There is already a container "{0}".', cause.name)
				: vscode.l10n.t('The name "{0}" is already in use.', cause.name);
		case 'imageInUse':
			return cause.holders.length > 0
				? vscode.l10n.t('The image is used by {0}.', names(cause.holders))
				: vscode.l10n.t('The image is used by a container.');
		case 'imageHasTags':
			return vscode.l10n.t('The image has several tags.');
		case 'imageHasChildren':
			return vscode.l10n.t('Other images are built upon this one.');
		case 'volumeInUse':
			return cause.holders.length > 0
				? vscode.l10n.t('The volume is used by {0}.', names(cause.holders))
				: vscode.l10n.t('The volume is used by a container.');
		case 'networkInUse':
			return cause.holders.length > 0
				? vscode.l10n.t('The network is used by {0}.', nameList(cause.holders))
				: vscode.l10n.t('The network is used by a container.');
		case 'notRunning':
			return vscode.l10n.t('The container is not running.');
		case 'running':
			return vscode.l10n.t('The container is running.');
		case 'notTakenBack':
			return vscode.l10n.t(
				'Container "{0}" could not be recreated, and the old one could not be put back as it was: {1}',
				cause.name,
				asSentence(cause.reason),
			);
		case 'notUp':
			return vscode.l10n.t(
				'The new container "{0}" did not come up ({1}); the old one is back in its place.',
				cause.name,
				cause.state,
			);
		case 'beingRemoved':
			return vscode.l10n.t('The container is being removed at this moment.');
		case 'paused':
			return vscode.l10n.t('The container is paused.');
		default:
			return undefined;
	}
}

function registrySentence(cause: EngineErrorCause, error: EngineError): string | undefined {
	switch (cause.kind) {
		case 'unauthorized':
			return vscode.l10n.t(
				'The registry refused access: the image does not exist there, or you have to log in. {0}',
				asSentence(error.message),
			);
		case 'registry':
			return registryProblemSentence(cause);
		case 'otherContent':
			return vscode.l10n.t('The registry sent something else than it had promised. Nothing of it was kept.');
		case 'rateLimited':
			return vscode.l10n.t("The registry's limit of pulls is reached. Log in, or try again later.");
		case 'registryUnreachable':
			return vscode.l10n.t('The engine cannot reach the registry {0}. {1}', cause.registry, asSentence(error.message));
		default:
			return undefined;
	}
}

function missingSentence(cause: EngineErrorCause, error: EngineError): string | undefined {
	switch (cause.kind) {
		case 'noSuchImage':
			return cause.reference === ''
				? vscode.l10n.t('There is no such image.')
				: vscode.l10n.t('There is no image "{0}".', cause.reference);
		case 'noSuch':
			return noSuchSentence(cause.what, cause.name);
		case 'noSuchFile':
			return vscode.l10n.t('"{0}" does not exist.', cause.path);
		case 'noFolder':
			return vscode.l10n.t('"{0}" in the container is no folder.', cause.path);
		case 'hostFile':
			return hostFileSentence(cause.problem, cause.path);
		case 'unknownCompression':
			return vscode.l10n.t(
				'The archive is compressed with {0}, which cannot be read here: unpack it with that program first.',
				cause.method,
			);
		case 'refusedEntry':
			return refusedEntrySentence(cause.reason, cause.name);
		case 'volumeBusy':
			return cause.isCopied
				? vscode.l10n.t('The content of volume "{0}" is being copied at this moment.', cause.volume)
				: vscode.l10n.t('The content of volume "{0}" is being replaced at this moment.', cause.volume);
		case 'containerBusy':
			return vscode.l10n.t('Container "{0}" is being recreated at this moment.', cause.name);
		case 'cannotReplace':
			return vscode.l10n.t('This engine cannot replace the content of volume "{0}" safely.', cause.volume);
		case 'replacementUnfinished':
			return vscode.l10n.t(
				'The new content of volume "{0}" is complete, but was not put in place yet. That is done when the engine is back.',
				cause.volume,
			);
		case 'damagedArchive':
			return vscode.l10n.t('The archive is damaged or no tar archive.');
		case 'noImageArchive':
			return noArchiveSentence(cause.is, cause.path);
		case 'imagesToLoad':
			return vscode.l10n.t('"{0}" holds images: they are loaded, not imported.', cause.path);
		case 'tooManyFiles':
			return vscode.l10n.t(
				'There are more than {0} files in "{1}". Start the container to look into it.',
				cause.most.toLocaleString(),
				cause.path,
			);
		case 'cutOff':
			return vscode.l10n.t('The Docker engine stopped before everything was sent.');
		case 'file':
			return fileSentence(cause.problem, cause.path);
		case 'noShell':
			return vscode.l10n.t('The image has no shell: neither bash, zsh, ash nor sh is in it.');
		case 'commandNotFound':
			return vscode.l10n.t('The image has no program "{0}".', cause.command);
		case 'logDriver':
			return cause.driver === ''
				? vscode.l10n.t("The container's log driver does not let its log be read.")
				: vscode.l10n.t('The log driver "{0}" does not let the log be read.', cause.driver);
		case 'regularExpression':
			return cause.problem === 'malformed'
				? vscode.l10n.t('This is not a regular expression. Switch off .* to look for it as it is written.')
				: vscode.l10n.t('This regular expression takes too long. Write a simpler one.');
		case 'invalidOption':
			return optionSentence(cause.option, cause.value) ?? asSentence(error.message);
		default:
			return undefined;
	}
}

function noArchiveSentence(is: 'fileSystem' | 'empty' | 'noArchive', path: string): string {
	switch (is) {
		case 'fileSystem':
			return vscode.l10n.t(
				'"{0}" holds the files of a container or folder and no images: it can be imported, but not loaded.',
				path,
			);
		case 'empty':
			return vscode.l10n.t('"{0}" is empty.', path);
		case 'noArchive':
			return vscode.l10n.t('"{0}" is no archive of images.', path);
	}
}

type RefusedReason = Extract<EngineErrorCause, { kind: 'refusedEntry' }>['reason'];

function refusedEntrySentence(reason: RefusedReason, name: string): string {
	switch (reason) {
		case 'outside':
			return vscode.l10n.t('Nothing was restored: the entry "{0}" of the archive would leave the volume.', name);
		case 'linkOutside':
			return vscode.l10n.t('Nothing was restored: the link "{0}" of the archive leads out of the volume.', name);
		case 'throughLink':
			return vscode.l10n.t('Nothing was restored: the entry "{0}" of the archive leads through a link.', name);
		case 'device':
			return vscode.l10n.t('Nothing was restored: the entry "{0}" of the archive is a device.', name);
		case 'kind':
			return vscode.l10n.t('Nothing was restored: the entry "{0}" of the archive is of an unknown kind.', name);
	}
}

function hostFileSentence(problem: HostFileProblem, path: string): string {
	switch (problem) {
		case 'full':
			return vscode.l10n.t('The disk of this computer is full: "{0}" could not be written.', path);
		case 'denied':
			return vscode.l10n.t('You have no permission for "{0}" on this computer.', path);
		case 'readOnly':
			return vscode.l10n.t('"{0}" is on a disk of this computer that cannot be written to.', path);
		case 'missing':
			return vscode.l10n.t('"{0}" does not exist on this computer.', path);
		case 'notFolder':
			return vscode.l10n.t('"{0}" on this computer is no folder.', path);
		case 'isFolder':
			return vscode.l10n.t('"{0}" on this computer is a folder.', path);
		case 'special':
			return vscode.l10n.t('"{0}" on this computer is neither a file nor a folder.', path);
		case 'changed':
			return vscode.l10n.t('"{0}" was changed while it was read.', path);
	}
}

/** What an option should look like, by example. */
function optionSentence(option: string, value: string): string | undefined {
	switch (option) {
		case 'ports':
			return vscode.l10n.t('"{0}" is no port: write 8080:80 or 127.0.0.1:8080:80/udp.', value);
		case 'volumes':
			return vscode.l10n.t('"{0}" is no volume: write name:/path, or an absolute host path as /host:/path:ro.', value);
		case 'memory':
			return vscode.l10n.t('"{0}" is no amount of memory: write 512m or 1.5g.', value);
		case 'leastMemory':
			return vscode.l10n.t('"{0}" is too little memory: the engine takes no less than 6m.', value);
		case 'leastCpus':
			return vscode.l10n.t('"{0}" is too little: the engine takes no less than 0.01 CPUs.', value);
		case 'restart':
			return vscode.l10n.t('"{0}" is no restart policy: write no, always, unless-stopped or on-failure:3.', value);
		case 'cpus':
			return vscode.l10n.t('"{0}" is no number of CPUs: write 1.5.', value);
		case 'env':
			return vscode.l10n.t('"{0}" is not the name of a variable.', value);
		case 'command':
		case 'entrypoint':
			return vscode.l10n.t('A quote or backslash is not finished in: {0}', value);
		case 'timeout':
			return vscode.l10n.t('"{0}" is not a number of seconds.', value);
		case 'tmpfs':
			return vscode.l10n.t('"{0}" is no folder in memory: write /tmp or /tmp:size=64m.', value);
		case 'platform':
			return vscode.l10n.t('"{0}" is no platform: write linux/amd64 or linux/arm64.', value);
		case 'healthInterval':
		case 'healthTimeout':
		case 'healthStartPeriod':
			return vscode.l10n.t('"{0}" is no time: write 30s or 1m30s.', value);
		case 'healthRetries':
			return vscode.l10n.t('"{0}" is no number of tries: write 3.', value);
		case 'line':
			return vscode.l10n.t('This is not a "docker run" line.');
		case 'lineImage':
			return vscode.l10n.t('The line names no image.');
		case 'lineFlag':
			return vscode.l10n.t('docker run has no flag "{0}".', value);
		case 'lineFlagValue':
			return vscode.l10n.t('The flag "{0}" needs a value.', value);
		case 'lineQuote':
			return vscode.l10n.t('A closing {0} is missing.', value);
		case 'noHealthcheck':
			return vscode.l10n.t('A container cannot have a health check and none.');
		default:
			return undefined;
	}
}

function noSuchSentence(what: 'container' | 'volume' | 'network', name: string): string {
	const short = /^[0-9a-f]{64}$/.test(name) ? name.slice(0, 12) : name;
	switch (what) {
		case 'container':
			return vscode.l10n.t('There is no container "{0}".', short);
		case 'volume':
			return vscode.l10n.t('There is no volume "{0}".', short);
		case 'network':
			return vscode.l10n.t('There is no network "{0}".', short);
	}
}

function asSentence(words: string): string {
	const text = words.trim();
	const start = text.charAt(0).toUpperCase() + text.slice(1);
	return /[.!?…]$/.test(start) ? start : `${start}.`;
}
