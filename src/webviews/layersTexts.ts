import * as vscode from 'vscode';
import type { Texts } from './protocol.ts';
import type { LayersView } from './protocols/layers.ts';

/** The words of the layers panel; placeholders are filled in by the client. */
export function layersTexts(): Texts<LayersView> {
	return {
		layers: vscode.l10n.t('Layers'),
		layer: vscode.l10n.t('Layer {0}'),
		files: vscode.l10n.t('Files'),
		waste: vscode.l10n.t('Wasted space'),
		compare: vscode.l10n.t('Compare'),
		noLayers: vscode.l10n.t('This image has no layers: it holds settings alone.'),
		setting: vscode.l10n.t('Setting, no layer'),
		shared: vscode.l10n.t('in both'),
		openLine: vscode.l10n.t('Open {0}'),
		efficiency: vscode.l10n.t('Efficiency'),
		efficiencyHelp: vscode.l10n.t(
			'As dive counts it: the smallest copy of each file against all its copies. 100 % means that no file is written twice.',
		),
		wasted: vscode.l10n.t('Wasted'),
		wastedHelp: vscode.l10n.t(
			'As dive counts it: all copies of files that several layers write, the needed copy included, but not folders removed as a whole.',
		),
		savable: vscode.l10n.t('You can save'),
		savableHelp: vscode.l10n.t(
			'Bytes of copies that nobody sees: a later layer replaced or removed them. The image can be that much smaller.',
		),
		reading: vscode.l10n.t('Reading the files of the layers…'),
		readingOf: vscode.l10n.t('Reading the files of the layers: {0} of about {1}'),
		stop: vscode.l10n.t('Cancel'),
		cancelled: vscode.l10n.t('The files of the layers have not been read.'),
		read: vscode.l10n.t('Read'),
		readAgain: vscode.l10n.t('Try again'),
		search: vscode.l10n.t('Search files'),
		searchPlaceholder: vscode.l10n.t('Name, or path with /'),
		sort: vscode.l10n.t('Sort by'),
		sortName: vscode.l10n.t('Name'),
		sortSize: vscode.l10n.t('Size'),
		scope: vscode.l10n.t('Show'),
		alone: vscode.l10n.t('This layer alone'),
		whole: vscode.l10n.t('Everything up to this layer'),
		added: vscode.l10n.t('added'),
		changed: vscode.l10n.t('changed'),
		removed: vscode.l10n.t('removed'),
		noChanges: vscode.l10n.t('This layer has no files.'),
		nothingFound: vscode.l10n.t('No file is called like this.'),
		open: vscode.l10n.t('Open'),
		copyPath: vscode.l10n.t('Copy path'),
		noWaste: vscode.l10n.t('Nothing is wasted: no layer replaces or removes a file of another.'),
		wasteShown: vscode.l10n.t('The {0} largest of {1}'),
		wroteAndReplaced: vscode.l10n.t('Written by {0}, replaced by {1}'),
		wroteAndRemoved: vscode.l10n.t('Written by {0}, removed by {1}'),
		compareWith: vscode.l10n.t('Compare with Another Image…'),
		comparedWith: vscode.l10n.t('{0} compared with {1}'),
		compareHelp: vscode.l10n.t('Shows which files another image adds, changes and removes, for example a newer build.'),
		comparing: vscode.l10n.t('Reading the other image…'),
		filesAdded: vscode.l10n.t('{0} added ({1})'),
		filesChanged: vscode.l10n.t('{0} changed ({1})'),
		filesRemoved: vscode.l10n.t('{0} removed ({1})'),
		sharedLayers: vscode.l10n.t('{0} of its {1} layers are shared with this image.'),
		sameFiles: vscode.l10n.t('Both images have the same files.'),
		'advice.aptCache': vscode.l10n.t(
			'Remove what apt keeps in the same RUN: && rm -rf /var/lib/apt/lists/* /var/cache/apt. Or keep it out of the image: RUN --mount=type=cache,target=/var/cache/apt.',
		),
		'advice.apkCache': vscode.l10n.t('Install with apk add --no-cache, which keeps nothing behind.'),
		'advice.dnfCache': vscode.l10n.t('End the same RUN with && dnf clean all (or yum clean all).'),
		'advice.pipCache': vscode.l10n.t(
			'Install with pip install --no-cache-dir, or with RUN --mount=type=cache,target=/root/.cache/pip.',
		),
		'advice.npmCache': vscode.l10n.t(
			'End the same RUN with && npm cache clean --force, or keep the cache out of the image: RUN --mount=type=cache,target=/root/.npm.',
		),
		'advice.copyChmod': vscode.l10n.t('Give the rights while copying: COPY --chmod=… instead of RUN chmod.'),
		'advice.copyChown': vscode.l10n.t('Give the owner while copying: COPY --chown=… instead of RUN chown.'),
		'advice.sameRun': vscode.l10n.t('Do both in one RUN, with && between: only what is there at its end takes space.'),
		'advice.notCopied': vscode.l10n.t(
			'Do not copy it: name it in .dockerignore, use it from RUN --mount=type=bind, or copy only what is needed from an earlier stage.',
		),
		'advice.copyOnce': vscode.l10n.t('Copy it once: each COPY keeps a copy of its own.'),
		'advice.baseImage': vscode.l10n.t(
			'It comes with the base image: a smaller base image, or one that has it as you need it, saves it.',
		),
		'advice.changeWhereMade': vscode.l10n.t('Make it as it has to be in the layer that writes it first.'),
	};
}
