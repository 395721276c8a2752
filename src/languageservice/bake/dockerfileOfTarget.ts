import { TextDocument } from 'vscode-languageserver-textdocument';
import { resolveUri } from '../compose/fileUris.ts';
import { folderOf } from '../dockerfile/buildContext.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { buildModel } from '../dockerfile/modelBuilder.ts';
import { type ParsedDockerfile, parseDockerfile } from '../dockerfile/parse.ts';
import type { ServiceHost } from '../host.ts';
import type { Definition } from './document.ts';
import { evaluate, unknown, type Value } from './evaluate.ts';
import type { Attribute } from './hclSyntax.ts';
import { indexOf } from './projectIndex.ts';
import type { BakeProject } from './siblings.ts';

export interface TargetDockerfile {
	readonly uri: string;
	/** The path as the target says it. */
	readonly path: string;
	/** Undefined if there is no such file, or it cannot be read. */
	readonly document: TextDocument | undefined;
	readonly file: ParsedDockerfile | undefined;
	readonly model: DockerfileModel | undefined;
	/** Whether variables took part in the path, so that a run may use another file. */
	readonly isCertain: boolean;
}

/** The Dockerfile that a target is built from, as it and what it inherits say; undefined for remote contexts and inline ones. */
export async function dockerfileOf(
	project: BakeProject,
	target: Definition,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<TargetDockerfile | undefined> {
	const paths = rememberedPaths(project, target);
	const folder = folderOf(project.document.text.uri);
	if (!paths || !folder || !host.readFile) {
		return undefined;
	}
	const contextFolder = resolveUri(folder, paths.context);
	const uri = contextFolder === undefined ? undefined : resolveUri(contextFolder, paths.dockerfile);
	if (uri === undefined) {
		return undefined;
	}
	const read = await readOnce(project, uri, host, signal);
	return { ...read, uri, path: paths.dockerfile, isCertain: paths.isCertain };
}

type Read = Pick<TargetDockerfile, 'document' | 'file' | 'model'>;

const known = new WeakMap<BakeProject, Map<string, Promise<Read>>>();

/** Many targets share a Dockerfile: it is read once for each question. */
function readOnce(project: BakeProject, uri: string, host: ServiceHost, signal: AbortSignal): Promise<Read> {
	const files = known.get(project) ?? new Map<string, Promise<Read>>();
	known.set(project, files);
	const read = files.get(uri) ?? readDockerfile(uri, host, signal);
	files.set(uri, read);
	return read;
}

async function readDockerfile(uri: string, host: ServiceHost, signal: AbortSignal): Promise<Read> {
	const text = await host.readFile?.(uri, signal);
	if (text === undefined) {
		return { document: undefined, file: undefined, model: undefined };
	}
	const file = parseDockerfile(text);
	return { document: TextDocument.create(uri, 'dockerfile', 0, text), file, model: buildModel(file) };
}

interface Paths {
	readonly context: string;
	readonly dockerfile: string;
	readonly isCertain: boolean;
}

const knownPaths = new WeakMap<BakeProject, Map<Definition, Paths | undefined>>();

function rememberedPaths(project: BakeProject, target: Definition): Paths | undefined {
	const paths = knownPaths.get(project) ?? new Map<Definition, Paths | undefined>();
	knownPaths.set(project, paths);
	if (!paths.has(target)) {
		paths.set(target, pathsOf(project, target));
	}
	return paths.get(target);
}

function pathsOf(project: BakeProject, target: Definition): Paths | undefined {
	if (inherited(project, target, 'dockerfile-inline')) {
		return undefined;
	}
	const { lookup } = indexOf(project);
	const attributes = ['context', 'dockerfile'].map(name => inherited(project, target, name));
	const [context, dockerfile] = attributes.map((attribute, index) =>
		attribute ? evaluate(attribute.value, lookup) : index === 0 ? '.' : 'Dockerfile',
	);
	const isRemote = (value: Value | undefined) => typeof value !== 'string' || /^[\w+.-]+:\/\/|^git@|^-$/.test(value);
	if (isRemote(context) || isRemote(dockerfile)) {
		return undefined;
	}
	const isCertain = attributes.every(attribute => !attribute || evaluate(attribute.value, () => unknown) !== unknown);
	return { context: context as string, dockerfile: dockerfile as string, isCertain };
}

/** An attribute of a target, or else of what it inherits, the last named first. */
export function inherited(project: BakeProject, target: Definition, name: string): Attribute | undefined {
	const index = indexOf(project);
	const seen = new Set<string>();
	const find = (each: Definition): Attribute | undefined => {
		const own = each.attributes.get(name);
		if (own || seen.has(each.name.text) || seen.size > 100) {
			return own;
		}
		seen.add(each.name.text);
		for (const parent of [...index.parentsOf(each)].reverse()) {
			for (const definition of index.targetsNamed(parent)) {
				const found = find(definition);
				if (found) {
					return found;
				}
			}
		}
		return undefined;
	};
	for (const definition of [target, ...index.targetsNamed(target.name.text)]) {
		const found = find(definition);
		if (found) {
			return found;
		}
	}
	return undefined;
}
