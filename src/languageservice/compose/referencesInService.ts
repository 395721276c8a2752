import { isMap, isScalar } from 'yaml';
import type { Word, WordEntry } from './nodeReader.ts';
import type { ReferenceCollector } from './referenceCollector.ts';

/** Notes the names that a service uses, whichever form its attributes have. */
export function collectService(collector: ReferenceCollector, service: WordEntry): void {
	collector.service = service.key.text;
	for (const entry of collector.entries(service.value)) {
		attributes[entry.key.text]?.(collector, entry);
	}
	collector.service = undefined;
}

type Collect = (collector: ReferenceCollector, entry: WordEntry) => void;

const attributes: Readonly<Record<string, Collect>> = {
	depends_on: namesIn('service'),
	networks: namesIn('network'),
	models: namesIn('model'),
	configs: sourcesIn('config'),
	secrets: sourcesIn('secret'),
	links: eachWord((collector, word) => addBeforeColon(collector, 'service', word, 'links')),
	external_links: eachWord((collector, word) => addBeforeColon(collector, 'container', word, 'external_links')),
	volumes_from: eachWord(collectVolumesFrom),
	network_mode: namespaceOf('network_mode'),
	ipc: namespaceOf('ipc'),
	pid: namespaceOf('pid'),
	extends: collectExtends,
	volumes: collectVolumes,
	build: collectBuild,
	profiles: eachWord((collector, word) => collector.add('profile', word, 'profiles')),
	environment: collectEnvironment,
	credential_spec: (collector, { value }) => addWord(collector, 'config', value, 'config', 'credential_spec'),
	container_name: (collector, { value }) => {
		const word = collector.word(value);
		if (word) {
			collector.add('container', word, 'container_name', { role: 'declaration' });
		}
	},
	post_start: collectHooks,
	pre_start: collectHooks,
	pre_stop: collectHooks,
};

/** A list of names, or a map whose keys are the names. */
function namesIn(kind: 'service' | 'network' | 'model'): Collect {
	return (collector, { key, value }) => {
		if (isMap(value)) {
			for (const entry of collector.entries(value)) {
				collector.add(kind, entry.key, key.text);
			}
			return;
		}
		for (const word of collector.words(value)) {
			collector.add(kind, word, key.text);
		}
	};
}

/** A list of names, or of maps that name something as their `source`. */
function sourcesIn(kind: 'config' | 'secret', attribute?: string): Collect {
	return (collector, { key, value }) => {
		for (const item of collector.items(value)) {
			const word = collector.word(item) ?? collector.wordOf(item, 'source');
			if (word) {
				collector.add(kind, word, attribute ?? key.text);
			}
		}
	};
}

function eachWord(collect: (collector: ReferenceCollector, word: Word) => void): Collect {
	return (collector, { value }) => {
		for (const word of collector.words(value)) {
			collect(collector, word);
		}
	};
}

function addWord(
	collector: ReferenceCollector,
	kind: 'config' | 'service',
	map: unknown,
	key: string,
	attribute: string,
	file?: string,
): void {
	const word = collector.wordOf(map, key);
	if (word) {
		collector.add(kind, word, attribute, { file });
	}
}

/** `name:alias`, or `name` alone. */
function addBeforeColon(
	collector: ReferenceCollector,
	kind: 'service' | 'container',
	word: Word,
	attribute: string,
	from = 0,
): void {
	const colon = word.text.indexOf(':', from);
	collector.add(kind, word, attribute, { from, to: colon < 0 ? word.text.length : colon });
}

const container = 'container:';
const service = 'service:';

function collectVolumesFrom(collector: ReferenceCollector, word: Word): void {
	if (word.text.startsWith(container)) {
		addBeforeColon(collector, 'container', word, 'volumes_from', container.length);
	} else {
		addBeforeColon(collector, 'service', word, 'volumes_from');
	}
}

