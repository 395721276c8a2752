import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { toComposeFile } from '../../engine/composeEdit.ts';
import type { ConvertedRun } from '../../engine/composeFromRun.ts';
import type { ComposeService } from '../../languageservice/compose/service.ts';
import { plainText } from '../../ui/plainText.ts';
import { toTextEdit } from './convert.ts';
import { textDocumentOf } from './textDocuments.ts';

const kind = vscode.DocumentDropOrPasteEditKind.Empty.append('slipway', 'composeService');
/** Longer texts are no command. */
const longest = 20_000;

/** A pasted `docker run …` becomes a service; the plain text stays one choice away. */
export function registerRunPaste(
	selector: vscode.DocumentSelector,
	service: () => Promise<ComposeService>,
): Disposable {
	return vscode.languages.registerDocumentPasteEditProvider(
		selector,
		{
			async provideDocumentPasteEdits(document, ranges, dataTransfer, _context, token) {
				const [range] = ranges;
				const text = await dataTransfer.get('text/plain')?.asString();
				const run = text === undefined ? undefined : await readRun(text);
				if (!run || !range?.isEmpty || ranges.length !== 1) {
					return undefined;
				}
				const loaded = await service();
				const yaml = await toComposeFile(run);
				const edits = loaded.pasteService(textDocumentOf(document), range.start, yaml);
				if (!edits || token.isCancellationRequested) {
					return undefined;
				}
				const paste = new vscode.DocumentPasteEdit('', titleOf(run), kind);
				paste.additionalEdit = new vscode.WorkspaceEdit();
				paste.additionalEdit.set(document.uri, edits.map(toTextEdit));
				return [paste];
			},
		},
		{ providedPasteEditKinds: [kind], pasteMimeTypes: ['text/plain'] },
	);
}

/** Only a text that begins as such a command does is read at all. */
async function readRun(text: string): Promise<ConvertedRun | undefined> {
	const begins = /^\s*(?:[$#>]\s+)?(?:sudo\s+|[A-Za-z_]\w*=\S*\s+)*(?:\S*[\\/])?(?:docker|podman|nerdctl)(?:\.exe)?\s/;
	if (text.length > longest || !begins.test(text)) {
		return undefined;
	}
	try {
		const { convertRun } = await import('../../engine/composeFromRun.ts');
		return convertRun(text);
	} catch {
		return undefined;
	}
}

function titleOf({ ignored }: ConvertedRun): string {
	return ignored.length === 0
		? vscode.l10n.t('Paste as Compose service')
		: vscode.l10n.t('Paste as Compose service, without {0}', plainText([...new Set(ignored)].join(', '), 60));
}
