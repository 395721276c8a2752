import * as vscode from 'vscode';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import { type EventsFilter, eventTypes } from '../ui/eventsDocument.ts';
import { askText } from '../ui/inputs.ts';
import { pickMany } from '../ui/pick.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';

/** Opens the document that follows the engine; resolves to `{ uri, types, name }` as soon as it does. */
export const events: Handler = async (services, call) => {
	const options = readOptions(call.options, { types: 'strings', name: 'string' });
	const unknown = options.types?.find(type => !eventTypes.includes(type));
	if (unknown !== undefined) {
		throw new EngineError('invalid', vscode.l10n.t('"{0}" is none of {1}.', unknown, eventTypes.join(', ')));
	}
	return open(services, { types: options.types ?? [], name: options.name ?? '' });
};

/** Asks which events to show, and shows those. */
export const filterEvents: Handler = async (services, call) => {
	readOptions(call.options, {});
	const { types, name } = services.eventsDocument.filter;
	const shown = types.length === 0 ? eventTypes.filter(type => type !== 'exec') : types;
	const picked = await pickMany(
		eventTypes.map(type => ({
			label: type,
			description: type === 'exec' ? vscode.l10n.t('every command and health check inside containers') : undefined,
			value: type,
			picked: shown.includes(type),
		})),
		{ title: vscode.l10n.t('Events to show') },
	);
	const part = await askText({
		title: vscode.l10n.t('Events to show'),
		prompt: vscode.l10n.t('Only of things whose name or id has this in it; nothing means all.'),
		value: name,
	});
	return open(services, { types: picked, name: part });
};

async function open(services: Services, filter: EventsFilter): Promise<object> {
	const wasOpen = services.eventsDocument.isOpen;
	const uri = await services.eventsDocument.open(filter);
	if (!wasOpen) {
		const types = filter.types.filter(type => type !== 'exec');
		services.commandLog.write(
			dockerCommand(
				'events',
				types.flatMap(type => ['--filter', `type=${type}`]),
			),
		);
	}
	return { uri: uri.toString(), ...filter };
}
