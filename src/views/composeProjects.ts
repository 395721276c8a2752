import { projectFromLabels } from '../engine/compose.ts';
import type { ComposeFile } from '../engine/composeFiles.ts';
import type { Container } from '../engine/resources.ts';
import { compareText } from './arrange.ts';
import type { ComposeProject, ComposeService } from './elements.ts';

/**
 * The compose projects: those of the containers given, and those of the workspace's files even when nothing of them runs.
 * `shown` are the containers that the filter leaves, in their order; `all` decide which services have one.
 */
export function composeProjects(
	shown: readonly { readonly label: string; readonly members: readonly Container[] }[],
	all: readonly Container[],
	files: readonly ComposeFile[],
): ComposeProject[] {
	const projects = new Map<string, ComposeProject>();
	for (const { label, members } of shown) {
		projects.set(label, makeProject(label, members, all, filesOf(label, members, files)));
	}
	for (const file of files.filter(file => !file.variant && file.services.length > 0)) {
		if (!projects.has(file.projectName)) {
			projects.set(file.projectName, makeProject(file.projectName, [], all, [file]));
		}
	}
	return [...projects.values()].sort((left, right) => compareText(left.name, right.name));
}

/** Files of the workspace that are this project's; where a folder is known, only those of that folder. */
function filesOf(
	name: string,
	containers: readonly Container[],
	files: readonly ComposeFile[],
): readonly ComposeFile[] {
	const named = files.filter(file => !file.variant && file.projectName === name);
	const folder = containers.map(({ labels }) => projectFromLabels(labels)?.folder).find(Boolean);
	return folder === undefined ? named : named.filter(file => file.directory === folder);
}

function makeProject(
	name: string,
	containers: readonly Container[],
	all: readonly Container[],
	files: readonly ComposeFile[],
): ComposeProject {
	const [file] = files;
	const labelled = containers.map(({ labels }) => projectFromLabels(labels)).find(project => project?.files.length);
	const paths = labelled?.files ?? file?.files ?? [];
	const workingDirectory = labelled?.folder ?? file?.directory;
	return {
		kind: 'composeProject',
		id: `project:${name}`,
		name,
		containers,
		files: paths,
		workingDirectory,
		missingServices: missingServices(name, all, file, { files: paths, workingDirectory }),
		error: file?.error,
	};
}

function missingServices(
	project: string,
	all: readonly Container[],
	file: ComposeFile | undefined,
	place: Pick<ComposeService, 'files' | 'workingDirectory'>,
): readonly ComposeService[] {
	if (!file) {
		return [];
	}
	const created = new Set(
		all.flatMap(({ composeProject, composeService }) => (composeProject === project ? (composeService ?? []) : [])),
	);
	return file.services
		.filter(({ name }) => !created.has(name))
		.map(({ name, profiles, image }) => ({
			kind: 'composeService',
			id: `service:${project}/${name}`,
			name,
			project,
			...place,
			profiles,
			image,
		}));
}
