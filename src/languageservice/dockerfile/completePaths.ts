import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { cleanPath } from '../../base/cleanPath.ts';
import { isIgnored } from '../../base/ignorePatterns.ts';
import type { FolderEntry } from '../host.ts';
import { BuildContext } from './buildContext.ts';
import type { CompletionContext } from './completionContext.ts';

/** Files and folders of the build context that continue `typed`, which ends at `offset`; excluded ones are left out. */
export async function filesIn(
	context: CompletionContext,
	typed: string,
	offset: number,
	quoted = false,
): Promise<CompletionItem[]> {
	const build = new BuildContext(context.host, context.analysis.document.uri, context.signal);
	const slash = typed.lastIndexOf('/');
	const folder = cleanPath(typed.slice(0, slash + 1));
	const entries = await build.entries(folder);
	if (!entries || context.signal.aborted) {
		return [];
	}
	const ignore = await build.ignoreFile();
	const start = offset - (typed.length - slash - 1);
	const isLeftOut = (entry: FolderEntry) => {
		const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
		// Something below a folder that is left out may be taken back.
		const mayHoldMore =
			entry.kind === 'folder' && ignore?.patterns.some(each => each.negated && reaches(each.text, path));
		return ignore !== undefined && !mayHoldMore && isIgnored(ignore, path);
	};
	return entries
		.filter(entry => !isLeftOut(entry) && (quoted ? !/["\\]/.test(entry.name) : !/[\s"'\\]/.test(entry.name)))
		.slice(0, 1000)
		.map(entry => {
			const isFolder = entry.kind === 'folder';
			const kind = isFolder ? CompletionItemKind.Folder : CompletionItemKind.File;
			const label = isFolder ? `${entry.name}/` : entry.name;
			return context.item(label, kind, start, offset, { sort: `${isFolder ? 2 : 1}${entry.name}`, again: isFolder });
		});
}

/** Whether a pattern may match something below a folder. */
function reaches(pattern: string, folder: string): boolean {
	const fixed = pattern.split(/[*?[]/, 1)[0] as string;
	return fixed === '' || fixed.startsWith(`${folder}/`) || (fixed !== pattern && `${folder}/`.startsWith(fixed));
}
