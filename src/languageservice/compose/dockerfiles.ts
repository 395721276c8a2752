import { isScalar } from 'yaml';
import { folderOf } from '../dockerfile/buildContext.ts';
import type { Reference } from './entities.ts';
import { isSameUri, resolveUri } from './fileUris.ts';
import { valueAt } from './merged.ts';
import type { ProjectFile } from './project.ts';
import { buildIndex } from './references.ts';
import type { RelatedFiles } from './relatedFiles.ts';

/** What a service says about its build, and the file that says it. */
interface Build {
	context?: { readonly path: string; readonly file: ProjectFile };
	dockerfile?: string;
	inline?: boolean;
	exists?: boolean;
}

/**
 * The URI of the Dockerfile that a service is built from, as all files of the project together say, and what it extends.
 * Undefined where there is no build, where the context is elsewhere, and where variables make up the path.
 */
export function dockerfileOf(project: RelatedFiles, service: string, from: ProjectFile): string | undefined {
	const build: Build = {};
	gather(project, service, from, build, new Set());
	const { context, dockerfile = 'Dockerfile', inline, exists } = build;
	const path = context?.path ?? '.';
	if (!exists || inline || /[$]|^\w+:\/\/|^git@|^github\.com\//.test(path + dockerfile)) {
		return undefined;
	}
	const { folder: base, uri } = context?.file ?? from;
	const folder = resolveUri(base ?? folderOf(uri), path);
	return folder === undefined ? undefined : resolveUri(folder, dockerfile);
}

// Later files and the service itself win over earlier files and what is extended, so that these come first.
function gather(project: RelatedFiles, service: string, from: ProjectFile, build: Build, seen: Set<string>): void {
	const own = project.files.filter(file => file === from || (file.role !== 'extends' && from.role !== 'extends'));
	for (const file of own.sort((a, b) => order[a.role] - order[b.role])) {
		const mark = `${file.uri} ${service}`;
		if (!seen.has(mark) && seen.size < 50) {
			seen.add(mark);
			gatherParent(project, service, file, build, seen);
			gatherOwn(service, file, build);
		}
	}
}

const order: Readonly<Record<ProjectFile['role'], number>> = { base: 0, main: 1, override: 2, include: 0, extends: 0 };

function gatherParent(
	project: RelatedFiles,
	service: string,
	file: ProjectFile,
	build: Build,
	seen: Set<string>,
): void {
	const parent =
		textAt(file, 'services', service, 'extends') ?? textAt(file, 'services', service, 'extends', 'service');
	if (parent === undefined) {
		return;
	}
	const path = textAt(file, 'services', service, 'extends', 'file');
	const uri = path === undefined ? file.uri : resolveUri(file.folder, path);
	const target = project.files.find(each => each.uri === uri);
	if (target) {
		gather(project, parent, target, build, seen);
	}
}

function gatherOwn(service: string, file: ProjectFile, build: Build): void {
	build.exists ||= file.document.docs.some(doc => valueAt(doc, doc.root, 'services', service, 'build') !== undefined);
	const path = textAt(file, 'services', service, 'build') ?? textAt(file, 'services', service, 'build', 'context');
	if (path !== undefined) {
		build.context = { path, file };
	}
	build.dockerfile = textAt(file, 'services', service, 'build', 'dockerfile') ?? build.dockerfile ?? 'Dockerfile';
	build.inline = textAt(file, 'services', service, 'build', 'dockerfile_inline') !== undefined || build.inline === true;
}

function textAt(file: ProjectFile, ...path: string[]): string | undefined {
	for (const doc of [...file.document.docs].reverse()) {
		const node = valueAt(doc, doc.root, ...path);
		if (isScalar(node) && typeof node.value === 'string') {
			return node.value;
		}
	}
	return undefined;
}

/** Places of `build.target` or of a key of `build.args` that name a stage or an argument of a Dockerfile, in a project. */
export function usesOfDockerfile(
	project: RelatedFiles,
	dockerfileUri: string,
	kind: 'stage' | 'argument',
	name: string,
): Reference[] {
	const wanted = kind === 'stage' ? name.toLowerCase() : name;
	const files = new Map(project.files.map(file => [file.uri, file]));
	const known = new Map<string, boolean>();
	const isBuilt = (service: string, file: ProjectFile) => {
		const mark = `${file.uri} ${service}`;
		let answer = known.get(mark);
		if (answer === undefined) {
			const uri = dockerfileOf(project, service, file);
			answer = uri !== undefined && isSameUri(uri, dockerfileUri);
			known.set(mark, answer);
		}
		return answer;
	};
	return buildIndex(project).references.filter(reference => {
		const file = files.get(reference.uri);
		const own = kind === 'stage' ? reference.name.toLowerCase() : reference.name;
		return reference.kind === kind && own === wanted && file && reference.services.some(each => isBuilt(each, file));
	});
}
