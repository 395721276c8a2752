import type { InlayHint, Range } from 'vscode-languageserver-types';
import { folderOf } from '../dockerfile/buildContext.ts';
import type { ServiceHost } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import { parseEnvFile } from './envFile.ts';
import { resolveUri } from './fileUris.ts';
import { findInheritedHints } from './inlayInherited.ts';
import { findPortHints } from './inlayPorts.ts';
import { findVariableHints } from './inlayVariables.ts';
import { type ComposeProject, loadProject } from './project.ts';

/** Values that the text does not show: of variables, of what an extended service had, of ports that the engine chose. */
export async function findInlayHints(
	document: ComposeDocument,
	host: ServiceHost,
	range: Range,
	signal: AbortSignal,
): Promise<InlayHint[]> {
	const project = await loadProject(document, host, signal);
	const lookup = document.source.includes('$') ? await variables(project, host, signal) : () => undefined;
	const hints = [
		...findVariableHints(project, lookup, range),
		...findInheritedHints(project, host.locale),
		...findPortHints(project, host),
	];
	return hints.filter(({ position }) => isInside(position, range)).sort(byPosition);
}

/** What Compose would fill in: the environment's variables, then those of the `.env` file beside the base file. */
async function variables(
	{ main, files }: ComposeProject,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<(name: string) => string | undefined> {
	const environment = host.environment?.() ?? {};
	const inherited = (name: string) => (Object.hasOwn(environment, name) ? environment[name] : undefined);
	const { folder, uri } = files.find(({ role }) => role === 'base') ?? main;
	const file = resolveUri(folder ?? folderOf(uri), '.env');
	const text = file === undefined ? undefined : await host.readFile?.(file, signal);
	const values = new Map<string, string | undefined>();
	for (const { name, value } of text === undefined ? [] : parseEnvFile(text, inherited).entries) {
		values.set(name, value);
	}
	return name => inherited(name) ?? values.get(name);
}

function byPosition(a: InlayHint, b: InlayHint): number {
	return a.position.line - b.position.line || a.position.character - b.position.character;
}

function isInside({ line }: { line: number }, range: Range): boolean {
	return range.start.line <= line && line <= range.end.line;
}
