import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { cleanPath, isIgnored } from '../../base/ignorePatterns.ts';
import { BuildContext } from './buildContext.ts';
import type { CompletionContext } from './completionContext.ts';

/** Files and folders of the build context that continue `typed`, which ends at `offset`; excluded ones are left out. */
export async function filesIn(context: CompletionContext, typed: string, offset: number): Promise<CompletionItem[]> {
	const build = new BuildContext(context.host, context.analysis.document.uri, context.signal);
	const slash = typed.lastIndexOf('/');
	const folder = cleanPath(typed.slice(0, slash + 1));
	const entries = await build.entries(folder);
	if (!entries || context.signal.aborted) {
		return [];
	}
	const ignore = await build.ignoreFile();
	const start = offset - (typed.length - slash - 1);
	return entries
		.filter(
			entry =>
				!ignore || ignore.hasExceptions || !isIgnored(ignore, folder === '' ? entry.name : `${folder}/${entry.name}`),
		)
		.slice(0, 1000)
		.map(entry => {
			const isFolder = entry.kind === 'folder';
			const kind = isFolder ? CompletionItemKind.Folder : CompletionItemKind.File;
			const label = isFolder ? `${entry.name}/` : entry.name;
			return context.item(label, kind, start, offset, { sort: `${isFolder ? 2 : 1}${entry.name}`, again: isFolder });
		});
}
