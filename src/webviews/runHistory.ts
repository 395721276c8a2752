import { dockerRun } from '../engine/dockerCommand.ts';
import type { PastRun, RunValues } from './protocols/runForm.ts';
import { readRunValues, toRunOptions } from './runValues.ts';

/** Where runs are remembered; VS Code's `Memento`. */
export interface RunMemory {
	get<T>(key: string): T | undefined;
	update(key: string, value: unknown): PromiseLike<void>;
}

interface RememberedRun {
	readonly at: number;
	readonly values: RunValues;
}

const longest = 10;

/** The last ten different runs of each image, newest first; versions of an image are one. */
export class RunHistory {
	readonly #memory: RunMemory;

	constructor(memory: RunMemory) {
		this.#memory = memory;
	}

	of(reference: string): PastRun[] {
		return this.#remembered(reference).map(({ at, values }) => ({ at, values, ...linesOf(values) }));
	}

	async add(values: RunValues, at: number): Promise<void> {
		const others = this.#remembered(values.image).filter(run => JSON.stringify(run.values) !== JSON.stringify(values));
		await this.#memory.update(keyOf(values.image), [{ at, values }, ...others].slice(0, longest));
	}

	#remembered(reference: string): RememberedRun[] {
		const runs = this.#memory.get<RememberedRun[]>(keyOf(reference)) ?? [];
		return runs.map(({ at, values }) => ({ at, values: readRunValues(values) }));
	}
}

/** Whether a variable's value is better not seen by whoever looks over the shoulder. */
export function isSecretName(name: string): boolean {
	return /pass(?:word|wd|phrase)|(?:^|_)pass$|secret|token|credential|(?:api|private|access)_?key|(?:^|_)auth$/i.test(
		name,
	);
}

function linesOf(values: RunValues): { readonly line: string; readonly masked: string } {
	const mask = ({ name, value }: RunValues['env'][number]) => ({
		name,
		value: isSecretName(name) && value ? '***' : value,
	});
	return {
		line: lineOf(values),
		masked: lineOf({ ...values, env: values.env.map(mask), labels: values.labels.map(mask) }),
	};
}

/** The `docker run` line of the fields, as far as they make sense. */
export function lineOf(values: RunValues): string {
	const image = values.image || 'IMAGE';
	const options = toRunOptions(values);
	const line = (words: typeof options) => dockerRun(image, words);
	const withOthers = (text: string) =>
		values.others ? text.replace(/^docker run/, () => `docker run ${values.others}`) : text;
	try {
		return withOthers(line(options));
	} catch {
		// An unfinished quote: the text as it stands is one word.
		return withOthers(
			line({ ...options, command: [values.command], entrypoint: values.entrypoint ? [values.entrypoint] : undefined }),
		);
	}
}

function keyOf(reference: string): string {
	const [withoutDigest = ''] = reference.split('@');
	return `runs:${withoutDigest.replace(/:[^:/]+$/, '')}`;
}
