import type { Waste } from './layerWaste.ts';

/** What to change in a Dockerfile so that bytes are not wasted. */
export type LayerAdvice =
	| 'aptCache'
	| 'apkCache'
	| 'dnfCache'
	| 'pipCache'
	| 'npmCache'
	/** Rights can be given while copying. */
	| 'copyChmod'
	| 'copyChown'
	/** What one `RUN` makes and another removes. */
	| 'sameRun'
	/** What is copied in and removed later. */
	| 'notCopied'
	/** What is copied in twice. */
	| 'copyOnce'
	/** What comes with the base image. */
	| 'baseImage'
	| 'changeWhereMade';

const caches: readonly (readonly [LayerAdvice, RegExp])[] = [
	['aptCache', /^var\/(?:cache\/apt|lib\/apt\/lists)(?:\/|$)/],
	['apkCache', /^(?:var\/cache\/apk|etc\/apk\/cache)(?:\/|$)/],
	['dnfCache', /^var\/cache\/(?:yum|dnf|libdnf5)(?:\/|$)/],
	['pipCache', /(?:^|\/)\.cache\/pip(?:\/|$)/],
	['npmCache', /(?:^|\/)(?:\.npm|\.cache\/yarn|\.local\/share\/pnpm\/store)(?:\/|$)/],
];

/** `commandOf` tells what made a layer, as `docker history` shows it; `baseLayers` is how many come with the base image. */
export function adviceFor(waste: Waste, commandOf: (layer: number) => string, baseLayers: number): LayerAdvice {
	const [writer = 0] = waste.writtenBy;
	const made = keywordOf(commandOf(writer));
	const undone = commandOf(waste.wastedBy.at(-1) ?? 0);
	if (writer < baseLayers) {
		return 'baseImage';
	}
	const cache = caches.find(([, pattern]) => pattern.test(waste.path));
	if (cache && made === 'RUN') {
		return cache[0];
	}
	if (made !== 'RUN') {
		if (keywordOf(undone) !== 'RUN') {
			return waste.how === 'removed' ? 'notCopied' : 'copyOnce';
		}
		if (waste.how === 'removed') {
			return 'notCopied';
		}
		return waste.how === 'rights' ? rightsAdvice(undone) : 'changeWhereMade';
	}
	return keywordOf(undone) === 'RUN' ? 'sameRun' : 'changeWhereMade';
}

function rightsAdvice(command: string): LayerAdvice {
	return /\bchown\b/.test(command) && !/\bchmod\b/.test(command) ? 'copyChown' : 'copyChmod';
}

/** `RUN`, `COPY`, `ADD` … of a step as either builder writes it. */
export function keywordOf(command: string): string {
	const classic = /^\/bin\/sh -c #\(nop\)\s+([A-Z]+)/.exec(command)?.[1];
	return classic ?? /^([A-Z]+)\b/.exec(command)?.[1] ?? 'RUN';
}

/**
 * How many of the lowest layers come with the base image: those up to the last step that sets a command before files are
 * added anew. An image says nothing about what it was built upon, so this is a guess that holds for the usual ones.
 */
export function baseLayersOf(
	steps: readonly { readonly command: string; readonly layer: number | undefined }[],
): number {
	const lastCommand = steps.findLastIndex(
		({ command }, at) =>
			/^(?:CMD|ENTRYPOINT)$/.test(keywordOf(command)) && steps.slice(at + 1).some(step => step.layer !== undefined),
	);
	const layers = steps.slice(0, lastCommand + 1).filter(({ layer }) => layer !== undefined).length;
	return Math.max(1, layers);
}
