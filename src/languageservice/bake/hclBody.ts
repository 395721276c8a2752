import { readExpression } from './hclExpression.ts';
import { HclScanner } from './hclScanner.ts';
import type { Attribute, Block, Body, Identifier, SyntaxProblem } from './hclSyntax.ts';
import { readQuoted } from './hclTemplate.ts';
import { syntaxTexts } from './syntaxTexts.ts';

export interface ParsedHcl {
	readonly body: Body;
	readonly problems: readonly SyntaxProblem[];
}

/** Reads an HCL file; half-typed text gives whatever is understood of it, and problems. */
export function parseHcl(text: string): ParsedHcl {
	const scanner = new HclScanner(text);
	const body = readBody(scanner, false);
	return { body, problems: scanner.problems };
}

interface Items {
	readonly attributes: Attribute[];
	readonly blocks: Block[];
}

function readBody(scanner: HclScanner, isBlock: boolean): Body {
	const start = scanner.offset;
	const items: Items = { attributes: [], blocks: [] };
	for (;;) {
		scanner.skip(true);
		if (scanner.atEnd || (isBlock && scanner.sees('}'))) {
			break;
		}
		const before = scanner.offset;
		readItem(scanner, items);
		endItem(scanner, isBlock && !scanner.text.slice(start, scanner.offset).includes('\n'));
		if (scanner.offset === before) {
			scanner.offset++;
		}
	}
	return { ...items, start, end: scanner.offset };
}

/** An attribute or block ends its line, but for the brace of a block on one line; what else follows is a mistake. */
function endItem(scanner: HclScanner, mayClose: boolean): void {
	scanner.skip(false);
	if (scanner.atEnd || scanner.sees('\n') || (mayClose && scanner.sees('}'))) {
		return;
	}
	const last = scanner.problems.at(-1);
	const isNew = !last || last.end < scanner.offset - 1 || last.start < lineStart(scanner);
	if (isNew) {
		scanner.problem(syntaxTexts.newline, scanner.offset, scanner.offset + 1);
		if (/[\p{L}_}]/u.test(scanner.text[scanner.offset] ?? '')) {
			return;
		}
	}
	scanner.offset = scanner.lineEnd();
}

function lineStart(scanner: HclScanner): number {
	return scanner.text.lastIndexOf('\n', scanner.offset - 1) + 1;
}

function readItem(scanner: HclScanner, items: Items): void {
	const name = scanner.identifier();
	if (!name) {
		scanner.problem(syntaxTexts.item, scanner.offset, scanner.offset + 1);
		return;
	}
	scanner.skip(false);
	if (scanner.sees('=')) {
		scanner.offset++;
		scanner.skip(false);
		const value = readExpression(scanner);
		if (items.attributes.some(attribute => attribute.name.text === name.text)) {
			scanner.problem(syntaxTexts.duplicateAttribute, name.start, name.end, name.text);
		}
		items.attributes.push({ name, value, start: name.start, end: Math.max(value.end, name.end) });
	} else if (scanner.sees(':')) {
		scanner.problem(syntaxTexts.needsEquals, name.start, name.end);
		scanner.offset = scanner.lineEnd();
	} else {
		const block = scanner.nested(() => readBlock(scanner, name));
		if (block) {
			items.blocks.push(block);
		}
	}
}

function readBlock(scanner: HclScanner, type: Identifier): Block | undefined {
	const labels = readLabels(scanner);
	if (scanner.sees('=') && labels.length > 0) {
		scanner.problem(syntaxTexts.blockEquals, scanner.offset, scanner.offset + 1);
		scanner.offset++;
		scanner.skip(false);
	}
	if (!scanner.sees('{')) {
		const isHeader = labels.length > 0;
		scanner.problem(isHeader ? syntaxTexts.brace : syntaxTexts.item, type.start, labels.at(-1)?.end ?? type.end);
		scanner.offset = scanner.lineEnd();
		return undefined;
	}
	const headerEnd = scanner.offset++;
	const body = readBody(scanner, true);
	if (scanner.sees('}')) {
		scanner.offset++;
	} else {
		scanner.problem(syntaxTexts.unclosedBlock, type.start, headerEnd + 1);
	}
	checkOneLine(scanner, headerEnd, body);
	return { type, labels, body, headerEnd, start: type.start, end: scanner.offset };
}

function readLabels(scanner: HclScanner): Identifier[] {
	const labels: Identifier[] = [];
	for (;;) {
		scanner.skip(false);
		if (!scanner.sees('"')) {
			const label = scanner.identifier();
			if (!label) {
				return labels;
			}
			labels.push(label);
			continue;
		}
		const template = readQuoted(scanner, readExpression);
		if (template.parts.some(part => part.kind !== 'text')) {
			scanner.problem(syntaxTexts.labelTemplate, template.content.start, template.content.end);
		}
		const { start, end } = template.content;
		labels.push({ text: scanner.text.slice(start, end), start, end });
	}
}

/** `target "a" { context = "." }` may hold one attribute; content on the line of the brace must end there too. */
function checkOneLine(scanner: HclScanner, headerEnd: number, { attributes, blocks }: Body): void {
	const first = [...attributes, ...blocks].sort((a, b) => a.start - b.start)[0];
	if (!first || scanner.text.slice(headerEnd, first.start).includes('\n')) {
		return;
	}
	const isSpread = scanner.text.slice(first.end, scanner.offset).includes('\n');
	if (blocks.length > 0 || attributes.length > 1 || isSpread) {
		const alreadySaid = scanner.problems.some(problem => problem.start >= headerEnd);
		if (!alreadySaid) {
			scanner.problem(syntaxTexts.oneLine, first.start, first.end);
		}
	}
}
