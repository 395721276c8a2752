import { TextDocument } from 'vscode-languageserver-textdocument';
import { folderOf } from '../dockerfile/buildContext.ts';
import type { ServiceHost } from '../host.ts';
import { type BakeDocument, parseBake } from './document.ts';

/** The bake files that are read together with this one, and the compose files whose services are targets too. */
export interface BakeProject {
	readonly document: BakeDocument;
	/** All bake files, this one included. */
	readonly files: readonly BakeDocument[];
	readonly composeFiles: readonly string[];
}

const bakeFiles = ['docker-bake.json', 'docker-bake.hcl', 'docker-bake.override.json', 'docker-bake.override.hcl'];
const composeFiles = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** Bake reads the files with the usual names of a folder together; one with another name stands alone. */
export async function loadBakeProject(
	document: BakeDocument,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<BakeProject> {
	const uri = document.text.uri;
	const folder = folderOf(uri);
	const own = uri.slice(uri.lastIndexOf('/') + 1);
	if (folder === undefined || !bakeFiles.includes(own) || !host.readFile) {
		return { document, files: [document], composeFiles: [] };
	}
	const files = [document];
	for (const name of bakeFiles) {
		const text = name === own || signal.aborted ? undefined : await host.readFile(`${folder}/${name}`, signal);
		if (text !== undefined) {
			files.push(parseBake(TextDocument.create(`${folder}/${name}`, 'dockerbake', 0, text)));
		}
	}
	const texts = await Promise.all(composeFiles.map(name => host.readFile?.(`${folder}/${name}`, signal)));
	return { document, files, composeFiles: texts.filter(text => text !== undefined) };
}

/** Whether a compose file beside it may have a service of this name. */
export function isComposeService(project: BakeProject, name: string): boolean {
	return project.composeFiles.some(text =>
		text.split('\n').some(line => {
			const key = /^\s+(["']?)([\w.-]+)\1\s*:/.exec(line)?.[2];
			return key?.replaceAll('.', '_') === name;
		}),
	);
}
