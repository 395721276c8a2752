import type { LocalImage } from '../../host.ts';
import { baseImageVariables } from '../baseImages.ts';
import type { BuilderExpansion, DockerfileModel, Stage } from '../model.ts';
import { type StageState, stageStates } from '../stages.ts';

/** What local images say, by the name in FROM. */
export type KnownImages = ReadonlyMap<string, LocalImage>;

/** The variables that stages begin with: those of the image at the bottom. */
export class BaseVariables {
	readonly #states: ReadonlyMap<Stage, StageState>;
	readonly #images: KnownImages;
	readonly #byRoot = new Map<string, ReadonlySet<string> | undefined>();

	constructor(model: DockerfileModel, images: KnownImages) {
		this.#states = stageStates(model);
		this.#images = images;
	}

	/** Undefined when nobody knows them. */
	of(stage: Stage): ReadonlySet<string> | undefined {
		const root = this.#states.get(stage)?.root ?? '';
		if (!this.#byRoot.has(root)) {
			this.#byRoot.set(root, variablesOf(root, this.#images));
		}
		return this.#byRoot.get(root);
	}

	/** Whether the result is what a build without arguments gets. */
	isSettled({ stage, doubts }: BuilderExpansion): boolean {
		if (doubts.length === 0 || !stage) {
			return true;
		}
		const variables = this.of(stage);
		return variables !== undefined && doubts.every(name => !variables.has(name) && name !== 'PATH');
	}
}

function variablesOf(root: string, images: KnownImages): ReadonlySet<string> | undefined {
	if (root === 'scratch') {
		return new Set();
	}
	const env = images.get(root)?.env;
	return env ? new Set(env.map(entry => entry.split('=', 1)[0] as string)) : baseImageVariables(root);
}
