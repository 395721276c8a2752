import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import type { Container, Image } from '../engine/resources.ts';
import { openToolbox, toolboxWords } from '../engine/toolbox.ts';
import { pickOne } from '../ui/pick.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { showSession } from '../ui/terminal.ts';
import { runsCommand, type WayOn } from '../ui/wayOn.ts';
import { choiceOf } from './choices.ts';
import type { Services } from './services.ts';

const memoryKey = 'toolboxImage';

/** A shell of another image beside a container that has none. An empty `image` asks which. */
export async function showToolbox(services: Services, container: Container, image: string): Promise<void> {
	const chosen = image === '' ? await pickImage(services, container) : image;
	await showSession(
		{ name: `${container.name} · ${chosen}`, icon: 'tools', greeting: greeting(container.name) },
		size => openToolbox(services.connection, container.id, { image: chosen, ...size }),
	);
	services.commandLog.write(dockerCommand('run', toolboxWords(container.name, chosen)));
}

export function opensToolbox(container: Container): WayOn {
	return {
		title: vscode.l10n.t('Open Toolbox…'),
		run: () => vscode.commands.executeCommand(commandId('container.exec'), container, { toolbox: '' }),
	};
}

function greeting(name: string): string {
	return vscode.l10n.t(
		'A toolbox beside "{0}": its files are in /proc/1/root. The toolbox goes with this terminal.',
		name,
	);
}

async function pickImage(services: Services, container: Container): Promise<string> {
	const images = await services.store.list('image');
	const usable = images.filter(({ id, dangling }) => !dangling && id !== container.imageId);
	if (usable.length === 0) {
		const error = new EngineError('notFound', vscode.l10n.t('There is no other image here that could lend its shell.'));
		const pull = runsCommand(vscode.l10n.t('Pull {0}', 'busybox'), commandId('image.pull'), 'busybox');
		throw new ExplainedError(error, { ways: [pull] });
	}
	const last = services.memory.get<string>(memoryKey);
	const ranked = [...usable].sort((a, b) => rank(a, last) - rank(b, last) || a.size - b.size);
	const { name } = await pickOne(
		ranked.map(image => choiceOf(services.store, image)),
		{
			title: vscode.l10n.t('Toolbox for "{0}"', container.name),
			placeholder: vscode.l10n.t(
				'An image with a shell; it runs beside the container and sees its files and processes',
			),
		},
	);
	await services.memory.update(memoryKey, name);
	return name;
}

/** The last one first, then those that are known to have a shell. */
function rank({ name }: Image, last: string | undefined): number {
	if (name === last) {
		return 0;
	}
	return /(?:^|\/)(?:busybox|alpine|debian|ubuntu|fedora|netshoot)(?::|$)/.test(name) ? 1 : 2;
}
