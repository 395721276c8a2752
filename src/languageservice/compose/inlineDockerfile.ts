import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, Position, Range } from 'vscode-languageserver-types';
import { isScalar, type Scalar } from 'yaml';
import { type Analysis, createAnalyses } from '../dockerfile/analysis.ts';
import { valueAt } from './merged.ts';
import type { ProjectFile } from './project.ts';

/** The Dockerfile that is written inside of a service's build, as a block of lines. */
export interface InlineDockerfile {
	readonly analysis: Analysis;
	/** The place in the compose file of a place in the Dockerfile. */
	toLocation(range: Range): Location;
}

export function inlineDockerfileOf({ document, uri }: ProjectFile, service: string): InlineDockerfile | undefined {
	for (const doc of document.docs) {
		const node = valueAt(doc, doc.root, 'services', service, 'build', 'dockerfile_inline');
		// In all other forms, lines of the value are not lines of the file.
		if (isScalar(node) && node.type === 'BLOCK_LITERAL' && node.range) {
			const { line: first, indent } = contentOf(document.source, node, document.text);
			const text = TextDocument.create(uri, 'dockerfile', 0, String(node.value));
			const shift = ({ line, character }: Position) => ({ line: line + first, character: character + indent });
			return {
				analysis: createAnalyses().get(text),
				toLocation: ({ start, end }) => ({ uri, range: { start: shift(start), end: shift(end) } }),
			};
		}
	}
	return undefined;
}

/** The line after the `|`, and how far the lines are indented. */
function contentOf(source: string, { range }: Scalar, text: TextDocument): { line: number; indent: number } {
	const [start, end] = range ?? [0, 0];
	const line = text.positionAt(start).line + 1;
	const content = source.slice(source.indexOf('\n', start) + 1, end);
	return { line, indent: /^(?:[ \t]*\r?\n)*( *)/.exec(content)?.[1]?.length ?? 0 };
}
