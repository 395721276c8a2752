import * as vscode from 'vscode';
import type { CommandName } from '../contributions.ts';
import type { ComposeAction, ComposeOptions } from '../engine/compose.ts';
import { isComposeFile } from '../engine/composeFiles.ts';
import { EngineError } from '../engine/errors.ts';
import { cancelled, withProgress } from '../ui/progress.ts';
import { offer } from '../ui/wayOn.ts';
import type { CommandCall } from './commandCall.ts';
import { confirmDown } from './composeDown.ts';
import { fromRun } from './composeFromRun.ts';
import { existingServices, needsProfiles } from './composeProfiles.ts';
import { type ComposeTarget, findComposeTargets } from './composeTargets.ts';
import { absolutePath } from './dockerfileTarget.ts';
import { composeLogs } from './logs.ts';
import { withTools } from './missingTool.ts';
import { type OptionSchema, readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';

const common = { files: 'strings', services: 'strings', profiles: 'strings', envFile: 'strings' } as const;

const schemas = {
	up: {
		...common,
		build: 'boolean',
		detach: 'boolean',
		forceRecreate: 'boolean',
		removeOrphans: 'boolean',
		wait: 'boolean',
		scale: 'record',
	},
	down: { ...common, volumes: 'boolean', images: 'string', removeOrphans: 'boolean' },
	config: common,
	start: common,
	stop: common,
	restart: common,
	build: common,
	pull: common,
	push: common,
	ps: common,
	watch: common,
} as const satisfies Record<ComposeAction, OptionSchema>;

interface Request extends ComposeOptions {
	readonly files?: readonly string[];
	readonly envFile?: readonly string[];
	readonly confirm?: boolean;
}

/** A command that resolves to Compose's exit code: of several projects, the first that is not 0. */
function runs(action: ComposeAction): Handler {
	return async (services, call) => {
		await withTools(() => services.tasks.cli.compose());
		const request = readRequest(action, call);
		const targets = await prepared(services, call, action, request);
		if (action === 'down') {
			await confirmDown(services, targets, request);
		}
		let exitCode = 0;
		for (const target of targets) {
			exitCode ||= await runOne(services, call, action, target, request);
		}
		return exitCode;
	};
}

const config: Handler = async (services, call) => {
	await withTools(() => services.tasks.cli.compose());
	const request = readRequest('config', call);
	const [target] = await prepared(services, call, 'config', request);
	if (!target) {
		throw cancelled();
	}
	const options = optionsOf(services, 'config', target, request);
	const readAt = Date.now();
	const yaml = await withProgress(
		vscode.l10n.t('Resolving {0}', target.name),
		signal => services.tasks.compose.read(target.reference, options, [], signal),
		{ signal: call.signal },
	);
	if (call.optionsGiven && !call.byWindow) {
		await services.documents.open('compose', `${target.name}.yaml`, 'yaml', yaml);
	} else {
		const project = { name: target.name, reference: target.reference, options };
		await services.composePreview.show(project, { yaml, readAt }, besideFile());
	}
	return yaml;
};

/** Beside the compose file that is being edited; with none in front, where the next editor would open. */
function besideFile(): vscode.TextDocumentShowOptions {
	const active = vscode.window.activeTextEditor?.document;
	const isEdited =
		active?.uri.scheme === 'file' && (active.languageId === 'dockercompose' || isComposeFile(active.uri.path));
	return isEdited ? { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true } : {};
}

function readRequest(action: ComposeAction, call: CommandCall): Request {
	const given: Record<string, unknown> & Request = readOptions(call.options, schemas[action] as OptionSchema);
	if (given.images !== undefined && given.images !== 'local' && given.images !== 'all') {
		throw new EngineError('invalid', 'The option "images" must be "local" or "all".');
	}
	const scale = Object.entries(given.scale ?? {}).map(([service, count]) => [service, wholeNumber(service, count)]);
	return { ...given, ...(given.scale ? { scale: Object.fromEntries(scale) } : {}) };
}

function wholeNumber(service: string, count: unknown): number {
	const number = Number(count);
	if (!Number.isInteger(number) || number < 0) {
		throw new EngineError('invalid', `The option "scale" must give a whole number for "${service}".`);
	}
	return number;
}

async function prepared(
	services: Services,
	call: CommandCall,
	action: ComposeAction,
	{ files, envFile }: Request,
): Promise<readonly ComposeTarget[]> {
	const targets = await findComposeTargets(services, call, action, files);
	return envFile
		? targets.map(target => ({
				...target,
				reference: { ...target.reference, envFiles: envFile.map(absolutePath) },
			}))
		: targets;
}

function optionsOf(services: Services, action: ComposeAction, target: ComposeTarget, request: Request): ComposeOptions {
	const chosen = [...target.services, ...(request.services ?? [])];
	const whole = chosen.length === 0 && !request.profiles && needsProfiles(services, target);
	if (whole && (action === 'start' || action === 'restart')) {
		return { ...request, services: existingServices(services, target.name) };
	}
	const everything = whole && ['stop', 'down', 'ps'].includes(action);
	return { ...request, services: chosen, ...(everything ? { profiles: ['*'] } : {}) };
}

async function runOne(
	services: Services,
	call: CommandCall,
	action: ComposeAction,
	target: ComposeTarget,
	request: Request,
): Promise<number> {
	const options = optionsOf(services, action, target, request);
	const run = { action, project: target.reference, options, label: target.name };
	const start = (signal: AbortSignal | undefined) => withTools(() => services.tasks.compose.run(run, signal));
	const { exitCode, showTerminal } = isQuiet(action)
		? await withProgress(`docker compose ${action} · ${target.name}`, start, { signal: call.signal })
		: await start(call.signal);
	if (exitCode === undefined) {
		throw cancelled();
	}
	// 130 is Ctrl+C: whoever pressed it knows.
	if (exitCode !== 0 && exitCode !== 130) {
		offer(
			'error',
			vscode.l10n.t('"docker compose {0}" of "{1}" ended with exit code {2}.', action, target.name, exitCode),
			[{ title: vscode.l10n.t('Show Output'), run: showTerminal }],
		);
	}
	return exitCode;
}

function isQuiet(action: ComposeAction): boolean {
	return ['start', 'stop', 'restart', 'down'].includes(action);
}

export const composeCommands = {
	'compose.up': runs('up'),
	'compose.upBuild': (services, call) => runs('up')(services, { ...call, options: { ...call.options, build: true } }),
	'compose.down': runs('down'),
	'compose.downVolumes': (services, call) =>
		runs('down')(services, { ...call, options: { ...call.options, volumes: true } }),
	'compose.start': runs('start'),
	'compose.stop': runs('stop'),
	'compose.restart': runs('restart'),
	'compose.build': runs('build'),
	'compose.pull': runs('pull'),
	'compose.push': runs('push'),
	'compose.ps': runs('ps'),
	'compose.watch': runs('watch'),
	'compose.logs': composeLogs,
	'compose.config': config,
	'compose.fromRun': fromRun,
} satisfies Partial<Record<CommandName, Handler>>;
