import { TextDocument } from 'vscode-languageserver-textdocument';
import { resolveUri } from '../compose/fileUris.ts';
import { folderOf } from '../dockerfile/buildContext.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { buildModel } from '../dockerfile/modelBuilder.ts';
import { type ParsedDockerfile, parseDockerfile } from '../dockerfile/parse.ts';
import type { ServiceHost } from '../host.ts';
import type { Definition } from './document.ts';
import { defaultsOf, evaluate, type Lookup, unknown, type Value } from './evaluate.ts';
import type { Attribute } from './hclSyntax.ts';
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
	const paths = pathsOf(project, target);
	const folder = folderOf(project.document.text.uri);
	if (!paths || !folder || !host.readFile) {
		return undefined;
	}
	const contextFolder = resolveUri(folder, paths.context);
	const uri = contextFolder === undefined ? undefined : resolveUri(contextFolder, paths.dockerfile);
	if (uri === undefined) {
		return undefined;
	}
	const text = await host.readFile(uri, signal);
	const file = text === undefined ? undefined : parseDockerfile(text);
	return {
		uri,
		path: paths.dockerfile,
		document: text === undefined ? undefined : TextDocument.create(uri, 'dockerfile', 0, text),
		file,
		model: file && buildModel(file),
		isCertain: paths.isCertain,
	};
}

interface Paths {
	readonly context: string;
	readonly dockerfile: string;
	readonly isCertain: boolean;
}

function pathsOf(project: BakeProject, target: Definition): Paths | undefined {
	if (inherited(project, target, 'dockerfile-inline')) {
		return undefined;
	}
	const lookups = project.files.map(defaultsOf);
	const lookup: Lookup = name => {
		const values = lookups.map(each => each(name));
		return values.find(value => value !== unknown) ?? unknown;
	};
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
	const seen = new Set<string>();
	const find = (each: Definition): Attribute | undefined => {
		const own = each.attributes.get(name);
		if (own || seen.has(each.name.text) || seen.size > 100) {
			return own;
		}
		seen.add(each.name.text);
		for (const parent of [...parentsOf(each)].reverse()) {
			for (const definition of targetsNamed(project, parent)) {
				const found = find(definition);
				if (found) {
					return found;
				}
			}
		}
		return undefined;
	};
	for (const definition of [target, ...targetsNamed(project, target.name.text)]) {
		const found = find(definition);
		if (found) {
			return found;
		}
	}
	return undefined;
}

function parentsOf(target: Definition): readonly string[] {
	const value = target.attributes.get('inherits')?.value;
	const parents = value ? evaluate(value, () => unknown) : [];
	return Array.isArray(parents) ? parents.filter(parent => typeof parent === 'string') : [];
}

function targetsNamed(project: BakeProject, name: string): Definition[] {
	return project.files
		.flatMap(file => file.definitions)
		.filter(each => each.kind === 'target' && each.name.text === name);
}
