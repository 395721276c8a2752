import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { type SearchHit, searchImages } from '../engine/imageSearch.ts';
import { askText, needed } from '../ui/inputs.ts';
import { type Choice, pickOne } from '../ui/pick.ts';
import { withProgress } from '../ui/progress.ts';
import { offer } from '../ui/wayOn.ts';
import { readOptions } from './options.ts';
import type { Handler } from './services.ts';

/** Resolves to the hits; who was asked for the term is offered them, and what is picked is pulled. */
export const search: Handler = async (services, call) => {
	const options = readOptions(call.options, { term: 'string' });
	const [target] = call.targets;
	const given = options.term ?? (typeof target === 'string' ? target : undefined);
	const term = given ?? (await askTerm());
	const hits = await withProgress(
		vscode.l10n.t('Searching for {0}', term),
		signal => searchImages(services.connection, term, { signal }),
		{ signal: call.signal },
	);
	services.commandLog.write(dockerCommand('search', [term]));
	if (given === undefined) {
		await offerHits(term, hits);
	}
	return hits;
};

function askTerm(): Promise<string> {
	return askText({
		title: vscode.l10n.t('Search for an image'),
		prompt: vscode.l10n.t('A word to look for on Docker Hub, for example nginx'),
		placeholder: 'nginx',
		problem: needed(vscode.l10n.t('Which image?')),
	});
}

async function offerHits(term: string, hits: readonly SearchHit[]): Promise<void> {
	if (hits.length === 0) {
		offer('info', vscode.l10n.t('No image was found for "{0}".', term), []);
		return;
	}
	const name = await pickOne(hits.map(choiceOf), {
		title: vscode.l10n.t('Images for "{0}"', term),
		placeholder: vscode.l10n.t('The image that you pick is pulled'),
	});
	await vscode.commands.executeCommand(commandId('image.pull'), name);
}

function choiceOf({ name, description, stars, official }: SearchHit): Choice<string> {
	const words = [official ? vscode.l10n.t('official') : '', vscode.l10n.t('{0} stars', stars)];
	return {
		label: name,
		description: words.filter(Boolean).join(' · '),
		detail: description || undefined,
		icon: new vscode.ThemeIcon(official ? 'verified' : 'layers'),
		value: name,
	};
}
