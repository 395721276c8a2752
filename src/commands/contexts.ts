import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import type { DockerContext } from '../engine/contexts.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import { confirm } from '../ui/confirm.ts';
import { pickOne } from '../ui/pick.ts';
import { NothingThere } from '../ui/reportError.ts';
import { offer, runsCommand } from '../ui/wayOn.ts';
import type { ViewElement } from '../views/elements.ts';
import type { CommandCall } from './commandCall.ts';
import { valueFlag } from './commandFlags.ts';
import { askDetails, askHost, askName, contextNameProblem } from './contextForm.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';

const use: Handler = async (services, call) => {
	const options = readOptions(call.options, {});
	const context = await findContext(services, call, vscode.l10n.t('Use a context'), ({ current }) => !current);
	await services.contexts.use(context.name);
	services.connection.reconsider();
	services.commandLog.write(dockerCommand('context use', [context.name]));
	const stronger = strongerChoice(services);
	if (stronger && options.confirm !== false) {
		offer(
			'warning',
			vscode.l10n.t('Context "{0}" is current now, but {1} decides which engine is used here.', context.name, stronger),
			[{ title: vscode.l10n.t('Use It Here'), run: () => services.settings.setContext(context.name) }],
		);
	}
};

/** What chooses the engine before docker's current context does. */
function strongerChoice(services: Services): string | undefined {
	return services.settings.context !== ''
		? vscode.l10n.t('the setting {0}', 'slipway.context')
		: ['DOCKER_HOST', 'DOCKER_CONTEXT'].find(name => process.env[name]);
}

const create: Handler = async (services, call) => {
	const given = readOptions(call.options, {
		name: 'string',
		host: 'string',
		description: 'string',
		ca: 'string',
		cert: 'string',
		key: 'string',
	});
	const name = given.name ?? (await askName(await services.contexts.list()));
	const problem = contextNameProblem(name);
	if (problem) {
		throw new EngineError('invalid', problem);
	}
	const host = given.host ?? (await askHost(name));
	const asked = call.optionsGiven ? {} : await askDetails(name, host);
	const { description, ca, cert, key } = { ...asked, ...given };
	await services.contexts.create({ name, host, description, ca, cert, key });
	const endpoint = [`host=${host}`, ...Object.entries({ ca, cert, key }).flatMap(([k, v]) => (v ? [`${k}=${v}`] : []))];
	services.commandLog.write(
		dockerCommand('context create', [...valueFlag('--description', description), '--docker', endpoint.join(','), name]),
	);
};

/** The one in use is left first, for docker's own default, if somebody is there to agree. */
const remove: Handler = async (services, call) => {
	const options = readOptions(call.options, {});
	const removable = ({ name }: DockerContext) => name !== 'default';
	const context = await findContext(services, call, vscode.l10n.t('Remove a context'), removable);
	const leave = context.current && options.confirm !== false && strongerChoice(services) === undefined;
	await confirm(
		{
			message: vscode.l10n.t('Remove context "{0}"?', context.name),
			detail: [
				...(leave ? [vscode.l10n.t('It is in use: "{0}" is used from now on.', 'default')] : []),
				vscode.l10n.t('Its address and certificates are forgotten. The engine itself is not touched.'),
			].join(' '),
			verb: leave ? vscode.l10n.t('Switch and Remove') : vscode.l10n.t('Remove'),
		},
		options.confirm,
	);
	if (leave) {
		await services.contexts.use('default');
		services.connection.reconsider();
		services.commandLog.write(dockerCommand('context use', ['default']));
	}
	await services.contexts.remove(context.name);
	services.commandLog.write(dockerCommand('context rm', [context.name]));
};

const inspect: Handler = async (services, call) => {
	readOptions(call.options, {});
	const context = await findContext(services, call, vscode.l10n.t('Inspect a context'), () => true);
	const object = await services.contexts.inspect(context.name);
	await services.documents.openJson('context', context.name, object);
	services.commandLog.write(dockerCommand('context inspect', [context.name]));
	return object;
};

async function findContext(
	services: Services,
	call: CommandCall,
	title: string,
	accepts: (context: DockerContext) => boolean,
): Promise<DockerContext> {
	const contexts = await services.contexts.list();
	const [target] = call.targets.length > 0 ? call.targets : call.maySelect ? services.views.selection() : [];
	const name = nameOf(target as ViewElement | string | undefined);
	if (name === undefined && call.targets.length > 0) {
		throw new EngineError('invalid', vscode.l10n.t('This command acts on contexts.'));
	}
	if (name !== undefined) {
		const named = contexts.find(context => context.name === name);
		if (!named) {
			throw new EngineError('notFound', vscode.l10n.t('There is no context "{0}".', name));
		}
		return named;
	}
	const candidates = contexts.filter(accepts);
	if (candidates.length === 0) {
		throw new NothingThere(vscode.l10n.t('There is no other context.'), [
			runsCommand(vscode.l10n.t('Create Context…'), commandId('context.create')),
		]);
	}
	return pickOne(candidates.map(choiceOfContext), { title });
}

function nameOf(target: ViewElement | string | undefined): string | undefined {
	return typeof target === 'string' ? target : target?.kind === 'context' ? target.name : undefined;
}

function choiceOfContext(context: DockerContext) {
	return {
		label: context.name,
		description: context.host,
		detail: context.description,
		icon: new vscode.ThemeIcon(context.current ? 'check' : 'server'),
		value: context,
	};
}

export const contextCommands = {
	'context.use': use,
	'context.create': create,
	'context.remove': remove,
	'context.inspect': inspect,
} satisfies Record<string, Handler>;
