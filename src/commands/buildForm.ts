import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { type BuildOptions, buildArguments, isRemoteContext } from '../engine/build.ts';
import { measureBuildContext } from '../engine/buildContext.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import type { DockerfileOutline } from '../engine/dockerfileOutline.ts';
import { askForm, askText, type FormField, needed } from '../ui/inputs.ts';
import { pickOne } from '../ui/pick.ts';
import { cancelled } from '../ui/progress.ts';
import type { BuildAnswers } from './usualBuild.ts';

/** One list with all answers; Enter builds with what was answered last time. */
export async function askBuild(
	dockerfile: string,
	outline: DockerfileOutline,
	remembered: BuildAnswers,
): Promise<BuildAnswers> {
	const sizes = new Map<string, string>();
	const measure = async (context: string) => {
		if (!sizes.has(context)) {
			sizes.set(context, isRemoteContext(context) ? '' : await describeContext(context, dockerfile));
		}
	};
	await measure(remembered.context);
	const fields = [
		tagField,
		contextField(dockerfile, sizes, measure),
		...(outline.stages.some(stage => stage.name) ? [targetField(outline)] : []),
		...(outline.buildArguments.length > 0 ? [argumentsField(outline)] : []),
	];
	const answers = await askForm(
		{
			title: vscode.l10n.t('Build {0}', vscode.workspace.asRelativePath(dockerfile)),
			verb: vscode.l10n.t('Build'),
			icon: new vscode.ThemeIcon('tools'),
			preview: current => dockerCommand('buildx', buildArguments(optionsFor(dockerfile, current)).slice(1)),
			fields,
		},
		remembered,
	);
	if (!answers) {
		throw cancelled();
	}
	return answers;
}

export function optionsFor(dockerfile: string, answers: BuildAnswers): BuildOptions {
	return {
		dockerfile,
		context: answers.context,
		tags: [answers.tag],
		target: answers.target,
		buildArgs: answers.buildArgs,
	};
}

const tagField: FormField<BuildAnswers> = {
	icon: new vscode.ThemeIcon('tag'),
	label: vscode.l10n.t('Tag'),
	detail: vscode.l10n.t('-t · name:version, for example web:1.0; without a version it is "latest"'),
	describe: answers => answers.tag,
	edit: async answers => ({
		...answers,
		tag: await askText({
			title: vscode.l10n.t('Tag'),
			value: answers.tag,
			problem: needed(vscode.l10n.t('A tag is needed.')),
		}),
	}),
};

function contextField(
	dockerfile: string,
	sizes: ReadonlyMap<string, string>,
	measure: (context: string) => Promise<void>,
): FormField<BuildAnswers> {
	return {
		icon: new vscode.ThemeIcon('folder'),
		label: vscode.l10n.t('Context'),
		detail: vscode.l10n.t('The folder that COPY and ADD take files from; .dockerignore leaves files out'),
		describe: ({ context }) => [shown(context), sizes.get(context)].filter(Boolean).join(' · '),
		edit: async answers => {
			const context = await pickContext(dockerfile, answers.context);
			await measure(context);
			return { ...answers, context };
		},
	};
}

async function pickContext(dockerfile: string, current: string): Promise<string> {
	const own = dirname(dockerfile);
	const workspace = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(dockerfile))?.uri.fsPath;
	const known = [...new Set([current, own, ...(workspace ? [workspace] : [])])];
	const folder = new vscode.ThemeIcon('folder');
	const choice = await pickOne<string | undefined>(
		[
			...known.map(path => ({
				label: shown(path),
				description: path === own ? vscode.l10n.t("the Dockerfile's folder") : '',
				icon: folder,
				value: path,
			})),
			{ label: vscode.l10n.t('Another folder…'), icon: new vscode.ThemeIcon('folder-opened'), value: undefined },
		],
		{ title: vscode.l10n.t('Context') },
	);
	if (choice !== undefined) {
		return choice;
	}
	const picked = await vscode.window.showOpenDialog({
		canSelectFiles: false,
		canSelectFolders: true,
		defaultUri: vscode.Uri.file(current),
		openLabel: vscode.l10n.t('Use as Context'),
	});
	if (!picked?.[0]) {
		throw cancelled();
	}
	return picked[0].fsPath;
}

function targetField({ stages }: DockerfileOutline): FormField<BuildAnswers> {
	const last = vscode.l10n.t('the last stage');
	return {
		icon: new vscode.ThemeIcon('target'),
		label: vscode.l10n.t('Target stage'),
		detail: vscode.l10n.t('--target · build only up to this stage'),
		describe: answers => answers.target || last,
		edit: async answers => ({
			...answers,
			target: await pickOne(
				[
					{ label: last, value: '' },
					...stages.flatMap(({ name, base }) =>
						name ? [{ label: name, description: `FROM ${base}`, value: name }] : [],
					),
				],
				{ title: vscode.l10n.t('Target stage') },
			),
		}),
	};
}

function argumentsField({ buildArguments: known }: DockerfileOutline): FormField<BuildAnswers> {
	return {
		icon: new vscode.ThemeIcon('symbol-variable'),
		label: vscode.l10n.t('Build arguments'),
		detail: vscode.l10n.t('--build-arg · values for the ARG instructions'),
		describe: ({ buildArgs }) =>
			Object.entries(buildArgs)
				.map(([name, value]) => `${name}=${value}`)
				.join(' ') || vscode.l10n.t('as in the Dockerfile'),
		edit: async answers => {
			const argument = await pickOne(
				known.map(item => ({
					label: item.name,
					description: answers.buildArgs[item.name] ?? item.defaultValue ?? vscode.l10n.t('no default'),
					value: item,
				})),
				{ title: vscode.l10n.t('Build arguments') },
			);
			const value = await askText({
				title: argument.name,
				prompt: vscode.l10n.t("Leave it empty for the Dockerfile's own value."),
				value: answers.buildArgs[argument.name] ?? argument.defaultValue ?? '',
			});
			const { [argument.name]: _, ...others } = answers.buildArgs;
			const isOwn = value === '' || value === argument.defaultValue;
			return { ...answers, buildArgs: isOwn ? others : { ...others, [argument.name]: value } };
		},
	};
}

async function describeContext(context: string, dockerfile: string): Promise<string> {
	const { files, bytes, complete } = await measureBuildContext(context, dockerfile);
	const size = humanSize(bytes);
	if (complete && files === 1) {
		return vscode.l10n.t('1 file, {0}', size);
	}
	return complete
		? vscode.l10n.t('{0} files, {1}', files, size)
		: vscode.l10n.t('more than {0} files, {1}', files, size);
}

function shown(context: string): string {
	if (isRemoteContext(context)) {
		return context;
	}
	const relative = vscode.workspace.asRelativePath(context);
	const isRoot = vscode.workspace.workspaceFolders?.some(folder => folder.uri.fsPath === context);
	return isRoot ? `. (${basename(context)})` : relative;
}
