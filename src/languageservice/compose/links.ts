import type { DocumentLink } from 'vscode-languageserver-types';
import { folderOf } from '../dockerfile/buildContext.ts';
import { parseImageReference, splitReference } from '../dockerfile/imageReference.ts';
import { imagePage } from '../dockerfile/links.ts';
import type { ServiceHost } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import { type FilePlace, type ImagePlace, placesIn } from './filePlaces.ts';
import { normalized, resolveUri } from './fileUris.ts';
import { substitute } from './interpolation.ts';
import { findRelatedFiles, variablesOf } from './relatedFiles.ts';

/**
 * Every file that is named, and the registry's page of every image. Bind mounts and paths with variables lead somewhere
 * only if there is such a file.
 */
export async function findLinks(
	document: ComposeDocument,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<DocumentLink[]> {
	const { files, images } = placesIn(document);
	const links = images.flatMap(place => imageLink(document, place) ?? []);
	if (files.length > 0) {
		links.push(...(await fileLinks(document, files, host, signal)));
	}
	return links.sort(
		(a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
	);
}

async function fileLinks(
	document: ComposeDocument,
	files: readonly FilePlace[],
	host: ServiceHost,
	signal: AbortSignal,
): Promise<DocumentLink[]> {
	const related = await findRelatedFiles(document, host, signal);
	const folder = related.main.folder ?? folderOf(document.text.uri);
	const hasVariables = files.some(({ path }) => path.includes('$'));
	const variables = hasVariables ? await variablesOf(related, host, signal) : undefined;
	const links: DocumentLink[] = [];
	for (const { word, path, mayBeFolder } of files) {
		const isFilledIn = path.includes('$');
		const target = resolveUri(folder, isFilledIn ? substitute(path, name => variables?.get(name)).text : path);
		if (target !== undefined && (!(mayBeFolder || isFilledIn) || (await isFile(host, target, signal)))) {
			links.push({ range: document.range(word.start, word.end), target });
		}
	}
	return links;
}

async function isFile(host: ServiceHost, uri: string, signal: AbortSignal): Promise<boolean> {
	const folder = folderOf(uri);
	const entries = folder === undefined ? undefined : await host.readFolder?.(folder, signal);
	const name = normalized(uri.slice((folder?.length ?? 0) + 1));
	return entries?.some(entry => entry.kind === 'file' && entry.name === name) ?? false;
}

function imageLink(document: ComposeDocument, { word, kind }: ImagePlace): DocumentLink | undefined {
	const name = nameOf(word.text);
	const target = name === undefined ? undefined : kind === 'model' ? modelPage(name) : pageOf(name);
	return target === undefined || name === undefined
		? undefined
		: { range: document.range(word.start, word.start + name.length), target };
}

/** The name without tag and digest; undefined where a variable is part of it. */
function nameOf(text: string): string | undefined {
	const plain = text.replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\$\w+/g, 'x');
	const { name } = splitReference(plain);
	return text.startsWith(name) && !(text.length > name.length && text[name.length] === '$') ? name : undefined;
}

function pageOf(name: string): string | undefined {
	const image = parseImageReference(name);
	if (typeof image === 'string') {
		return undefined;
	}
	if (image.registry === 'ghcr.io') {
		const [owner, ...rest] = image.repository.split('/');
		return owner && rest.length > 0 ? `https://ghcr.io/${image.repository}` : undefined;
	}
	// A registry's bare host would pass for an official image.
	return /^library\/.*\./.test(image.repository) ? undefined : imagePage(name);
}

function modelPage(name: string): string | undefined {
	return /^(?:hf\.co|huggingface\.co)\/[\w.-]+\/[\w.-]+$/.test(name) ? `https://${name}` : pageOf(name);
}
