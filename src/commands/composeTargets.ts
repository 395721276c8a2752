import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, parse, resolve } from 'node:path';
import * as vscode from 'vscode';
import {
	type ComposeAction,
	type ComposeProjectReference,
	composeLabels,
	defaultComposeFile,
	inComposeOrder,
	projectFromLabels,
	worksWithoutFiles,
} from '../engine/compose.ts';
import { isComposeFile, readComposeFiles } from '../engine/composeFiles.ts';
import { EngineError } from '../engine/errors.ts';
import type { Container } from '../engine/resources.ts';
import { pickOne } from '../ui/pick.ts';
import { NothingThere } from '../ui/reportError.ts';
import type { ComposeProject, ComposeService, ViewElement } from '../views/elements.ts';
import type { CommandCall } from './commandCall.ts';
import { absolutePath } from './dockerfileTarget.ts';
import type { Services } from './services.ts';

/** A project, or some of its services, that Compose is to act on. */
export interface ComposeTarget {
	readonly reference: ComposeProjectReference;
	/** The project's name as far as it is known without asking Compose. */
	readonly name: string;
	/** Empty: all of them. */
	readonly services: readonly string[];
}

/** What a Compose command acts on: its targets, else the selected rows, else the file in the editor, else a picked one. */
export async function findComposeTargets(
	services: Services,
	call: CommandCall,
	action: ComposeAction | 'logs',
	files: readonly string[] | undefined,
): Promise<readonly ComposeTarget[]> {
	const finder = new Finder(services, action);
	const targets = call.targets.length > 0 ? call.targets : selectedTargets(services, call);
	if (files && targets.every(target => typeof target !== 'object' || target instanceof vscode.Uri)) {
		return [await finder.fromFiles(files.map(absolutePath))];
	}
	const found = targets.length > 0 ? await finder.fromTargets(targets) : [await finder.picked()];
	return files
		? found.map(target => ({ ...target, reference: { ...target.reference, files: files.map(absolutePath) } }))
		: found;
}

function selectedTargets(services: Services, call: CommandCall): readonly unknown[] {
	const isCompose = (element: ViewElement) =>
		element.kind === 'composeProject' ||
		element.kind === 'composeService' ||
		(element.kind === 'container' && element.composeProject !== undefined);
	const selected = call.maySelect ? services.views.selection().filter(isCompose) : [];
	const active = vscode.window.activeTextEditor?.document;
	const inEditor = active?.uri.scheme === 'file' && isComposeFile(active.uri.fsPath) ? [active.uri] : [];
	return selected.length > 0 ? selected : inEditor;
}

class Finder {
	readonly #services: Services;
	readonly #action: ComposeAction | 'logs';

	constructor(services: Services, action: ComposeAction | 'logs') {
		this.#services = services;
		this.#action = action;
	}

	/** All files make one command; the services of a project make one command. */
	async fromTargets(targets: readonly unknown[]): Promise<readonly ComposeTarget[]> {
		const paths: string[] = [];
		const found: ComposeTarget[] = [];
		for (const target of targets) {
			const path = pathOf(target);
			if (path !== undefined) {
				paths.push(path);
			} else if (typeof target === 'string') {
				found.push(await this.fromName(target));
			} else {
				found.push(await this.#fromElement(target as ViewElement));
			}
		}
		return [...(paths.length > 0 ? [await this.fromFiles(inComposeOrder(paths))] : []), ...byProject(found)];
	}

	/** A folder's own files are left to Compose, which then takes the override beside them as well. */
	async fromFiles(paths: readonly string[]): Promise<ComposeTarget> {
		const files = await Promise.all(paths.map(composeFileAt));
		const [first] = files;
		if (first === undefined) {
			throw new EngineError('invalid', vscode.l10n.t('A compose file is needed.'));
		}
		const folder = dirname(first);
		const names = await readdir(folder);
		const isUsual = files.length === 1 && defaultComposeFile(names) === basename(first);
		const known = await readComposeFiles(
			names.map(name => join(folder, name)),
			process.env,
		);
		const name = known.find(file => file.path === first)?.projectName ?? basename(folder);
		return { reference: { files: isUsual ? [] : files, folder }, name, services: [] };
	}

	async fromName(name: string): Promise<ComposeTarget> {
		const containers = await this.#containersOf(name);
		if (containers[0]) {
			return this.#fromContainers(name, containers, []);
		}
		const file = (await this.#services.composeFiles.list()).find(it => it.projectName === name);
		if (!file) {
			throw new EngineError('notFound', vscode.l10n.t('There is no compose file or project "{0}".', name));
		}
		return this.#fromWorkspace({ project: name, files: file.files, workingDirectory: file.directory });
	}

	async picked(): Promise<ComposeTarget> {
		const files = (await this.#services.composeFiles.list()).map(file => ({
			label: vscode.workspace.asRelativePath(file.path),
			description: file.projectName,
			icon: new vscode.ThemeIcon('file'),
			value: () => this.fromFiles([file.path]),
		}));
		const known = new Set(files.map(file => file.description));
		const running = (this.#services.store.peek('container') ?? []).flatMap(
			({ composeProject }) => composeProject ?? [],
		);
		const projects = [...new Set(running)]
			.filter(name => !known.has(name))
			.map(name => ({ label: name, icon: new vscode.ThemeIcon('layers'), value: () => this.fromName(name) }));
		const choices = [...files, ...projects];
		if (choices.length === 0) {
			throw new NothingThere(vscode.l10n.t('There is no compose file in the workspace, and no project.'));
		}
		const [file] = files;
		// The workspace's one file is meant; a project from elsewhere is not taken unasked.
		return file && choices.length === 1
			? file.value()
			: (await pickOne(choices, { title: `docker compose ${this.#action}` }))();
	}

