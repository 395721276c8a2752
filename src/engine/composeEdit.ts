import type { Document, Pair, Scalar, YAMLMap } from 'yaml';
import type { ConvertedRun } from './composeFromRun.ts';
import { EngineError } from './errors.ts';

/** A compose file of its own for one service. */
export async function toComposeFile(run: ConvertedRun): Promise<string> {
	return addToComposeFile('', run);
}

/**
 * Adds a service, and what it needs declared, to a compose file's text. Only lines are added: what is there keeps its
 * comments and its layout. A name that is taken gets a number. `invalid` if the text is no compose file.
 */
export async function addToComposeFile(file: string, run: ConvertedRun): Promise<string> {
	const yaml = await import('yaml');
	const taken = namesIn(file, 'services', yaml);
	let name = run.name;
	for (let number = 2; taken.includes(name); number++) {
		name = `${run.name}-${number}`;
	}
	let changed = addEntry(file, 'services', name, run.service, yaml);
	for (const [network, declaration] of Object.entries(run.networks)) {
		changed = addDeclaration(changed, 'networks', network, declaration, yaml);
	}
	for (const [volume, declaration] of Object.entries(run.volumes)) {
		changed = addDeclaration(changed, 'volumes', volume, declaration, yaml);
	}
	return changed;
}

type Yaml = typeof import('yaml');

function addDeclaration(file: string, section: string, name: string, value: unknown, yaml: Yaml): string {
	return namesIn(file, section, yaml).includes(name) ? file : addEntry(file, section, name, value, yaml);
}

function namesIn(file: string, section: string, yaml: Yaml): string[] {
	const map = read(file, yaml).get(section);
	return yaml.isMap(map) ? map.items.map(item => String((item.key as Scalar).value)) : [];
}

function read(file: string, yaml: Yaml): Document<YAMLMap, true> {
	const document = yaml.parseDocument(file, { keepSourceTokens: true });
	if (document.errors[0] || (document.contents !== null && !yaml.isMap(document.contents))) {
		throw new EngineError('invalid', document.errors[0]?.message.split('\n')[0] ?? 'This is not a compose file.');
	}
	return document as Document<YAMLMap, true>;
}

function addEntry(file: string, section: string, name: string, value: unknown, yaml: Yaml): string {
	const document = read(file, yaml);
	const pair = document.contents?.items.find(item => (item.key as Scalar).value === section);
	const lineEnd = file.includes('\r\n') ? '\r\n' : '\n';
	const add = (at: number, text: string) => {
		const before = file.slice(0, at);
		const gap = before === '' || before.endsWith('\n') ? '' : '\n';
		return before + (gap + text).replaceAll('\n', lineEnd) + file.slice(at);
	};
	if (!pair) {
		return add(file.length, `${file.trim() === '' ? '' : '\n'}${section}:\n${block({ [name]: value }, 2, yaml)}`);
	}
	const map = pair.value;
	if (yaml.isMap(map) && !map.flow && map.items.length > 0) {
		const indent = columnOf(file, startOf(map.items[0])) || 2;
		return add(endOfEntries(file, map), block({ [name]: value }, indent, yaml));
	}
	if (map === null || (yaml.isScalar(map) && map.value === null)) {
		return add(endOfLine(file, startOf(pair)), block({ [name]: value }, 2, yaml));
	}
	return wholeAnew(document, section, name, value, yaml);
}

/** For `services: {}` and the like, where there are no lines to add to. */
function wholeAnew(
	document: Document<YAMLMap, true>,
	section: string,
	name: string,
	value: unknown,
	yaml: Yaml,
): string {
	const map = document.get(section);
	if (!yaml.isMap(map)) {
		throw new EngineError('invalid', `"${section}" is no mapping.`);
	}
	map.flow = map.items.length > 0;
	map.set(name, value);
	return document.toString({ lineWidth: 0 });
}

function block(value: unknown, indent: number, yaml: Yaml): string {
	const document = new yaml.Document(value);
	yaml.visit(document, {
		Seq(_key, node) {
			const short = node.items.every(item => yaml.isScalar(item));
			node.flow =
				short && ['command', 'entrypoint', 'test', 'capabilities'].includes(String(keyOf(_key, node, document, yaml)));
		},
		Scalar(_key, node) {
			if (typeof node.value === 'string' && /^[\d:.]*:[\d:.]*\d(\/\w+)?$/.test(node.value)) {
				node.type = 'QUOTE_DOUBLE';
			}
		},
	});
	const text = document.toString({ lineWidth: 0, nullStr: '', flowCollectionPadding: false, indent });
	return text.replace(/^(?=.)/gm, ' '.repeat(indent));
}

/** The key under which a list stands. */
function keyOf(_at: unknown, node: unknown, document: Document, yaml: Yaml): unknown {
	let found: unknown;
	yaml.visit(document, {
		Pair(_key, pair) {
			if (pair.value === node) {
				found = (pair.key as Scalar).value;
				return yaml.visit.BREAK;
			}
			return undefined;
		},
	});
	return found;
}

function startOf(pair: Pair | undefined): number {
	return (pair?.key as Scalar | undefined)?.range?.[0] ?? 0;
}

function columnOf(file: string, offset: number): number {
	return offset - (file.lastIndexOf('\n', offset - 1) + 1);
}

/** After the last line that belongs to a mapping's last entry, without the blank lines and comments that follow. */
function endOfEntries(file: string, map: YAMLMap): number {
	const last = map.items.at(-1);
	const range = (last?.value as { range?: [number, number, number] } | null | undefined)?.range;
	const end = Math.max(range?.[1] ?? 0, startOf(last));
	const text = file.slice(0, end).trimEnd();
	return endOfLine(file, text.length);
}

function endOfLine(file: string, offset: number): number {
	const at = file.indexOf('\n', offset);
	return at < 0 ? file.length : at + 1;
}
