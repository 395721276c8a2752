import { nearest } from '../../dockerfile/nearest.ts';
import type { BakeDocument, Definition } from '../document.ts';
import { isBakeKind } from '../document.ts';
import type { Attribute, Block, Body, Span } from '../hclSyntax.ts';
import { type BlockModel, blockModels } from '../model.ts';
import { type Problem, problem } from '../problem.ts';

/** Blocks and attributes that bake does not know, names that are missing or wrong, and what must be there. */
export function checkStructure(document: BakeDocument): Problem[] {
	return [
		...document.body.blocks.flatMap(block => checkBlock(block)),
		...document.definitions.flatMap(definition => [...checkName(definition), ...checkAttributes(definition)]),
	];
}

function checkBlock({ type, labels }: Block): Problem[] {
	if (!isBakeKind(type.text)) {
		const meant = nearest(type.text, Object.keys(blockModels));
		return [{ ...problem('UnknownBlock', type, type.text), nearest: meant }];
	}
	if (labels.length === 0) {
		return [problem('MissingName', type, type.text)];
	}
	const [, second] = labels;
	return second ? [problem('ExtraName', second, type.text)] : [];
}

function checkName({ kind, name }: Definition): Problem[] {
	const isWrong = (kind === 'target' || kind === 'group') && !/^[A-Za-z0-9_-]+$/.test(name.text);
	return isWrong ? [problem('InvalidName', quoted(name), name.text)] : [];
}

/** A span that is not empty, so that it can be seen. */
function quoted({ start, end }: Span): Span {
	return end > start ? { start, end } : { start: Math.max(0, start - 1), end: end + 1 };
}

function checkAttributes({ kind, name, block, attributes }: Definition): Problem[] {
	const model = blockModels[kind] as BlockModel;
	const inner = block.body.blocks.flatMap(each => {
		const innerModel = model.blocks?.[each.type.text];
		return innerModel ? missingIn(each.body.attributes, innerModel, each.type, each.type.text) : [];
	});
	const missing = missingIn([...attributes.values()], model, quoted(name), kind);
	return [...checkBody(block.body, kind, model), ...missing, ...inner];
}

function missingIn(attributes: readonly Attribute[], model: BlockModel, place: Span, kind: string): Problem[] {
	const required = Object.keys(model.attributes).filter(key => model.attributes[key]?.required);
	const missing = required.filter(key => !attributes.some(each => each.name.text === key));
	return missing.map(key => problem('MissingAttribute', place, key, kind));
}

function checkBody({ attributes, blocks }: Body, kind: string, model: BlockModel): Problem[] {
	const known = Object.keys(model.attributes);
	const unknown = kind === 'function' || kind === 'validation' ? 'UnsupportedAttribute' : 'UnknownAttribute';
	const problems: Problem[] = [];
	for (const { name } of attributes) {
		if (!known.includes(name.text)) {
			const meant = name.text.replaceAll('_', '-');
			const suggestion = known.includes(meant) ? meant : nearest(name.text, known);
			problems.push({ ...problem(unknown, name, name.text, kind), nearest: suggestion });
		}
	}
	for (const block of blocks) {
		const inner = model.blocks?.[block.type.text];
		if (inner) {
			problems.push(...checkBody(block.body, block.type.text, inner));
		} else if (known.includes(block.type.text)) {
			problems.push(problem('BlockForMap', block.type, block.type.text));
		} else {
			problems.push(problem(unknown, block.type, block.type.text, kind));
		}
	}
	return problems;
}
