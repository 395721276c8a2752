import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { commandId } from '../contributions.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import { pullImage } from '../engine/images.ts';
import type { PullProgress } from '../engine/pullProgress.ts';
import { askText, needed } from '../ui/inputs.ts';
import { withProgress } from '../ui/progress.ts';
import { runsCommand } from '../ui/wayOn.ts';
import type { ViewElement } from '../views/elements.ts';
import type { CommandCall } from './commandCall.ts';
import { valueFlag } from './commandFlags.ts';
import { referenceProblem } from './nameProblem.ts';
import { hasTagOrDigest, withDefaultTag } from './nameRules.ts';
import { readOptions } from './options.ts';
import type { Handler } from './services.ts';

export const pull: Handler = async (services, call) => {
	const { platform } = readOptions(call.options, { platform: 'string' });
	const known = referenceOf(call);
	const wanted = known === undefined || isUnsure(call) ? await askReference(known) : known;
	const problem = referenceProblem(wanted);
	if (problem) {
		throw new EngineError('invalid', problem);
	}
	const reference = withDefaultTag(wanted);
	const id = await withProgress(
		vscode.l10n.t('Pulling {0}', reference),
		(signal, report) =>
			services.queue.run(`pull:${reference}`, () =>
				pullImage(services.connection, reference, {
					platform,
					signal,
					onProgress: progress => report(pullMessage(progress)),
				}),
			),
		{
			signal: call.signal,
			finished: () => ({
				message: vscode.l10n.t('{0} was pulled.', reference),
				ways: [runsCommand(vscode.l10n.t('Run…'), commandId('container.run'), reference)],
			}),
		},
	);
	services.commandLog.write(dockerCommand('pull', [...valueFlag('--platform', platform), wanted]));
	return id;
};

/** `4 of 7 layers · 38 MB of 142 MB` */
export function pullMessage(progress: PullProgress): string {
	if (progress.layersTotal === 0) {
		return progress.status;
	}
	const layers = vscode.l10n.t('{0} of {1} layers', progress.layersDone, progress.layersTotal);
	return progress.bytesTotal > 0
		? `${layers} · ${vscode.l10n.t('{0} of {1}', humanSize(progress.bytesDone), humanSize(progress.bytesTotal))}`
		: layers;
}

function isUnsure(call: CommandCall): boolean {
	return call.byWindow && !call.optionsGiven && typeof call.targets[0] !== 'string';
}

function referenceOf(call: CommandCall): string | undefined {
	const target = call.targets[0] as ViewElement | string | undefined;
	if (target === undefined || typeof target === 'string') {
		return target?.trim();
	}
	if (target.kind === 'image') {
		const [tag] = target.tags;
		if (tag === undefined && !isUnsure(call)) {
			throw new EngineError(
				'invalid',
				vscode.l10n.t('An image without a tag cannot be pulled: nothing says from where.'),
			);
		}
		return tag;
	}
	return undefined;
}

function askReference(value: string | undefined): Promise<string> {
	return askText({
		title: vscode.l10n.t('Pull an image'),
		prompt: vscode.l10n.t('repository:tag, for example nginx:1.27. Without a tag, "latest" is pulled.'),
		placeholder: 'nginx:1.27',
		value,
		problem: needed(vscode.l10n.t('Which image?'), referenceProblem),
		hint: text => (hasTagOrDigest(text) ? undefined : vscode.l10n.t('Pulls {0}', withDefaultTag(text))),
	});
}
