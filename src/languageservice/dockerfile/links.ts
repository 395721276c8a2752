import type { DocumentLink } from 'vscode-languageserver-types';
import type { ServiceHost } from '../host.ts';
import { type Analysis, rangeOf } from './analysis.ts';
import { folderOf, joinUri } from './buildContext.ts';
import { isGitSource } from './gitSource.ts';
import { parseHeredoc } from './heredocs.ts';
import { type ImageReference, parseImageReference, splitReference } from './imageReference.ts';
import type { StageReference } from './model.ts';
import { fieldOf } from './mounts.ts';

/** Base images to their registry's page, URLs of ADD, sources of COPY and of mounts to their files. */
export async function findLinks(analysis: Analysis, host: ServiceHost, signal: AbortSignal): Promise<DocumentLink[]> {
	const { file, model } = analysis;
	const links: DocumentLink[] = [];
	for (const reference of model.stageReferences) {
		const link = reference.stage || reference.byIndex || reference.inTrigger ? undefined : imageLink(reference);
		if (link) {
			links.push({
				range: rangeOf(file, reference.start, Math.min(reference.start + link.length, reference.end)),
				target: link.target,
			});
		}
	}
	for (const directive of file.directives) {
		const target = directive.name === 'syntax' ? imagePage(directive.value) : undefined;
		if (target) {
			links.push({ range: rangeOf(file, directive.valueStart, directive.valueEnd), target });
		}
	}
	links.push(...(await sourceLinks(analysis, host, signal)));
	return links.sort(
		(a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
	);
}

/** The page of an image, and how much of the text names it: the tag does not. */
function imageLink(reference: StageReference): { target: string; length: number } | undefined {
	const resolved = reference.kind === 'from' ? (reference.within?.resolvedBase ?? reference.text) : reference.text;
	const { name } = splitReference(reference.text);
	const isLiteral = !name.includes('$');
	// An argument without a default may leave the tag empty; the name is there all the same.
	const target = imagePage(resolved) ?? (isLiteral && reference.text.includes('$') ? imagePage(name) : undefined);
	return target === undefined ? undefined : { target, length: isLiteral ? name.length : reference.text.length };
}

async function sourceLinks(analysis: Analysis, host: ServiceHost, signal: AbortSignal): Promise<DocumentLink[]> {
	const { file, model, document } = analysis;
	const links: DocumentLink[] = [];
	const folder = host.contextFolder?.(document.uri) ?? folderOf(document.uri);
	for (const { instruction, role, expansion, word, certain } of model.expansions) {
		const path = expansion.result;
		if (role !== 'source' || !certain || expansion.error || signal.aborted) {
			continue;
		}
		const { logical } = instruction;
		const range = () => rangeOf(file, logical.offsetAt(word.start), logical.endOffsetAt(word.end));
		if (instruction.name === 'ADD' && /^https?:\/\/[^\s"'<>]+$/.test(path)) {
			links.push({ range: range(), target: path });
		} else if (folder && isPlainPath(path) && !instruction.flags.some(flag => flag.name === 'from')) {
			const exists = await fileExists(host, folder, path, signal);
			if (exists) {
				links.push({ range: range(), target: joinUri(folder, path) });
			}
		}
	}
	return folder ? [...links, ...(await mountLinks(analysis, host, folder, signal))] : links;
}

/** `RUN --mount=type=bind,source=…` of the build context. */
async function mountLinks(
	{ file, model }: Analysis,
	host: ServiceHost,
	folder: string,
	signal: AbortSignal,
): Promise<DocumentLink[]> {
	const links: DocumentLink[] = [];
	for (const [{ logical }, mounts] of model.mounts) {
		for (const mount of mounts) {
			const source = fieldOf(mount, 'source', 'src');
			const path = source?.value;
			const ofContext = mount.type === 'bind' && !mount.broken && !fieldOf(mount, 'from');
			if (source && path && ofContext && isPlainPath(path) && (await fileExists(host, folder, path, signal))) {
				const range = rangeOf(file, logical.offsetAt(source.valueStart), logical.endOffsetAt(source.valueEnd));
				links.push({ range, target: joinUri(folder, path) });
			}
		}
	}
	return links;
}

function isPlainPath(path: string): boolean {
	return (
		!/[*?[$\\:]/.test(path) && !parseHeredoc(path) && !isGitSource(path) && !path.includes('..') && /[^./]/.test(path)
	);
}

async function fileExists(host: ServiceHost, folder: string, path: string, signal: AbortSignal): Promise<boolean> {
	const parts = path.split('/').filter(part => part !== '' && part !== '.');
	const name = parts.pop();
	const entries = await host.readFolder?.(parts.length === 0 ? folder : joinUri(folder, parts.join('/')), signal);
	return entries?.some(entry => entry.name === name && entry.kind === 'file') ?? false;
}

/** The page of an image at its registry; undefined for registries that have none. */
export function imagePage(text: string): string | undefined {
	const image = text === 'scratch' ? 'empty' : parseImageReference(text);
	if (typeof image === 'string') {
		return undefined;
	}
	return pages[image.registry]?.(image) ?? undefined;
}

const hubPage = ({ repository }: ImageReference) => {
	const parts = repository.split('/');
	if (parts.length !== 2) {
		return undefined;
	}
	return parts[0] === 'library' ? `https://hub.docker.com/_/${parts[1]}` : `https://hub.docker.com/r/${repository}`;
};

const pages: Readonly<Record<string, (image: ImageReference) => string | undefined>> = {
	'docker.io': hubPage,
	'registry-1.docker.io': hubPage,
	'ghcr.io': ({ repository }) => {
		const [owner, name, ...more] = repository.split('/');
		return owner && name
			? `https://github.com/${owner}/${name}/pkgs/container/${[name, ...more].join('%2F')}`
			: undefined;
	},
	'mcr.microsoft.com': ({ repository }) => `https://mcr.microsoft.com/artifact/mar/${repository}`,
	'quay.io': ({ repository }) => `https://quay.io/repository/${repository}`,
	'public.ecr.aws': ({ repository }) => `https://gallery.ecr.aws/${repository}`,
	'gcr.io': ({ repository }) => `https://gcr.io/${repository}`,
	'registry.gitlab.com': () => undefined,
};
