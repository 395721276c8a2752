import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import { pushImage } from '../engine/imagePush.ts';
import { parseImageReference } from '../engine/imageReference.ts';
import { dockerHub } from '../engine/registryHost.ts';
import type { Image } from '../engine/resources.ts';
import { pickOne } from '../ui/pick.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { runsCommand, type WayOn } from '../ui/wayOn.ts';
import type { CommandCall } from './commandCall.ts';
import { namedReferences } from './imageNames.ts';
import { loginWay } from './loginWay.ts';
import { withDefaultTag } from './nameRules.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findTarget } from './targets.ts';
import { transferLayers } from './transferLayers.ts';

/** Sends one tag of an image to its registry; resolves to the digest that it has there. */
export const push: Handler = async (services, call) => {
	readOptions(call.options, {});
	const reference = await referenceToPush(services, call);
	try {
		return await transferLayers<string>(services, call, {
			title: vscode.l10n.t('Pushing {0}', reference),
			name: `push ${reference}`,
			commandLine: dockerCommand('push', [reference]),
			outcome: digest => digest,
			work: (signal, onProgress) =>
				services.queue.run(`push:${reference}`, () =>
					pushImage(services.connection, reference, { signal, onProgress }),
				),
			finished: () => ({ message: vscode.l10n.t('{0} was pushed.', reference) }),
		});
	} catch (thrown) {
		throw explainRefusal(toEngineError(thrown), reference);
	}
};

async function referenceToPush(services: Services, call: CommandCall): Promise<string> {
	const image = await findImage(services, call);
	const named = (await namedReferences(services, call)).get(image.id)?.[0];
	if (named !== undefined) {
		return withDefaultTag(named);
	}
	const [only, ...others] = image.tags;
	if (only === undefined) {
		throw new ExplainedError(new EngineError('invalid', 'The image has no tag.'), {
			sentence: vscode.l10n.t('An image without a tag cannot be pushed: its tag says to which registry it goes.'),
			ways: [tagWay(image)],
		});
	}
	return others.length === 0 ? only : pickTag(image);
}

async function findImage(services: Services, call: CommandCall): Promise<Image> {
	try {
		return await findTarget(services, 'image', call, {
			title: vscode.l10n.t('Push an image'),
			none: vscode.l10n.t('There is no image.'),
		});
	} catch (thrown) {
		const error = toEngineError(thrown);
		const cause = error.recognised;
		throw cause?.kind === 'noSuchImage'
			? new ExplainedError(error, {
					sentence: vscode.l10n.t('There is no image "{0}": give an image that name first.', cause.reference),
					ways: [tagWay()],
				})
			: error;
	}
}

function pickTag({ name, tags }: Image): Promise<string> {
	return pickOne(
		tags.map(tag => ({ label: tag, description: parseImageReference(tag).registry, value: tag })),
		{ title: vscode.l10n.t('Push {0}', name), placeholder: vscode.l10n.t('Which of its tags?') },
	);
}

function explainRefusal(error: EngineError, reference: string): EngineError {
	if (error.code !== 'denied') {
		return error;
	}
	const { registry, repository } = parseImageReference(reference);
	return registry === dockerHub && repository.startsWith('library/')
		? new ExplainedError(error, {
				sentence: vscode.l10n.t(
					'"{0}" is a name of the official images of Docker Hub: put your user name or a registry in front, as in user/{0}.',
					reference,
				),
				ways: [tagWay(reference)],
			})
		: new ExplainedError(error, {
				sentence: vscode.l10n.t(
					'The registry {0} refused the push to {1}: log in as somebody who may write there.',
					registry,
					repository,
				),
				ways: [loginWay(reference), tagWay(reference)],
			});
}

function tagWay(target?: Image | string): WayOn {
	return runsCommand(vscode.l10n.t('Tag…'), commandId('image.tag'), target);
}
