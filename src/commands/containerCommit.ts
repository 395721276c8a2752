import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { defaultTag } from '../engine/build.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import { commitContainer } from '../engine/imageCommit.ts';
import type { Container, Image } from '../engine/resources.ts';
import { askForm, askText, type FormField, needed, type TextQuestion } from '../ui/inputs.ts';
import { withProgress } from '../ui/progress.ts';
import { offer, runsCommand } from '../ui/wayOn.ts';
import { valueFlag } from './commandFlags.ts';
import { referenceProblem } from './nameProblem.ts';
import { withDefaultTag } from './nameRules.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { tagHint } from './tagHint.ts';
import { findTarget } from './targets.ts';

interface Answers {
	/** `repository:tag`; empty for an image without a name. */
	readonly name: string;
	readonly message: string;
	readonly author: string;
	readonly pause: boolean;
}

/** Makes an image of a container as it is now; resolves to the image's id. */
export const commit: Handler = async (services, call) => {
	const schema = {
		repository: 'string',
		tag: 'string',
		message: 'string',
		author: 'string',
		pause: 'boolean',
	} as const;
	const options = readOptions(call.options, schema);
	const container = await findTarget(services, 'container', call, {
		title: vscode.l10n.t('Make an image of a container'),
		none: vscode.l10n.t('There is no container.'),
	});
	const { repository = '', tag, message = '', author = '', pause = true } = options;
	const given = { name: tag && repository ? `${repository}:${tag}` : repository, message, author, pause };
	const isAsked = call.byWindow && options.repository === undefined;
	const answers = isAsked ? await askAnswers(container, given, await services.store.list('image')) : given;
	const id = await makeImage(services, container, answers, call.signal);
	if (isAsked) {
		await hintAtDockerfile(services);
	}
	return id;
};

async function makeImage(
	services: Services,
	container: Container,
	{ name, message, author, pause }: Answers,
	signal: AbortSignal | undefined,
): Promise<string> {
	const problem = name === '' ? undefined : referenceProblem(name);
	if (problem) {
		throw new EngineError('invalid', problem);
	}
	const details = { repository: name === '' ? '' : withDefaultTag(name), message, author, pause };
	const id = await withProgress(
		vscode.l10n.t('Making an image of {0}', container.name),
		stop => commitContainer(services.connection, container.id, { ...details, signal: stop }),
		{ signal },
	);
	services.commandLog.write(commitLine(container.name, { name, message, author, pause }));
	return id;
}

function commitLine(container: string, { name, message, author, pause }: Answers): string {
	const flags = [...valueFlag('--message', message), ...valueFlag('--author', author)];
	return dockerCommand('commit', [
		...flags,
		...(pause ? [] : ['--pause=false']),
		container,
		...(name === '' ? [] : [name]),
	]);
}

async function askAnswers(container: Container, given: Answers, images: readonly Image[]): Promise<Answers> {
	const initial = { ...given, name: given.name || `${defaultTag(container.name)}:latest` };
	const form = {
		title: vscode.l10n.t('Make an image of {0}', container.name),
		verb: vscode.l10n.t('Commit'),
		icon: new vscode.ThemeIcon('save'),
		preview: (answers: Answers) => commitLine(container.name, answers),
		fields: fieldsFor(container, images),
	};
	return (await askForm(form, initial)) ?? initial;
}

function fieldsFor({ state }: Container, images: readonly Image[]): FormField<Answers>[] {
	const text = (
		field: 'name' | 'message' | 'author',
		icon: string,
		label: string,
		detail: string,
		checks: Pick<TextQuestion, 'problem' | 'hint'> = {},
	): FormField<Answers> => ({
		icon: new vscode.ThemeIcon(icon),
		label,
		detail,
		describe: answers => answers[field],
		edit: async answers => ({
			...answers,
			[field]: await askText({ title: label, prompt: detail, value: answers[field], ...checks }),
		}),
	});
	const isRunning = state === 'running';
	return [
		text(
			'name',
			'tag',
			vscode.l10n.t('Name'),
			vscode.l10n.t('repository:tag. Files in volumes are not part of the image.'),
			{
				problem: needed(vscode.l10n.t('A name is needed.'), referenceProblem),
				hint: name => tagHint(images, name),
			},
		),
		text('message', 'comment', vscode.l10n.t('Message'), vscode.l10n.t('What was changed; shown in the history.')),
		text('author', 'person', vscode.l10n.t('Author'), vscode.l10n.t('For example Kim <kim@example.com>')),
		...(isRunning ? [pauseField()] : []),
	];
}

function pauseField(): FormField<Answers> {
	return {
		icon: new vscode.ThemeIcon('debug-pause'),
		label: vscode.l10n.t('Pause meanwhile'),
		detail: vscode.l10n.t('A container that goes on writing may leave half-written files in the image.'),
		describe: ({ pause }) => (pause ? vscode.l10n.t('yes') : vscode.l10n.t('no')),
		edit: async answers => ({ ...answers, pause: !answers.pause }),
	};
}

const hintKey = 'commitHint';

/** Once a workspace: who has heard it knows it. */
async function hintAtDockerfile(services: Services): Promise<void> {
	if (services.memory.get(hintKey) !== true) {
		await services.memory.update(hintKey, true);
		offer(
			'info',
			vscode.l10n.t(
				'The image is made. Nobody can see how, or make it again on a newer base: a Dockerfile with the same steps can do both.',
			),
			[runsCommand(vscode.l10n.t('Write a Dockerfile…'), commandId('dockerfile.create'))],
		);
	}
}
