import * as vscode from 'vscode';
import { outlineDockerfile } from '../engine/dockerfileOutline.ts';
import { type FoundInstructions, findInstructions } from '../engine/layerInstruction.ts';
import { dockerfilePattern, notSearched } from './buildTask.ts';

const mostDockerfiles = 100;

/**
 * For the commands of an image's history, oldest first, the lines of the Dockerfile of the workspace that says most of them;
 * `line` counts from 1.
 */
export async function findDockerfileLines(
	commands: readonly string[],
): Promise<readonly ({ readonly uri: vscode.Uri; readonly line: number } | undefined)[]> {
	const files = await vscode.workspace.findFiles(dockerfilePattern, notSearched, mostDockerfiles);
	let best: { readonly uri: vscode.Uri; readonly found: FoundInstructions } | undefined;
	for (const uri of files.sort((a, b) => (a.path < b.path ? -1 : 1))) {
		const text = await textOf(uri);
		const found = findInstructions(commands, outlineDockerfile(text));
		if (found.sure > (best?.found.sure ?? 0)) {
			best = { uri, found };
		}
	}
	return commands.map((_, step) => {
		const line = best?.found.instructions[step]?.line;
		return best && line !== undefined ? { uri: best.uri, line } : undefined;
	});
}

/** As it is in the editor, if it is open. */
async function textOf(uri: vscode.Uri): Promise<string> {
	const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
	return open ? open.getText() : Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
}
