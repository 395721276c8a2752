import * as vscode from 'vscode';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ComposeService } from '../../languageservice/compose/service.ts';
import type { ServiceHost } from '../../languageservice/host.ts';
import { composeSelector } from './composeLanguage.ts';
import type { HostFiles } from './hostFiles.ts';
import { textDocumentOf } from './textDocuments.ts';

const composeName = /^(?:docker-)?compose(?:[._-][^/]*)?\.ya?ml$/i;

/** Looks for uses of a Dockerfile's stages and arguments in open compose files, the workspace's, and those beside it. */
export function findsInCompose(
	composeService: () => Promise<ComposeService>,
	files: HostFiles,
	workspaceFiles: () => Promise<readonly string[]>,
): NonNullable<ServiceHost['outsideReferences']> {
	return async (uri, kind, name, signal) => {
		const open = vscode.workspace.textDocuments.filter(
			document => !document.isClosed && vscode.languages.match(composeSelector, document) > 0,
		);
		const stored = new Set([
			...(await workspaceFiles()).map(path => vscode.Uri.file(path).toString()),
			...(await composeFilesBeside(uri, files)),
		]);
		const texts = open.map(textDocumentOf);
		for (const each of stored) {
			const text = texts.some(known => known.uri === each) ? undefined : await files.readFile(each, signal);
			if (text !== undefined) {
				texts.push(TextDocument.create(each, 'dockercompose', 0, text));
			}
		}
		return texts.length === 0 || signal.aborted
			? []
			: (await composeService()).outsideReferences(texts, uri, kind, name, signal);
	};
}

/** In the Dockerfile's folder and the one above, where they are usual. */
async function composeFilesBeside(uri: string, files: HostFiles): Promise<readonly string[]> {
	const dockerfile = vscode.Uri.parse(uri);
	if (dockerfile.scheme === 'untitled') {
		return [];
	}
	const folders = [vscode.Uri.joinPath(dockerfile, '..'), vscode.Uri.joinPath(dockerfile, '..', '..')];
	const found = await Promise.all(
		folders.map(async folder =>
			((await files.readFolder(folder.toString())) ?? [])
				.filter(({ name, kind }) => kind === 'file' && composeName.test(name))
				.map(({ name }) => vscode.Uri.joinPath(folder, name).toString()),
		),
	);
	return found.flat();
}