	async #fromElement(element: ViewElement): Promise<ComposeTarget> {
		switch (element.kind) {
			case 'composeProject':
				return this.#fromProject(element);
			case 'composeService':
				return { ...(await this.#fromWorkspace(element)), services: [element.name] };
			case 'container':
				if (element.composeProject) {
					const services = element.composeService ? [element.composeService] : [];
					return this.#fromContainers(element.composeProject, [element], services);
				}
		}
		throw new EngineError('invalid', vscode.l10n.t('This is not part of a compose project.'));
	}

	async #fromProject(project: ComposeProject): Promise<ComposeTarget> {
		const containers = await this.#containersOf(project.name);
		return containers.length > 0
			? this.#fromContainers(project.name, containers, [])
			: this.#fromWorkspace({
					project: project.name,
					files: project.files,
					workingDirectory: project.workingDirectory,
				});
	}

	/** Not created yet: only the workspace's files know it. */
	async #fromWorkspace({
		project,
		files,
		workingDirectory,
	}: Pick<ComposeService, 'project' | 'files' | 'workingDirectory'>): Promise<ComposeTarget> {
		const target = await this.fromFiles(files);
		const single = await this.fromFiles(files.slice(0, 1));
		// The override beside a folder's own file is taken by Compose itself.
		const isUsual = single.reference.files.length === 0 && files.slice(1).every(file => /override\.ya?ml$/.test(file));
		const reference = isUsual ? single.reference : target.reference;
		return {
			reference: { ...reference, folder: workingDirectory ?? reference.folder },
			name: project,
			services: [],
		};
	}

	async #fromContainers(
		name: string,
		containers: readonly Container[],
		services: readonly string[],
	): Promise<ComposeTarget> {
		const reference = projectFromLabels(containers.find(it => it.labels[composeLabels.files])?.labels ?? {}) ?? {
			files: [],
			folder: undefined,
			projectName: name,
		};
		const files = reference.files.map(file => resolve(reference.folder ?? '', file));
		const there = files.length > 0 && (await allExist([...files, reference.folder ?? files[0] ?? '']));
		if (there) {
			return { reference: { ...reference, files }, name, services };
		}
		if (worksWithoutFiles(this.#action)) {
			// In a folder with a compose file of its own, Compose would take that one.
			return { reference: { files: [], folder: parse(process.cwd()).root, projectName: name }, name, services };
		}
		throw new EngineError(
			'notFound',
			vscode.l10n.t('The compose files of project "{0}" are not on this machine: {1}', name, files.join(', ') || '–'),
		);
	}

	async #containersOf(project: string): Promise<readonly Container[]> {
		return (await this.#services.store.list('container')).filter(({ composeProject }) => composeProject === project);
	}
}

function byProject(targets: readonly ComposeTarget[]): ComposeTarget[] {
	const projects = new Map<string, ComposeTarget>();
	for (const target of targets) {
		const before = projects.get(target.name);
		const isWhole = target.services.length === 0 || before?.services.length === 0;
		projects.set(target.name, {
			...(before ?? target),
			services: isWhole ? [] : [...new Set([...(before?.services ?? []), ...target.services])],
		});
	}
	return [...projects.values()];
}

/** A string is a path if it looks like one, else a project's name, which has neither dots nor slashes. */
function pathOf(target: unknown): string | undefined {
	if (target instanceof vscode.Uri) {
		return target.fsPath;
	}
	return typeof target === 'string' && /[./\\]/.test(target) ? absolutePath(target) : undefined;
}

async function composeFileAt(path: string): Promise<string> {
	try {
		if (!(await stat(path)).isDirectory()) {
			return path;
		}
		const name = defaultComposeFile(await readdir(path));
		if (name) {
			return join(path, name);
		}
	} catch {
		// Said below.
	}
	throw new EngineError('notFound', vscode.l10n.t('There is no compose file at {0}.', path));
}

async function allExist(paths: readonly string[]): Promise<boolean> {
	const found = await Promise.all(
		paths.map(path =>
			stat(path).then(
				() => true,
				() => false,
			),
		),
	);
	return found.every(Boolean);
}
