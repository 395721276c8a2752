import { type InlayHint, InlayHintKind } from 'vscode-languageserver-types';
import { isMap } from 'yaml';
import { folderOf } from '../dockerfile/buildContext.ts';
import { type ProjectContainer, type ServiceHost, say, type Text } from '../host.ts';
import { normalized } from './fileUris.ts';
import { NodeReader, type Word } from './nodeReader.ts';
import type { RelatedFiles } from './relatedFiles.ts';

const hostPort: Text = { en: '(host port {0})', ko: '(호스트 포트 {0})' };

/** For ports that are published wherever there is room: where they are now. */
export function findPortHints(project: RelatedFiles, host: ServiceHost): InlayHint[] {
	const name = projectName(project);
	const containers = (host.containers?.() ?? []).filter(container => container.project === name);
	if (containers.length === 0) {
		return [];
	}
	const { document } = project.main;
	const hints: InlayHint[] = [];
	for (const doc of document.docs) {
		const reader = new NodeReader(document, doc);
		for (const { key, value } of reader.entries(reader.written(doc.root, 'services'))) {
			const own = containers.filter(container => container.service === key.text);
			for (const item of own.length > 0 ? reader.items(reader.written(value, 'ports')) : []) {
				const port = isMap(item) ? longPort(reader, item) : shortPort(reader.word(item));
				const published = port ? portsOf(own, port) : [];
				if (port && published.length > 0) {
					const label = say(hostPort, host.locale, published.join(', '));
					const position = document.text.positionAt(port.end);
					hints.push({ position, label, kind: InlayHintKind.Parameter, paddingLeft: true });
				}
			}
		}
	}
	return hints;
}

interface RandomPort {
	readonly container: number;
	readonly protocol: string;
	/** Where its text ends. */
	readonly end: number;
}

/** `80`, `80/udp`, `127.0.0.1::80`: nothing says which port of the host. */
function shortPort(word: Word | undefined): RandomPort | undefined {
	const match = /^(?:.*::)?(\d+)(?:\/(\w+))?$/.exec(word?.text ?? '');
	return word && match
		? {
				container: Number(match[1]),
				protocol: (match[2] ?? 'tcp').toLowerCase(),
				end: word.node.range?.[1] ?? word.end,
			}
		: undefined;
}

function longPort(reader: NodeReader, item: unknown): RandomPort | undefined {
	const target = reader.wordOf(item, 'target');
	const published = reader.wordOf(item, 'published')?.text ?? '0';
	const protocol = reader.wordOf(item, 'protocol')?.text ?? 'tcp';
	return target && published === '0' && /^\d+$/.test(target.text)
		? { container: Number(target.text), protocol, end: target.node.range?.[1] ?? target.end }
		: undefined;
}

function portsOf(containers: readonly ProjectContainer[], { container, protocol }: RandomPort): number[] {
	const found = containers.flatMap(({ ports }) =>
		ports.filter(port => port.container === container && port.protocol === protocol).map(port => port.host),
	);
	return [...new Set(found)];
}

/** The name as Compose finds it: `name`, else the folder's. */
function projectName({ main, files }: RelatedFiles): string {
	const base = files.find(({ role }) => role === 'base') ?? main;
	for (const doc of base.document.docs) {
		const name = new NodeReader(base.document, doc).wordOf(doc.root, 'name')?.text;
		if (name !== undefined) {
			return name;
		}
	}
	const folder = normalized((base.folder ?? folderOf(base.uri) ?? '').split('/').pop() ?? '');
	return folder
		.toLowerCase()
		.replace(/[^a-z0-9_-]/g, '')
		.replace(/^[_-]+/, '');
}