function namespaceOf(attribute: string): Collect {
	return (collector, { value }) => {
		const word = collector.word(value);
		if (word?.text.startsWith(service)) {
			collector.add('service', word, attribute, { from: service.length });
		} else if (word?.text.startsWith(container)) {
			collector.add('container', word, attribute, { from: container.length });
		}
	};
}

function collectExtends(collector: ReferenceCollector, { value }: WordEntry): void {
	const word = collector.word(value);
	if (word) {
		collector.add('service', word, 'extends');
		return;
	}
	addWord(collector, 'service', value, 'service', 'extends', collector.wordOf(value, 'file')?.text);
}

function collectVolumes(collector: ReferenceCollector, { value }: WordEntry): void {
	for (const item of collector.items(value)) {
		const word = collector.word(item);
		if (word) {
			collectShortVolume(collector, word);
			continue;
		}
		const type = collector.wordOf(item, 'type')?.text ?? 'volume';
		const source = collector.wordOf(item, 'source');
		if (source && type === 'volume' && !isPath(source.text)) {
			collector.add('volume', source, 'volumes');
		}
	}
}

function collectShortVolume(collector: ReferenceCollector, word: Word): void {
	const colon = word.text.indexOf(':');
	// A single letter is the drive of a Windows path.
	if (colon > 1 && !isPath(word.text)) {
		collector.add('volume', word, 'volumes', { to: colon });
	}
}

function isPath(text: string): boolean {
	return /^[/.~\\]|^[A-Za-z]:[\\/]/.test(text);
}

function collectBuild(collector: ReferenceCollector, { value }: WordEntry): void {
	for (const entry of collector.entries(value)) {
		const { key, value: part } = entry;
		if (key.text === 'target') {
			const word = collector.word(part);
			if (word) {
				collector.add('stage', word, 'target');
			}
		} else if (key.text === 'secrets') {
			sourcesIn('secret', 'build.secrets')(collector, entry);
		} else if (key.text === 'args') {
			for (const [word, to] of assignments(collector, part)) {
				collector.add('argument', word, 'args', { to });
			}
		} else if (key.text === 'additional_contexts') {
			collectContexts(collector, part);
		}
	}
}

function collectContexts(collector: ReferenceCollector, value: unknown): void {
	const note = (word: Word, from: number) => {
		if (word.text.startsWith(service, from)) {
			collector.add('service', word, 'additional_contexts', { from: from + service.length });
		}
	};
	for (const entry of collector.entries(value)) {
		const word = collector.word(entry.value);
		if (word) {
			note(word, 0);
		}
	}
	for (const word of collector.words(value)) {
		note(word, word.text.indexOf('=') + 1);
	}
}

/** The names in `NAME=value` items or `NAME: value` entries, and where they end. */
function* assignments(collector: ReferenceCollector, value: unknown): Generator<readonly [Word, number]> {
	for (const { key } of collector.entries(value)) {
		yield [key, key.text.length];
	}
	for (const word of collector.words(value)) {
		const equals = word.text.indexOf('=');
		yield [word, equals < 0 ? word.text.length : equals];
	}
}

/** A name without a value takes the value of the variable of that name. */
function collectEnvironment(collector: ReferenceCollector, { value }: { value: unknown }): void {
	for (const entry of collector.entries(value)) {
		if (isEmpty(entry.value)) {
			collector.add('variable', entry.key, 'environment');
		}
	}
	for (const word of collector.words(value)) {
		if (/^[A-Za-z_]\w*$/.test(word.text)) {
			collector.add('variable', word, 'environment');
		}
	}
}

function isEmpty(node: unknown): boolean {
	return node === undefined || (isScalar(node) && node.value === null);
}

function collectHooks(collector: ReferenceCollector, { value }: WordEntry): void {
	for (const hook of collector.items(value)) {
		collectEnvironment(collector, { value: collector.written(hook, 'environment') });
	}
}
