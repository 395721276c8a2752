import type { ParsedHcl } from './hclBody.ts';
import { readExpression } from './hclExpression.ts';
import { HclScanner } from './hclScanner.ts';
import type { Attribute, Block, Body, Expression, Identifier, ObjectEntry, Span } from './hclSyntax.ts';
import { syntaxTexts } from './syntaxTexts.ts';

/** Reads `docker-bake.json` as the same blocks and attributes that HCL has: `{"target": {"name": { … }}}`. */
export function parseBakeJson(text: string): ParsedHcl {
	const scanner = new HclScanner(text, true);
	scanner.linesAreBlank = true;
	scanner.skip();
	const root = readExpression(scanner);
	scanner.skip();
	if (!scanner.atEnd) {
		scanner.problem(syntaxTexts.value, scanner.offset, scanner.offset + 1);
	}
	return { body: topBody(root), problems: scanner.problems };
}

const blockTypes = new Set(['target', 'group', 'variable', 'function']);

function topBody(root: Expression): Body {
	const attributes: Attribute[] = [];
	const blocks: Block[] = [];
	for (const entry of entriesOf(root)) {
		const type = nameOf(entry);
		if (!blockTypes.has(type.text)) {
			attributes.push(attributeOf(entry));
			continue;
		}
		const named = entriesOf(entry.value);
		if (named.length === 0) {
			blocks.push({
				type,
				labels: [],
				body: bodyOf(entry.value),
				headerEnd: type.end,
				start: entry.start,
				end: entry.end,
			});
		}
		for (const each of named) {
			blocks.push(blockOf(type, each));
		}
	}
	return { attributes, blocks, start: root.start, end: root.end };
}

function blockOf(type: Identifier, entry: ObjectEntry): Block {
	const name = nameOf(entry);
	const { start, end } = entry;
	return { type, labels: [name], body: bodyOf(entry.value), headerEnd: entry.value.start, start, end };
}

function bodyOf(value: Expression): Body {
	const blocks: Block[] = [];
	const attributes: Attribute[] = [];
	for (const entry of entriesOf(value)) {
		const name = nameOf(entry);
		if (name.text === 'validation') {
			const { start, end } = entry;
			blocks.push({ type: name, labels: [], body: bodyOf(entry.value), headerEnd: entry.value.start, start, end });
		} else {
			attributes.push(attributeOf(entry));
		}
	}
	return { attributes, blocks, start: value.start, end: value.end };
}

function attributeOf(entry: ObjectEntry): Attribute {
	return { name: nameOf(entry), value: entry.value, start: entry.start, end: entry.end };
}

function nameOf({ name, key }: ObjectEntry): Identifier {
	const { start, end }: Span = key;
	return name ?? { text: '', start, end };
}

/** The entries of an object, or of the objects in a list. */
function entriesOf(value: Expression): readonly ObjectEntry[] {
	return value.kind === 'list' ? value.items.flatMap(entriesOf) : value.kind === 'object' ? value.entries : [];
}
