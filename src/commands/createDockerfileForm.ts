import { basename } from 'node:path';
import * as vscode from 'vscode';
import { parseImageReference } from '../engine/imageReference.ts';
import { shellQuote } from '../engine/shellQuote.ts';
import { planDockerfile, recognizePlatforms } from '../languageservice/dockerfile/newDockerfile/newDockerfile.ts';
import {
	type BaseImages,
	type Platform,
	type ProjectFiles,
	platforms,
} from '../languageservice/dockerfile/newDockerfile/plan.ts';
import { type Locale, say } from '../languageservice/host.ts';
import { askForm, askText, type FormField, needed } from '../ui/inputs.ts';
import { type Choice, pickOne, pickOrType } from '../ui/pick.ts';
import { cancelled } from '../ui/progress.ts';
import { type NewDockerfile, newDockerfileCommand, portFrom } from './newDockerfileAnswers.ts';

export interface DockerfileSurroundings {
	readonly folder: string;
	readonly project: ProjectFiles;
	/** Whether the folder has one already. */
	readonly hasDockerfile: boolean;
}

/** One list with all answers, filled with what the project's files tell; Enter writes. */
export async function askDockerfile(
	{ folder, project, hasDockerfile }: DockerfileSurroundings,
	proposed: NewDockerfile,
): Promise<NewDockerfile> {
	const hasIgnoreFile = project.paths.includes('.dockerignore');
	const answers = await askForm(
		{
			title: vscode.l10n.t('Add a Dockerfile to {0}', shownFolder(folder)),
			verb: vscode.l10n.t('Add'),
			icon: new vscode.ThemeIcon('new-file'),
			preview: ({ name }) => (hasIgnoreFile ? name : `${name}, .dockerignore`),
			fields: [platformField(project), imageField(), portField(), commandField(), nameField(hasDockerfile)],
		},
		proposed,
	);
	if (!answers) {
		throw cancelled();
	}
	return answers;
}

