import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import { pullImage } from '../engine/images.ts';
import { askText, needed } from '../ui/inputs.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { runsCommand } from '../ui/wayOn.ts';
import type { ViewElement } from '../views/elements.ts';
import type { CommandCall } from './commandCall.ts';
import { valueFlag } from './commandFlags.ts';
import { loginWay } from './loginWay.ts';
import { referenceProblem } from './nameProblem.ts';
import { pastedReference, withDefaultTag } from './nameRules.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { transferLayers } from './transferLayers.ts';

export const pull: Handler = async (services, call) => {
	const { platform } = readOptions(call.options, { platform: 'string' });
	const known = referenceOf(services, call);
	const wanted = pastedReference(known === undefined || isUnsure(call) ? await askReference(known) : known);
	const problem = referenceProblem(wanted);
	if (problem) {
		throw new EngineError('invalid', problem);
	}
	const reference = withDefaultTag(wanted);
	const pulling = transferLayers<string>(services, call, {
		title: vscode.l10n.t('Pulling {0}', reference),
		name: `pull ${reference}`,
		commandLine: dockerCommand('pull', [...valueFlag('--platform', platform), wanted]),
		outcome: id => id,
		work: (signal, onProgress) =>
			services.queue.run(`pull:${reference}`, () =>
				pullImage(services.connection, reference, { platform, signal, onProgress }),
			),
		finished: () => ({
			message: vscode.l10n.t('{0} was pulled.', reference),
			ways: [runsCommand(vscode.l10n.t('Run…'), commandId('container.run'), reference)],
		}),
	});
	return pulling.catch(thrown => {
		const error = toEngineError(thrown);
		throw error.recognised?.kind === 'unauthorized'
			? new ExplainedError(error, { ways: [loginWay(reference)] })
			: error;
	});
};

function isUnsure(call: CommandCall): boolean {
	return call.byWindow && !call.optionsGiven && typeof call.targets[0] !== 'string';
}

function referenceOf({ newerImages }: Services, call: CommandCall): string | undefined {
	const target = call.targets[0] as ViewElement | string | undefined;
	if (target === undefined || typeof target === 'string') {
		return target?.trim();
	}
	if (target.kind === 'detail') {
		return target.reference;
	}
	if (target.kind === 'image') {
		const tag = newerImages.of(target)[0] ?? target.tags[0];
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
		problem: needed(vscode.l10n.t('Which image?'), text => referenceProblem(pastedReference(text))),
		hint: text => {
			const reference = withDefaultTag(pastedReference(text));
			return reference === text ? undefined : vscode.l10n.t('Pulls {0}', reference);
		},
	});
}
