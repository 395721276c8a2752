import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { say, type Text } from '../host.ts';
import { imageItems } from './completeImages.ts';
import { nameDetail, namesFor } from './completeNames.ts';
import { pathItems, serviceText } from './completePaths.ts';
import { type CompletionContext, item, siblingText } from './completionContext.ts';
import { mountOptions } from './modelValues.ts';
import { knownService } from './serviceSnippets.ts';

const texts = {
	here: { en: 'a file or folder beside the compose file', ko: 'Compose 파일 옆의 파일이나 폴더' },
	data: { en: 'where the image keeps its data', ko: '이미지가 데이터를 보관하는 곳' },
	usual: { en: 'a usual path in this image', ko: '이 이미지에서 자주 쓰는 경로' },
	socket: { en: 'the Docker engine itself', ko: 'Docker 엔진 자체' },
} satisfies Record<string, Text>;

/** The source of a short volume, the path behind its first colon, or the options behind the second. */
export async function volumeItems(context: CompletionContext, lead = ''): Promise<CompletionItem[]> {
	const { mark } = context;
	const parts = mark.before.split(':');
	if (/^[A-Za-z]:[\\/]/.test(mark.before) || mark.before.includes('${')) {
		return [];
	}
	const start = mark.start + mark.before.lastIndexOf(':') + 1;
	switch (parts.length) {
		case 1:
			return await sourceItems(context, lead);
		case 2:
			return containerPaths(context, start);
		default:
			return optionItems(context, (parts.at(-1) as string).split(','), start);
	}
}

async function sourceItems(context: CompletionContext, lead: string): Promise<CompletionItem[]> {
	const { mark, host } = context;
	const end = mark.start + mark.before.length + (/^[^:]*/.exec(mark.after)?.[0].length ?? 0);
	const colon = mark.after.includes(':') ? '' : ':';
	if (/[./~]/.test(mark.before)) {
		return await pathItems(context, 'path', { written: mark.before, start: mark.start, lead });
	}
	const names = await namesFor(context, 'volume');
	const volumes = names.map(name =>
		item(context, name, CompletionItemKind.File, {
			insert: lead + name + colon,
			detail: nameDetail(context, 'volume'),
			sort: `00${name}`,
			again: true,
			end,
		}),
	);
	const here = item(context, './', CompletionItemKind.Folder, {
		insert: `${lead}./`,
		detail: say(texts.here, host.locale),
		sort: '01',
		again: true,
		end,
	});
	return [...volumes, here, ...dataMounts(context, lead, names)];
}

/** A complete mount for an image whose data folder is known. */
function dataMounts(context: CompletionContext, lead: string, names: readonly string[]): CompletionItem[] {
	const [data] = knownService(serviceText(context, 'image'))?.data ?? [];
	const [name] = names;
	if (data === undefined || name === undefined || context.mark.after !== '') {
		return [];
	}
	const text = `${name}:${data}`;
	return [
		item(context, text, CompletionItemKind.Snippet, {
			insert: lead + text,
			detail: say(texts.data, context.host.locale),
			sort: '000',
		}),
	];
}

/** Paths in the container that the image is known for. */
export function containerPaths(context: CompletionContext, start = context.mark.start): CompletionItem[] {
	const { mark, host } = context;
	const known = knownService(serviceText(context, 'image'));
	const folder = serviceText(context, 'working_dir');
	const end = mark.start + mark.before.length + (/^[^:]*/.exec(mark.after)?.[0].length ?? 0);
	const data = (known?.data ?? []).map(path => [path, say(texts.data, host.locale)] as const);
	const usual = (known?.paths ?? []).map(path => [path, say(texts.usual, host.locale)] as const);
	const own = folder?.startsWith('/') ? [[folder, 'working_dir'] as const] : [];
	const socket = mark.before.startsWith('/var/run/docker.sock')
		? [['/var/run/docker.sock', say(texts.socket, host.locale)] as const]
		: [];
	return [...data, ...own, ...socket, ...usual].map(([path, detail], index) =>
		item(context, path, CompletionItemKind.Folder, { start, end, detail, sort: `0${index}` }),
	);
}

function optionItems(context: CompletionContext, written: readonly string[], start: number): CompletionItem[] {
	const last = written.at(-1) as string;
	const begin = start + written.join(',').length - last.length;
	const taken = new Set(written.slice(0, -1));
	return mountOptions
		.filter(option => !taken.has(option.value))
		.map((option, index) =>
			item(context, option.value, CompletionItemKind.EnumMember, {
				start: begin,
				text: option.text,
				sort: String(index).padStart(2, '0'),
			}),
		);
}

/** The `source` of a long volume: names or paths, as its `type` says. */
export async function sourceOfLongVolume(context: CompletionContext): Promise<CompletionItem[]> {
	const type = siblingText(context, 'type');
	if (type === 'image') {
		return await imageItems(context);
	}
	const isPath = /^[./~]/.test(context.mark.before);
	const names = type === 'bind' || isPath ? [] : await namesFor(context, 'volume');
	const volumes = names.map(name =>
		item(context, name, CompletionItemKind.File, { detail: nameDetail(context, 'volume'), sort: `0${name}` }),
	);
	return type === 'bind' || (type === undefined && (isPath || volumes.length === 0))
		? [...volumes, ...(await pathItems(context, 'path'))]
		: volumes;
}
