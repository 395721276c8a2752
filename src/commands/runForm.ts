import * as vscode from 'vscode';
import { dockerRun } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import { parsePort } from '../engine/publishedPorts.ts';
import { parseVolume, splitCommandLine } from '../engine/runOptions.ts';
import { sentenceOf } from '../ui/errorSentence.ts';
import { askForm, askText, type FormField } from '../ui/inputs.ts';
import { pickOne } from '../ui/pick.ts';
import { nameProblem } from './nameProblem.ts';
import { formatVariables, parseItems, parseVariables, type RunAnswers } from './runAnswers.ts';
import { absoluteBind, toRunOptions } from './runOptionValues.ts';

export interface RunFormContext {
	readonly reference: string;
	/** Names of variables that the image sets itself. */
	readonly imageVariables: readonly string[];
	readonly networks: readonly string[];
	readonly canGoBack: boolean;
	/** Goes on in the form that has a field for everything. */
	showAll(answers: RunAnswers): void;
}

/** Asks for everything in one list; resolves to undefined when the user goes back to the choice of image. */
export function askRun(context: RunFormContext, initial: RunAnswers): Promise<RunAnswers | undefined> {
	return askForm(
		{
			title: vscode.l10n.t('Run {0}', context.reference),
			verb: vscode.l10n.t('Run'),
			icon: new vscode.ThemeIcon('play'),
			back: context.canGoBack,
			elsewhere: {
				icon: new vscode.ThemeIcon('settings'),
				label: vscode.l10n.t('More options…'),
				detail: vscode.l10n.t('Opens a form with limits, health check, past runs and all else.'),
				open: context.showAll,
			},
			preview: answers => dockerRun(context.reference, toRunOptions(answers)),
			fields: [
				nameField(),
				portsField(),
				volumesField(),
				variablesField(context),
				commandField(),
				networkField(context),
				restartField(),
				switchField('interactive', 'terminal', vscode.l10n.t('Interactive'), '-it'),
				switchField('remove', 'trash', vscode.l10n.t('Remove when it ends'), '--rm'),
			],
		},
		initial,
	);
}

function nameField(): FormField<RunAnswers> {
	const label = vscode.l10n.t('Name');
	return {
		icon: new vscode.ThemeIcon('tag'),
		label,
		describe: ({ name }) => name || vscode.l10n.t('made up by the engine'),
		edit: async answers => ({
			...answers,
			name: await askText({
				title: label,
				prompt: vscode.l10n.t('--name · other containers on its network reach it by this name'),
				value: answers.name,
				problem: text => (text === '' ? undefined : nameProblem(text)),
			}),
		}),
	};
}

function portsField(): FormField<RunAnswers> {
	const label = vscode.l10n.t('Ports');
	return {
		icon: new vscode.ThemeIcon('plug'),
		label,
		describe: ({ ports }) => ports.map(describePort).join(', ') || vscode.l10n.t('none published'),
		edit: async answers => ({
			...answers,
			ports: parseItems(
				await askText({
					title: label,
					prompt: vscode.l10n.t(
						'-p · 8080:80 opens port 80 of the container at http://localhost:8080; several with commas',
					),
					placeholder: '8080:80',
					value: answers.ports.join(', '),
					problem: text => firstProblem(parseItems(text), parsePort),
				}),
			),
		}),
	};
}

function describePort(port: string): string {
	const simple = /^(\d+):(\d+)$/.exec(port);
	return simple ? `-p ${port} · http://localhost:${simple[1]}` : `-p ${port}`;
}

function volumesField(): FormField<RunAnswers> {
	const label = vscode.l10n.t('Volumes');
	return {
		icon: new vscode.ThemeIcon('database'),
		label,
		describe: ({ volumes }) => volumes.map(volume => `-v ${volume}`).join(', ') || vscode.l10n.t('none'),
		edit: async answers => ({
			...answers,
			volumes: splitCommas(
				await askText({
					title: label,
					prompt: vscode.l10n.t(
						'-v · name:/path keeps data in a volume, /folder:/path shows a folder of the host; several with commas',
					),
					placeholder: 'data:/var/lib/data',
					value: answers.volumes.join(', '),
					problem: text => firstProblem(splitCommas(text).map(absoluteBind), parseVolume),
				}),
			),
		}),
	};
}