export function locale(): Locale {
	return vscode.env.language.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

export function pickPlatform(current?: Platform, found: readonly Platform[] = []): Promise<Platform> {
	const order = [...found, ...platforms.filter(platform => !found.includes(platform))];
	return pickOne(
		order.map(platform => ({
			label: platformTitle(platform),
			description:
				platform === current
					? vscode.l10n.t('current')
					: found.includes(platform)
						? vscode.l10n.t('found in the folder')
						: '',
			value: platform,
		})),
		{ title: vscode.l10n.t('Add a Dockerfile'), placeholder: vscode.l10n.t('What is the project written in?') },
	);
}

export function pickProject(
	folders: readonly { readonly path: string; readonly platforms: readonly Platform[] }[],
): Promise<string> {
	return pickOne(
		folders.map(({ path, platforms: found }) => ({
			label: shownFolder(path),
			description: found.map(platformTitle).join(', '),
			icon: new vscode.ThemeIcon('folder'),
			value: path,
		})),
		{ title: vscode.l10n.t('Add a Dockerfile'), placeholder: vscode.l10n.t('Which project gets it?') },
	);
}

function shownFolder(path: string): string {
	const isRoot = vscode.workspace.workspaceFolders?.some(({ uri }) => uri.fsPath === path);
	return isRoot ? basename(path) : vscode.workspace.asRelativePath(path);
}

function platformTitle(platform: Platform): string {
	switch (platform) {
		case 'node':
			return 'Node.js';
		case 'python':
			return 'Python';
		case 'go':
			return 'Go';
		case 'java':
			return 'Java';
		case 'dotnet':
			return '.NET';
		case 'rust':
			return 'Rust';
		case 'static':
			return vscode.l10n.t('Static web pages');
		case 'other':
			return vscode.l10n.t('Something else');
	}
}

function platformField(project: ProjectFiles): FormField<NewDockerfile> {
	return {
		icon: new vscode.ThemeIcon('code'),
		label: vscode.l10n.t('Project'),
		detail: vscode.l10n.t('What it is written in decides how it is built'),
		describe: ({ plan }) => platformTitle(plan.platform),
		edit: async answers => {
			const platform = await pickPlatform(answers.plan.platform, recognizePlatforms(project));
			const plan = planDockerfile(platform, project);
			const [images] = plan.images as [BaseImages];
			return platform === answers.plan.platform
				? answers
				: { ...answers, plan, images, port: plan.port, command: undefined };
		},
	};
}

function imageField(): FormField<NewDockerfile> {
	const label = vscode.l10n.t('Base image');
	return {
		icon: new vscode.ThemeIcon('layers'),
		label,
		detail: vscode.l10n.t('What it is built in → what it runs in'),
		describe: ({ images }) => shownImages(images),
		edit: async answers => ({
			...answers,
			images: await pickOrType(
				answers.plan.images.map(
					(images): Choice<BaseImages> => ({
						label: shownImages(images),
						description: say(images.note, locale()),
						value: images,
					}),
				),
				typed => typedImage(typed, answers.images),
				{ title: label, placeholder: vscode.l10n.t('Choose one, or type another image') },
			),
		}),
	};
}

function shownImages({ build, runtime }: BaseImages): string {
	return build === runtime ? build : `${build} → ${runtime}`;
}

function typedImage(typed: string, { build, runtime, note }: BaseImages): Choice<BaseImages> | undefined {
	try {
		parseImageReference(typed);
	} catch {
		return undefined;
	}
	const images = { build: build === runtime ? typed : build, runtime: typed, note };
	return { label: shownImages(images), value: images };
}

function portField(): FormField<NewDockerfile> {
	const label = vscode.l10n.t('Port');
	return {
		icon: new vscode.ThemeIcon('plug'),
		label,
		detail: vscode.l10n.t('EXPOSE · what the program listens on; empty for none'),
		describe: ({ port }) => (port === undefined ? vscode.l10n.t('none') : String(port)),
		edit: async answers => {
			const text = await askText({ title: label, value: String(answers.port ?? ''), problem: portProblem });
			return { ...answers, port: portFrom(text) };
		},
	};
}

function portProblem(text: string): string | undefined {
	try {
		portFrom(text);
		return undefined;
	} catch {
		return vscode.l10n.t('A port is a number from 1 to 65535.');
	}
}

function commandField(): FormField<NewDockerfile> {
	const label = vscode.l10n.t('Start command');
	const words = ({ command, plan, port }: NewDockerfile) => command ?? plan.command(port);
	return {
		icon: new vscode.ThemeIcon('terminal'),
		label,
		detail: vscode.l10n.t('CMD · what the container runs'),
		describe: answers => shownCommand(words(answers)) || vscode.l10n.t("the base image's own"),
		edit: async answers => {
			const before = shownCommand(words(answers));
			const text = await askText({ title: label, value: before, problem: commandProblem });
			return text === before ? answers : { ...answers, command: newDockerfileCommand(text) };
		},
	};
}

function shownCommand(words: readonly string[]): string {
	const [shell, flag, script] = words;
	return shell === 'sh' && flag === '-c' && words.length === 3 ? (script ?? '') : words.map(shellQuote).join(' ');
}

function commandProblem(text: string): string | undefined {
	try {
		newDockerfileCommand(text);
		return undefined;
	} catch {
		return vscode.l10n.t('A quote or backslash is not finished.');
	}
}

function nameField(hasDockerfile: boolean): FormField<NewDockerfile> {
	const label = vscode.l10n.t('File name');
	return {
		icon: new vscode.ThemeIcon('file'),
		label,
		detail: hasDockerfile
			? vscode.l10n.t('The folder has a Dockerfile already; it stays as it is')
			: vscode.l10n.t('Dockerfile, or Dockerfile.something for another one beside it'),
		describe: ({ name }) => name,
		edit: async answers => ({
			...answers,
			name: await askText({
				title: label,
				value: answers.name,
				problem: needed(vscode.l10n.t('A name is needed.'), text =>
					/[\\/]/.test(text) ? vscode.l10n.t('"{0}" is no name for a file.', text) : undefined,
				),
			}),
		}),
	};
}
