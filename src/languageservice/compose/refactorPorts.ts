import { isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import type { OffsetEdit, YamlEditor } from './edits.ts';
import type { Fix } from './fix.ts';
import { keyText } from './merged.ts';
import { parsePortMapping } from './portMapping.ts';
import {
	isPure,
	isSimple,
	ownPair,
	type Refactoring,
	type RefactoringInput,
	refactoring,
	textOf,
	touchesNode,
} from './refactoring.ts';
import { blockText, flowText, scalarText, type Yaml } from './yamlText.ts';

const titles = {
	long: { en: 'Write the port in long form', ko: '포트를 긴 형식(long)으로 쓰기' },
	short: { en: 'Write the port in short form', ko: '포트를 짧은 형식(short)으로 쓰기' },
	allLong: { en: 'Write all ports in long form', ko: '모든 포트를 긴 형식(long)으로 쓰기' },
	allShort: { en: 'Write all ports in short form', ko: '모든 포트를 짧은 형식(short)으로 쓰기' },
};

/** `"8080:80/udp"` and `target`, `published`, `protocol`. */
export const refactorPorts: Refactoring = (input, { map }) =>
	rewriteItems(input, map, 'ports', toLong, toShort, titles);

export interface FormTitles {
	readonly long: { readonly en: string; readonly ko: string };
	readonly short: { readonly en: string; readonly ko: string };
	readonly allLong?: { readonly en: string; readonly ko: string };
	readonly allShort?: { readonly en: string; readonly ko: string };
}

/** Items of a list that have a short form, a scalar, and a long one, a map. */
export function rewriteItems(
	input: RefactoringInput,
	service: YAMLMap,
	key: string,
	long: (text: string) => Yaml | undefined,
	short: (map: YAMLMap) => string | undefined,
	formTitles: FormTitles,
): Fix[] {
	const list = ownPair(service, key)?.value;
	if (!isSeq(list)) {
		return [];
	}
	const edits = list.items.map((_, index) => rewriteItem(input.editor, list, index, long, short));
	const touched = list.items.flatMap((item, index) => (touchesNode(input, item as never) ? [index] : []));
	const fixes = touched
		.slice(0, 5)
		.flatMap(index =>
			refactoring('rewrite', isMap(list.items[index]) ? formTitles.short : formTitles.long, [edits[index]]),
		);
	for (const isLong of touched.length > 0 && list.items.length > 1 ? [false, true] : []) {
		const all = edits.filter((_, index) => isMap(list.items[index]) === isLong);
		const title = isLong ? formTitles.allShort : formTitles.allLong;
		fixes.push(...(title && all.length > 1 ? refactoring('rewrite', title, all) : []));
	}
	return fixes;
}

function rewriteItem(
	editor: YamlEditor,
	list: YAMLSeq,
	index: number,
	long: (text: string) => Yaml | undefined,
	short: (map: YAMLMap) => string | undefined,
): OffsetEdit | undefined {
	const item = list.items[index];
	if (isMap(item)) {
		const text = isPure(item) ? short(item) : undefined;
		const start = item.range?.[0] ?? 0;
		return text === undefined || hasInnerComments(editor, item) ? undefined : { start, end: editor.endOf(item), text };
	}
	const text = isScalar(item) && isSimple(editor, item) ? textOf(item) : undefined;
	const value = text === undefined ? undefined : long(text);
	if (!value || !isScalar(item) || !item.range) {
		return undefined;
	}
	const column = list.flow ? 0 : editor.columnOf(item.range[0]);
	const written = list.flow ? flowText(value) : blockText(value, column, editor.step, editor.eol).trimStart();
	return { start: item.range[0], end: editor.endOf(item), text: written };
}

/** Comments between the lines of a map would be lost with them. */
function hasInnerComments(editor: YamlEditor, map: YAMLMap): boolean {
	const end = editor.endOf(map);
	return /(?:^|\s)#/m.test(editor.source.slice(map.range?.[0], end).replace(/"[^"\n]*"|'[^'\n]*'/g, ''));
}

const variable = '\\$\\{[^{}]*\\}';
const withVariables = new RegExp(
	`^(?:(\\d[\\d.]*|${variable}|\\[[\\da-fA-F:]+\\]):)?(?:(\\d+(?:-\\d+)?|${variable})?:)?(\\d+|${variable})(?:/(tcp|udp|sctp))?$`,
	'i',
);

function toLong(text: string): Yaml | undefined {
	const match = withVariables.exec(text);
	if (!match || (!text.includes('$') && 'problem' in parsePortMapping(text))) {
		return undefined;
	}
	const [, first, second, container = '', protocol] = match;
	// Of two parts the first is the host port, of three the address.
	const isAddress = second !== undefined || text.startsWith(`${first}::`);
	return pairs(isAddress ? first : undefined, isAddress ? second : first, container, protocol);
}

function pairs(
	address: string | undefined,
	host: string | undefined,
	container: string,
	protocol: string | undefined,
): Yaml {
	const target = container.includes('$') ? `"${container}"` : container;
	return {
		map: [
			['target', target],
			...(host === undefined ? [] : [['published', `"${host}"`] as const]),
			...(address === undefined ? [] : [['host_ip', scalarText(address.replace(/^\[|\]$/g, ''), true)] as const]),
			...(protocol === undefined ? [] : [['protocol', protocol.toLowerCase()] as const]),
		],
	};
}

function toShort(map: YAMLMap): string | undefined {
	const values = new Map(map.items.map(({ key, value }) => [keyText(key) ?? '', textOf(value) ?? '']));
	const isKnown = [...values].every(
		([key, value]) => /^(?:target|published|host_ip|protocol)$/.test(key) || (key === 'mode' && value === 'ingress'),
	);
	const target = values.get('target') ?? '';
	const published = values.get('published') ?? '';
	const address = values.get('host_ip') ?? '';
	const protocol = values.get('protocol') ?? '';
	const isProtocol = /^(?:tcp|udp|sctp)?$/.test(protocol);
	const isPlain = [target, published].every(part => /^(?:\d+(?:-\d+)?|\$\{[^{}]*\})?$/.test(part));
	if (
		!isKnown ||
		!isProtocol ||
		target === '' ||
		target.includes('-') ||
		!isPlain ||
		(address !== '' && published === '')
	) {
		return undefined;
	}
	const shown = address.includes(':') ? `[${address}]` : address;
	const parts = [...(address === '' ? [] : [shown]), ...(published === '' ? [] : [published]), target];
	return `"${parts.join(':')}${protocol === '' || protocol === 'tcp' ? '' : `/${protocol}`}"`;
}
