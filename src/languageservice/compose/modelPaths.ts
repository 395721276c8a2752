import { type Alias, isAlias, isPair, type Node, type Pair, visit } from 'yaml';
import type { ParsedDocument } from './document.ts';
import type { ModelPath } from './model.ts';
import { pathTo } from './nodeAt.ts';

/**
 * The places of the specification that a place of a document stands for: itself without its merge keys, and for the body
 * of an anchor outside of the specification (`x-`), every place where that is merged or repeated.
 */
export function modelPaths(doc: ParsedDocument, node: Node | Pair | undefined, path: ModelPath): readonly ModelPath[] {
	const own = withoutMerges(path);
	if (!String(own[0] ?? '').startsWith('x-') || !node) {
		return [own];
	}
	const found = new Map<string, ModelPath>();
	follow(doc, node, [], found, new Set());
	return found.size > 0 ? [...found.values()] : [own];
}

function withoutMerges(path: ModelPath): ModelPath {
	return path.filter((step, index) => step !== '<<' && !(typeof step === 'number' && path[index - 1] === '<<'));
}

const most = 100;

/** Goes up from a node to the anchors around it, and on from each of their aliases. */
function follow(
	doc: ParsedDocument,
	node: Node | Pair,
	below: ModelPath,
	found: Map<string, ModelPath>,
	seen: Set<Node | Pair>,
): void {
	const whole = pathTo(doc, node);
	for (let current: Node | Pair | undefined = node; current && seen.size < most; current = doc.parentOf(current)) {
		if (!isPair(current) && 'anchor' in current && current.anchor && !seen.has(current)) {
			seen.add(current);
			const rest = whole.slice(pathTo(doc, current).length);
			for (const alias of aliasesOf(doc, current)) {
				const path = withoutMerges([...pathTo(doc, alias), ...rest, ...below]);
				if (String(path[0]).startsWith('x-')) {
					follow(doc, alias, [...rest, ...below], found, seen);
				} else {
					found.set(JSON.stringify(path), path);
				}
			}
		}
	}
}

function aliasesOf(doc: ParsedDocument, target: Node): Alias[] {
	const aliases: Alias[] = [];
	visit(doc.yaml.contents as Node, (_, node) => {
		if (isAlias(node) && doc.resolveAlias(node) === target && aliases.length < most) {
			aliases.push(node);
		}
	});
	return aliases;
}
