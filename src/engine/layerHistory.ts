import type { HistoryEntry } from './images.ts';

/** A step of an image's making, and the layer that it made. */
export interface LayerStep {
	/** As `docker history` shows it. */
	readonly command: string;
	readonly comment: string;
	/** Epoch milliseconds; 0 where it is not known. */
	readonly createdAt: number;
	/** Bytes, as the engine counts them. */
	readonly size: number;
	/** Which layer it made, counted from the lowest; undefined for a setting such as `ENV`. */
	readonly layer: number | undefined;
}

/**
 * A history, newest first as the engine tells it, oldest first and with the layer that each step made. The engine does not say
 * which steps made none: where sizes do not tell, those are taken that make one by nature.
 */
export function matchHistory(history: readonly HistoryEntry[], layers: number): LayerStep[] {
	const steps = [...history].reverse().map(entry => ({
		command: entry.CreatedBy ?? '',
		comment: entry.Comment ?? '',
		createdAt: entry.Created > 0 ? entry.Created * 1000 : 0,
		size: Math.max(0, entry.Size),
		layer: undefined,
	}));
	return numbered(steps, likelyMakers(steps, layers), layers);
}

/** The same steps when it is known which of them made no layer. */
export function matchSteps(steps: readonly LayerStep[], emptySteps: readonly boolean[]): LayerStep[] {
	const makers = new Set(steps.filter((_, at) => !emptySteps[at]));
	return numbered(steps, makers, makers.size);
}

/** A history that was cut away at its beginning still ends with the newest layer. */
function numbered(steps: readonly LayerStep[], makers: ReadonlySet<LayerStep>, layers: number): LayerStep[] {
	let next = layers - makers.size;
	return steps.map(step => {
		const layer = makers.has(step) ? next++ : undefined;
		return { ...step, layer: layer !== undefined && layer >= 0 ? layer : undefined };
	});
}

function likelyMakers(steps: readonly LayerStep[], layers: number): ReadonlySet<LayerStep> {
	const withBytes = steps.filter(({ size }) => size > 0);
	const missing = layers - withBytes.length;
	const maybe = steps.filter(({ size, command }) => size === 0 && !isSetting(command));
	return new Set([...withBytes, ...(missing > 0 ? maybe.slice(-missing) : [])]);
}

function isSetting(command: string): boolean {
	return /^(?:\/bin\/sh -c #\(nop\)\s+)?(?:ENV|CMD|ENTRYPOINT|LABEL|EXPOSE|VOLUME|USER|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL|MAINTAINER)\b/.test(
		command,
	);
}
