import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { openAttach } from '../engine/attach.ts';
import { inspectContainer } from '../engine/containers.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import { execCapture as captureExec, findShell, openExec } from '../engine/exec.ts';
import type { Container } from '../engine/resources.ts';
import { splitCommandLine } from '../engine/runOptions.ts';
import { withProgress } from '../ui/progress.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { showSession } from '../ui/terminal.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findTarget, findTargets, type TargetQuestion } from './targets.ts';
import { opensToolbox, showToolbox } from './toolbox.ts';

const running = (title: string): TargetQuestion<'container'> => ({
	title,
	accepts: container => container.state === 'running',
	none: vscode.l10n.t('No container is running.'),
});

export const exec: Handler = async (services, call) => {
	const { toolbox, ...options } = readOptions(call.options, {
		command: 'command',
		user: 'string',
		workdir: 'string',
		env: 'record',
		toolbox: 'string',
	});
	const containers = await findTargets(services, 'container', call, running(vscode.l10n.t('Open shell in containers')));
	for (const container of containers) {
		if (toolbox !== undefined) {
			await showToolbox(services, container, toolbox);
			continue;
		}
		const command = await offeringStart(container, async () => {
			const words = options.command ? toWords(options.command) : await shellOf(services, container, call.signal);
			const { user, workdir, env } = options;
			await showSession({ name: container.name, icon: 'terminal' }, size =>
				openExec(services.connection, container.id, { command: words, user, workdir, env, ...size }),
			);
			return words;
		});
		services.commandLog.write(dockerCommand('exec', ['-it', ...execFlags(options), container.name, ...command]));
	}
};

export const execCapture: Handler = async (services, call) => {
	const options = readOptions(call.options, { command: 'command', user: 'string', workdir: 'string', env: 'record' });
	if (!options.command) {
		throw new EngineError('invalid', vscode.l10n.t('The option "command" is missing.'));
	}
	const container = await findTarget(
		services,
		'container',
		call,
		running(vscode.l10n.t('Run a command in a container')),
	);
	const command = toWords(options.command);
	const { user, workdir, env } = options;
	const result = await withProgress(
		vscode.l10n.t('Running "{0}" in {1}', command.join(' '), container.name),
		signal => captureExec(services.connection, container.id, { command, user, workdir, env, signal }),
		{ signal: call.signal },
	);
	services.commandLog.write(dockerCommand('exec', [...execFlags(options), container.name, ...command]));
	return result;
};

export const attach: Handler = async (services, call) => {
	readOptions(call.options, {});
	const container = await findTarget(services, 'container', call, running(vscode.l10n.t('Attach to a container')));
	const { Config } = await inspectContainer(services.connection, container.id, { signal: call.signal });
	await showSession({ name: container.name, icon: 'plug', greeting: attachGreeting(container.name, Config) }, size =>
		openAttach(services.connection, container.id, size),
	);
	services.commandLog.write(dockerCommand('attach', [container.name]));
};

/** How to leave, before anybody types into a program that may not let them. */
function attachGreeting(
	name: string,
	{ OpenStdin, Tty }: { readonly OpenStdin: boolean; readonly Tty: boolean },
): string {
	if (!OpenStdin) {
		return vscode.l10n.t('Attached to "{0}", which takes no input. Close this terminal to detach.', name);
	}
	return Tty
		? vscode.l10n.t('Attached to "{0}". Ctrl+P Ctrl+Q detaches, as does closing this terminal.', name)
		: vscode.l10n.t('Attached to "{0}". Close this terminal to detach; Ctrl+C interrupts its process.', name);
}

async function offeringStart<T>(container: Container, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (thrown) {
		const error = toEngineError(thrown);
		if (error.recognised?.kind !== 'notRunning') {
			throw error;
		}
		const run = async () => {
			await vscode.commands.executeCommand(commandId('container.start'), container);
			await vscode.commands.executeCommand(commandId('container.exec'), container);
		};
		throw new ExplainedError(error, { ways: [{ title: vscode.l10n.t('Start "{0}"', container.name), run }] });
	}
}

/** The best shell, as it was found in the same image before, else looked for now. */
async function shellOf(services: Services, container: Container, signal: AbortSignal | undefined): Promise<string[]> {
	const key = `shell:${container.imageId}`;
	const remembered = services.memory.get<string>(key);
	if (remembered) {
		return [remembered];
	}
	const shell = await withProgress(
		vscode.l10n.t('Looking for a shell in {0}', container.name),
		inner => findShell(services.connection, container.id, { signal: inner }),
		{ signal },
	);
	if (!shell) {
		const error = new EngineError('notFound', `No shell in ${container.image}`, { recognised: { kind: 'noShell' } });
		throw new ExplainedError(error, { ways: [opensToolbox(container)] });
	}
	await services.memory.update(key, shell);
	return [shell];
}

function toWords(command: string | readonly string[]): string[] {
	return typeof command === 'string' ? splitCommandLine(command) : [...command];
}

function execFlags(options: {
	readonly user?: string;
	readonly workdir?: string;
	readonly env?: Readonly<Record<string, string>>;
}): string[] {
	return [
		...(options.user ? ['--user', options.user] : []),
		...(options.workdir ? ['--workdir', options.workdir] : []),
		...Object.entries(options.env ?? {}).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
	];
}
