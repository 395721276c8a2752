import { type CompletionItem, CompletionItemKind, type TextEdit } from 'vscode-languageserver-types';
import { isMap } from 'yaml';
import { type CompletionContext, item, nodeAtPath, ownKeys } from './completionContext.ts';
import { type KnownService, knownServices, serviceBody } from './serviceSnippets.ts';

/** Whole services for usual images, with what they need elsewhere in the file. */
export function serviceItems(context: CompletionContext): CompletionItem[] {
	const { mark, indent } = context;
	if (mark.hasColon || mark.inFlow || mark.quote) {
		return [];
	}
	const taken = ownKeys(context);
	return knownServices.map((known, index) => {
		const name = free(known.name, taken);
		const volume = free(`${name}-data`, volumesOf(context));
		const body = serviceBody(known, volume).map(line => line.replaceAll('  ', indent));
		const declaration = known.data.length > 0 ? declareVolume(context, volume) : undefined;
		return item(context, name, CompletionItemKind.Snippet, {
			insert: [`${name}:`, ...body.map(line => indent + line)].join('\n'),
			text: known.text,
			detail: `${known.image}:${known.tags[0]}`,
			documentation: documentationOf(context, known, body),
			sort: `5${String(index).padStart(2, '0')}`,
			...(declaration ? { more: [declaration] } : {}),
		});
	});
}

function documentationOf(context: CompletionContext, known: KnownService, body: readonly string[]): string {
	const title = context.host.locale === 'ko' ? known.text.ko : known.text.en;
	return `${title}\n\n\`\`\`yaml\n${body.join('\n')}\n\`\`\``;
}

function free(name: string, taken: ReadonlySet<string>): string {
	let candidate = name;
	for (let number = 2; taken.has(candidate); number++) {
		candidate = `${name}-${number}`;
	}
	return candidate;
}

function volumesOf(context: CompletionContext): ReadonlySet<string> {
	const volumes = nodeAtPath(context, 'volumes');
	return new Set(isMap(volumes) ? volumes.items.map(pair => String((pair.key as { value?: unknown }).value)) : []);
}

/** Adds a volume to the file: to its `volumes`, or as a new section before the services or at the end. */
function declareVolume(context: CompletionContext, name: string): TextEdit | undefined {
	const { mark, text, indent } = context;
	const { doc } = mark.place;
	const section = nodeAtPath(context, 'volumes');
	if (isMap(section)) {
		const first = section.items[0]?.key as { range?: readonly [number, number, number] | null } | undefined;
		const start = first?.range?.[0];
		if (section.flow || start === undefined) {
			return undefined;
		}
		const column = start - (mark.document.source.lastIndexOf('\n', start - 1) + 1);
		return insertAt(context, start, `${name}:\n${' '.repeat(column)}`);
	}
	if (doc.root?.items.some(pair => (pair.key as { value?: unknown } | null)?.value === 'volumes')) {
		return undefined;
	}
	const declaration = `volumes:\n${indent}${name}:\n`;
	const services = doc.root?.items.find(pair => (pair.key as { value?: unknown } | null)?.value === 'services');
	const start = (services?.key as { range?: readonly [number, number, number] | null } | undefined)?.range?.[0] ?? 0;
	const column = start - (mark.document.source.lastIndexOf('\n', start - 1) + 1);
	const isLast = mark.document.docs.at(-1) === doc;
	const length = text.getText().length;
	return isLast && length > mark.end && column === 0
		? edit(context, length, (text.getText().endsWith('\n') ? '\n' : '\n\n') + declaration)
		: insertAt(context, start, `${declaration.replaceAll('\n', `\n${' '.repeat(column)}`)}\n${' '.repeat(column)}`);
}

/** An insertion at an offset of the marked text. */
function insertAt(context: CompletionContext, offset: number, newText: string): TextEdit {
	const { mark, text } = context;
	const shift = mark.document.source.length - text.getText().length;
	return edit(context, offset > mark.start ? offset - shift : offset, newText);
}

function edit(context: CompletionContext, offset: number, newText: string): TextEdit {
	const position = context.text.positionAt(offset);
	return { range: { start: position, end: position }, newText };
}
