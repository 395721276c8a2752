import { isMap, type YAMLMap } from 'yaml';
import { keyText } from './merged.ts';
import { type Refactoring, textOf } from './refactoring.ts';
import { rewriteItems } from './refactorPorts.ts';
import { isFilePath, parseVolumeMount } from './volumeMount.ts';
import { scalarText, type Yaml } from './yamlText.ts';

const titles = {
	long: { en: 'Write the volume in long form', ko: '볼륨을 긴 형식(long)으로 쓰기' },
	short: { en: 'Write the volume in short form', ko: '볼륨을 짧은 형식(short)으로 쓰기' },
	allLong: { en: 'Write all volumes in long form', ko: '모든 볼륨을 긴 형식(long)으로 쓰기' },
	allShort: { en: 'Write all volumes in short form', ko: '모든 볼륨을 짧은 형식(short)으로 쓰기' },
};

/** `./data:/data:ro` and `type`, `source`, `target`, `read_only`. */
export const refactorVolumes: Refactoring = (input, { map }) =>
	rewriteItems(input, map, 'volumes', toLong, toShort, titles);

function toLong(text: string): Yaml | undefined {
	const mount = parseVolumeMount(text);
	if ('problem' in mount || text.includes('$') || mount.source === '') {
		return undefined;
	}
	const { type, source, target, options } = mount;
	const others = options.filter(option => option !== 'rw' && option !== 'ro');
	if (others.some(option => !/^(?:nocopy|[zZ]|r?(?:private|shared|slave))$/.test(option)) || others.length > 1) {
		return undefined;
	}
	const [other] = others;
	const isVolume = type === 'volume';
	if (other !== undefined && (other === 'nocopy') !== isVolume) {
		return undefined;
	}
	const inner: [string, Yaml][] = isVolume ? [] : [['create_host_path', 'true']];
	if (other !== undefined) {
		const key = isVolume ? 'nocopy' : /^z$/i.test(other) ? 'selinux' : 'propagation';
		inner.push([key, isVolume ? 'true' : other]);
	}
	return {
		map: [
			['type', type],
			['source', scalarText(source)],
			['target', scalarText(target)],
			...(options.includes('ro') ? [['read_only', 'true'] as const] : []),
			...(inner.length > 0 ? [[type, { map: inner }] as const] : []),
		],
	};
}

function toShort(map: YAMLMap): string | undefined {
	const values = new Map(map.items.map(({ key, value }) => [keyText(key) ?? '', value]));
	const text = (key: string) => textOf(values.get(key)) ?? '';
	const type = text('type');
	const [source, target] = [text('source'), text('target')];
	const inner = innerOptions(values.get(type), type);
	const isKnown = [...values.keys()].every(key => ['type', 'source', 'target', 'read_only', type].includes(key));
	const isPath = isFilePath(source);
	const fits = (type === 'bind' && isPath) || (type === 'volume' && !isPath && source !== '');
	if (!isKnown || !inner || !fits || target === '' || /[:$]/.test(source + target)) {
		return undefined;
	}
	const options = [...(text('read_only') === 'true' ? ['ro'] : []), ...inner];
	return scalarText([source, target, ...(options.length > 0 ? [options.join(',')] : [])].join(':'), true);
}

/** The words of the short form for what stands under `bind` or `volume`; undefined if it has none. */
function innerOptions(inner: unknown, type: string): string[] | undefined {
	if (inner === undefined) {
		return type === 'bind' ? undefined : [];
	}
	if (!isMap(inner)) {
		return undefined;
	}
	const values = new Map(inner.items.map(({ key, value }) => [keyText(key) ?? '', textOf(value) ?? '']));
	if (type === 'bind' && values.get('create_host_path') !== 'true') {
		return undefined;
	}
	const words: string[] = [];
	for (const [key, value] of values) {
		if (key === 'nocopy' && value === 'true') {
			words.push('nocopy');
		} else if ((key === 'propagation' || key === 'selinux') && /^[a-zA-Z]+$/.test(value)) {
			words.push(value);
		} else if (key !== 'create_host_path') {
			return undefined;
		}
	}
	return words;
}
