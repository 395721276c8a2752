import type { DocumentLink } from 'vscode-languageserver-types';
import { resolveUri } from '../compose/fileUris.ts';
import { folderOf } from '../dockerfile/buildContext.ts';
import { imagePage } from '../dockerfile/links.ts';
import type { ServiceHost } from '../host.ts';
import { dockerfileOf } from './dockerfileOfTarget.ts';
import { type BakeDocument, plainString } from './document.ts';
import type { Identifier } from './hclSyntax.ts';
import { loadBakeProject } from './siblings.ts';

/** Dockerfiles, images of contexts whose registry has a page, and web addresses. */
export async function findLinks(
	document: BakeDocument,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<DocumentLink[]> {
	const project = await loadBakeProject(document, host, signal);
	const folder = folderOf(document.text.uri);
	const links: DocumentLink[] = [];
	const add = (span: Identifier, target: string | undefined) => {
		if (target !== undefined) {
			links.push({ range: document.range(span), target });
		}
	};
	for (const target of document.definitions.filter(each => each.kind === 'target')) {
		const dockerfile = plainString(target.attributes.get('dockerfile')?.value);
		if (dockerfile && !/^\w+:\/\//.test(dockerfile.text) && !target.attributes.has('dockerfile-inline')) {
			const found = await dockerfileOf(project, target, { readFile: async () => undefined, ...host }, signal);
			add(dockerfile, found?.uri ?? (folder && resolveUri(folder, dockerfile.text)));
		}
		const contexts = target.attributes.get('contexts')?.value;
		for (const { value } of contexts?.kind === 'object' ? contexts.entries : []) {
			const context = plainString(value);
			const image = context?.text.startsWith('docker-image://') ? context.text.slice(15) : undefined;
			if (context && image) {
				add({ ...context, start: context.start + 15 }, imagePage(image));
			}
		}
		const context = plainString(target.attributes.get('context')?.value);
		if (context && /^https?:\/\/[^\s"'<>]+$/.test(context.text)) {
			add(context, context.text);
		}
	}
	return links;
}