/** Paths may have blanks in them. */
function splitCommas(text: string): string[] {
	return text
		.split(',')
		.map(item => item.trim())
		.filter(Boolean);
}

function firstProblem(items: readonly string[], parse: (item: string) => unknown): string | undefined {
	for (const item of items) {
		try {
			parse(item);
		} catch (error) {
			if (error instanceof EngineError) {
				return sentenceOf(error, { containers: [], endpoint: '' });
			}
			throw error;
		}
	}
	return undefined;
}

function variablesField(context: RunFormContext): FormField<RunAnswers> {
	const label = vscode.l10n.t('Environment');
	return {
		icon: new vscode.ThemeIcon('symbol-variable'),
		label,
		detail:
			context.imageVariables.length > 0
				? vscode.l10n.t('Set by the image: {0}', context.imageVariables.join(', '))
				: undefined,
		describe: ({ env }) =>
			Object.keys(env)
				.map(name => `-e ${name}`)
				.join(', ') || vscode.l10n.t('nothing added'),
		edit: async answers => {
			const text = await askText({
				title: label,
				prompt: vscode.l10n.t('-e · NAME=value, several with blanks between, values with blanks in quotes'),
				placeholder: 'POSTGRES_PASSWORD="my secret"',
				value: formatVariables(answers.env),
				problem: typed => (parseVariables(typed) ? undefined : vscode.l10n.t('Expected is NAME=value.')),
			});
			return { ...answers, env: parseVariables(text) ?? answers.env };
		},
	};
}

function commandField(): FormField<RunAnswers> {
	const label = vscode.l10n.t('Command');
	return {
		icon: new vscode.ThemeIcon('chevron-right'),
		label,
		describe: ({ command }) => command || vscode.l10n.t("the image's own"),
		edit: async answers => ({
			...answers,
			command: await askText({
				title: label,
				prompt: vscode.l10n.t(
					"Runs instead of the image's own command; sh, for example, to look inside. Empty: the image's own.",
				),
				value: answers.command,
				problem: text => firstProblem([text], splitCommandLine),
			}),
		}),
	};
}

function networkField({ networks }: RunFormContext): FormField<RunAnswers> {
	const label = vscode.l10n.t('Network');
	const usual = vscode.l10n.t('the default bridge');
	return {
		icon: new vscode.ThemeIcon('type-hierarchy'),
		label,
		describe: ({ network }) => (network ? `--network ${network}` : usual),
		edit: async answers => ({
			...answers,
			network: await pickOne([{ label: usual, value: '' }, ...networks.map(name => ({ label: name, value: name }))], {
				title: label,
				placeholder: vscode.l10n.t('On networks of your own, containers reach each other by name'),
			}),
		}),
	};
}

function restartField(): FormField<RunAnswers> {
	const label = vscode.l10n.t('Restart');
	const choices = [
		{ label: 'no', detail: vscode.l10n.t('It stays as it ended.'), value: '' },
		{ label: 'on-failure', detail: vscode.l10n.t('Again when it ended with an error.'), value: 'on-failure' },
		{
			label: 'unless-stopped',
			detail: vscode.l10n.t('Always again, also after the engine restarts, unless you stopped it.'),
			value: 'unless-stopped',
		},
		{ label: 'always', detail: vscode.l10n.t('Always again, also after the engine restarts.'), value: 'always' },
	];
	return {
		icon: new vscode.ThemeIcon('debug-restart'),
		label,
		describe: ({ restart }) => (restart ? `--restart ${restart}` : 'no'),
		edit: async answers => ({ ...answers, restart: await pickOne(choices, { title: label }) }),
	};
}

function switchField(key: 'interactive' | 'remove', icon: string, label: string, flag: string): FormField<RunAnswers> {
	return {
		icon: new vscode.ThemeIcon(icon),
		label,
		describe: answers => (answers[key] ? `${flag} · ${vscode.l10n.t('yes')}` : vscode.l10n.t('no')),
		edit: async answers => ({ ...answers, [key]: !answers[key] }),
	};
}
