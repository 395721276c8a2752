import type { Range } from 'vscode-languageserver-types';
import { type Analysis, rangeOf } from './analysis.ts';

/** What stands above a line; the provider words it and gives it a command. */
export interface LensData {
	readonly range: Range;
	readonly kind: 'build' | 'run' | 'buildStage' | 'context';
	/** The stage to build. */
	readonly target?: string;
}

/** Build, run and context above the first instruction, *build this stage* above every named stage. */
export function findLenses(analysis: Analysis): LensData[] {
	const { file, model } = analysis;
	const first = model.stages[0];
	if (!first) {
		return [];
	}
	const top = rangeOf(file, first.from.start, first.from.start + first.from.keyword.length);
	const lenses: LensData[] = [
		{ range: top, kind: 'build' },
		{ range: top, kind: 'run' },
		{ range: top, kind: 'context' },
	];
	for (const stage of model.stages) {
		if (stage.name !== undefined) {
			const range = rangeOf(file, stage.from.start, stage.from.start + stage.from.keyword.length);
			lenses.push({ range, kind: 'buildStage', target: stage.name });
		}
	}
	return lenses;
}
