import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import { isCollection, isPair, isScalar, type Scalar } from 'yaml';
import { hintText } from './hintText.ts';
import { parseInterpolation, substitute, type VariablePart } from './interpolation.ts';
import { variableNames } from './referencesToAnchors.ts';
import type { RelatedFiles } from './relatedFiles.ts';
import { isSecretName, masked, shownValue } from './secretNames.ts';

/** Behind every `${VARIABLE}` in a range its value, unless that is its default, which the text shows already. */
export function findVariableHints(
	{ main }: RelatedFiles,
	lookup: (name: string) => string | undefined,
	range: Range,
): InlayHint[] {
	const { document } = main;
	const [from, to] = [document.text.offsetAt(range.start), document.text.offsetAt(range.end)];
	const hints: InlayHint[] = [];
	const visit = (node: unknown): void => {
		if (isPair(node)) {
			visit(node.value);
		} else if (isCollection(node)) {
			if (node.range && node.range[0] <= to && node.range[2] >= from) {
				for (const item of node.items) {
					visit(item);
				}
			}
		} else if (isScalar(node) && node.range && node.range[0] <= to && node.range[1] >= from) {
			for (const { end, label } of hintsIn(document.source, node, lookup)) {
				const position = document.text.positionAt(end);
				hints.push({ position, label, kind: InlayHintKind.Parameter, paddingLeft: true });
			}
		}
	};
	for (const doc of document.docs) {
		visit(doc.yaml.contents);
	}
	return hints;
}

function* hintsIn(
	source: string,
	{ range }: Scalar,
	lookup: (name: string) => string | undefined,
): Generator<{ readonly end: number; readonly label: string }> {
	const [start, end] = range ?? [0, 0];
	const text = source.slice(start, end);
	for (const part of text.includes('$') ? parseInterpolation(text) : []) {
		const value = part.kind === 'variable' ? hiddenValue(text, part, lookup) : undefined;
		if (value !== undefined) {
			yield { end: start + part.end, label: `= ${hintText(value)}` };
		}
	}
}

/** The value of a variable as it may be shown; undefined where there is none, or none that the text does not show. */
function hiddenValue(
	text: string,
	part: VariablePart,
	lookup: (name: string) => string | undefined,
): string | undefined {
	const whole = text.slice(part.start, part.end);
	const { text: value, problems } = substitute(whole, lookup);
	if (value === '' || problems.length > 0 || value === part.rest) {
		return undefined;
	}
	const isSecret = [...variableNames(whole)].some(({ name }) => isSecretName(name));
	return isSecret ? masked : shownValue(part.name, value);
}
