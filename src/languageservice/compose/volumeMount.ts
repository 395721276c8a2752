import type { Text } from '../host.ts';

/** One entry of `volumes` of a service in short form. */
export interface VolumeMount {
	/** `volume` without a source is an anonymous volume. */
	readonly type: 'bind' | 'volume';
	readonly source: string;
	readonly target: string;
	readonly options: readonly string[];
}

/** Reads `[source:]target[:options]` as Compose does. */
export function parseVolumeMount(text: string): VolumeMount | { readonly problem: Text } {
	if (text === '') {
		return { problem: { en: 'it is empty.', ko: '비어 있습니다.' } };
	}
	if (text.length < 3) {
		return { type: 'volume', source: '', target: text, options: [] };
	}
	const sections = splitSections(text);
	if (sections.includes('')) {
		return {
			problem: { en: 'there is nothing between two colons, or beside one.', ko: '콜론 사이나 옆이 비어 있습니다.' },
		};
	}
	if (sections.length > 3) {
		return { problem: { en: 'it has too many colons.', ko: '콜론이 너무 많습니다.' } };
	}
	const [source, target, options] = sections.length === 1 ? ['', sections[0]] : sections;
	return {
		type: isFilePath(source as string) ? 'bind' : 'volume',
		source: source as string,
		target: target as string,
		options: options?.split(',') ?? [],
	};
}

/** The parts between colons; a colon behind a lone letter belongs to a Windows path. */
function splitSections(text: string): string[] {
	const sections: string[] = [];
	let section = '';
	for (const character of text) {
		if (character === ':' && !/^\p{L}$/u.test(section)) {
			sections.push(section);
			section = '';
		} else {
			section += character;
		}
	}
	return [...sections, section];
}

/** Whether the source of a mount is a path of the host, not the name of a volume. */
export function isFilePath(source: string): boolean {
	return /^[./~]|^\\\\|^\p{L}:/u.test(source);
}
