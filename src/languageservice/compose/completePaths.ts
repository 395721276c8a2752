import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { isScalar } from 'yaml';
import { type FolderEntry, say, type Text } from '../host.ts';
import { type CompletionContext, item, nodeAtPath, siblingText } from './completionContext.ts';
import { resolveUri } from './fileUris.ts';
import type { Meaning } from './modelTypes.ts';

/** Which entries of a folder fit, and which of those come first. */
interface Wanted {
	readonly isFolder?: boolean;
	readonly first?: RegExp;
}

const wanted: Partial<Readonly<Record<Meaning, Wanted>>> = {
	file: {},
	folder: { isFolder: true },
	path: {},
	composeFile: { first: /\.ya?ml$/i },
	envFile: { first: /\.env(?:\.|$)|^\.env|^env\./i },
	dockerfile: { first: /dockerfile/i },
	buildContext: { isFolder: true },
};

export function isPathMeaning(meaning: Meaning | undefined): meaning is Meaning {
	return meaning !== undefined && Object.hasOwn(wanted, meaning);
}

interface PathPart {
	/** What is written of the path, up to the cursor. */
	readonly written: string;
	/** Offset of the path in the original text. */
	readonly start: number;
	/** What is inserted before a first segment. */
	readonly lead?: string;
	/** Insert for the last segment's end: the rest of the segment is replaced. */
	readonly after?: string;
}

/** Files and folders for the last segment of a path. */
export async function pathItems(
	context: CompletionContext,
	meaning: Meaning,
	part: PathPart = wholePath(context),
): Promise<CompletionItem[]> {
	const { written, start } = part;
	const slash = written.lastIndexOf('/') + 1;
	const parent = written.slice(0, slash);
	if (/[$\\]/.test(written) || /^[\w+.-]+:\/\/|^~/.test(parent)) {
		return [];
	}
	const folder = await baseFolder(context, meaning);
	const uri = resolveUri(folder, parent === '' ? '.' : parent);
	const entries = uri === undefined ? undefined : await context.host.readFolder?.(uri, context.signal);
	const choice = wanted[meaning] ?? {};
	const isOwn = (entry: FolderEntry) => `${uri}/${encodeURIComponent(entry.name)}` === context.text.uri;
	const items = (entries ?? [])
		.filter(entry => (choice.isFolder ? entry.kind === 'folder' : true) && !isOwn(entry))
		.filter(entry => isSafe(entry.name))
		.map(entry =>
			entryItem(context, entry, choice, { ...part, start: start + slash, lead: slash === 0 ? (part.lead ?? '') : '' }),
		);
	return meaning === 'buildContext' && written === '' ? [hereItem(context, part.lead ?? ''), ...items] : items;
}

const here: Text = { en: 'the folder of the compose file', ko: 'Compose 파일이 있는 폴더' };

function hereItem(context: CompletionContext, lead: string): CompletionItem {
	return item(context, '.', CompletionItemKind.Folder, {
		insert: `${lead}.`,
		detail: say(here, context.host.locale),
		sort: '0',
	});
}

// Names with line breaks, quotes and the like would need another way of writing than the one that is there.
function isSafe(name: string): boolean {
	return /^[^\s"'`\\#:,[\]{}$&*!|>%@]+$/.test(name);
}

function entryItem(context: CompletionContext, entry: FolderEntry, choice: Wanted, part: PathPart): CompletionItem {
	const isFolder = entry.kind === 'folder';
	const { mark } = context;
	const rest = /^[^/:,\s]*/.exec(part.after ?? mark.after)?.[0] ?? '';
	const cursor = mark.start + mark.before.length;
	const rank = choice.first?.test(entry.name) ? 0 : isFolder ? 1 : 2;
	return item(context, entry.name, isFolder ? CompletionItemKind.Folder : CompletionItemKind.File, {
		insert: (part.lead ?? '') + entry.name + (isFolder && !context.mark.after.startsWith('/') ? '/' : ''),
		start: part.start,
		end: cursor + rest.length,
		sort: `3${rank}${entry.name}`,
		filter: (part.lead ?? '') + entry.name,
		again: isFolder,
	});
}

function wholePath(context: CompletionContext): PathPart {
	return { written: context.mark.before, start: context.mark.start };
}

/** The folder that paths of a kind start from: that of the file, or the build context for a Dockerfile. */
async function baseFolder(context: CompletionContext, meaning: Meaning): Promise<string | undefined> {
	const { folder } = await context.file();
	if (meaning !== 'dockerfile') {
		return folder;
	}
	const own = siblingText(context, 'context') ?? '.';
	return /[$]|:\/\//.test(own) ? undefined : resolveUri(folder, own);
}

/** The text of an attribute of the service at the mark. */
export function serviceText(context: CompletionContext, ...path: readonly string[]): string | undefined {
	const node = context.service === undefined ? undefined : nodeAtPath(context, 'services', context.service, ...path);
	return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}
