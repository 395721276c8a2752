import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import { type Analysis, offsetOf, rangeOf } from './analysis.ts';
import { lastAtMost } from './logicalText.ts';

/** The names behind numbers: `COPY --from=0` shows the stage, a FROM with variables the image that its defaults give. */
export function findInlayHints(analysis: Analysis, range: Range): InlayHint[] {
	const { file, model } = analysis;
	const [start, end] = [offsetOf(file, range.start), offsetOf(file, range.end)];
	const hints: InlayHint[] = [];
	const references = model.stageReferences;
	const first = Math.max(
		0,
		lastAtMost(
			references.map(reference => reference.start),
			start,
		) - 1,
	);
	for (const reference of references
		.slice(first)
		.filter(candidate => candidate.start >= start && candidate.end <= end)) {
		const { stage, within, kind, text } = reference;
		const label =
			reference.byIndex && stage
				? (stage.writtenName ?? stage.base)
				: kind === 'from' && text.includes('$') && within?.resolvedBase && !stage
					? within.resolvedBase
					: undefined;
		if (label) {
			const position = rangeOf(file, reference.end, reference.end).start;
			hints.push({ position, label: `(${label})`.slice(0, 100), kind: InlayHintKind.Parameter, paddingLeft: true });
		}
	}
	return hints;
}
