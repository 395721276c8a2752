import * as vscode from 'vscode';
import type { LogNote, LogRecord } from '../engine/logModel.ts';
import { exitCodeMeaning } from '../ui/exitCode.ts';
import type { LogRow } from './protocols/logViewer.ts';

/** A page draws all of a line at once: what is beyond this is opened in a document. */
const longestText = 4_000;

/** A line as it travels to the page. `name` is its source's. */
export function logRow(record: LogRecord, name: string, isUnfolded: boolean): LogRow {
	const { number, source, time, level, note } = record;
	const text = note ? noteSentence(note, name) : record.text;
	const cut = Math.max(0, text.length - longestText) + (record.cut ?? 0);
	return {
		number,
		source,
		text: text.slice(0, longestText),
		...(time === undefined ? {} : { time: Math.floor(time) }),
		...(level === undefined ? {} : { level }),
		...(cut > 0 ? { cut } : {}),
		...(record.continues ? { continues: true } : {}),
		...(record.folded === undefined ? {} : { folded: record.folded }),
		...(isUnfolded ? { unfolded: true } : {}),
		...(note ? { note: true } : {}),
	};
}

function noteSentence(note: LogNote, name: string): string {
	switch (note.kind) {
		case 'started':
			return vscode.l10n.t('{0} has started.', name);
		case 'stopped':
			return stoppedSentence(name, note.exitCode);
		case 'recreated':
			return vscode.l10n.t('{0} was replaced by a new container.', name);
		case 'removed':
			return vscode.l10n.t('{0} was removed.', name);
		case 'skipped':
			return vscode.l10n.t('{0} lines were skipped: they came faster than they can be shown.', note.count);
		case 'lost':
			return vscode.l10n.t('The Docker engine cannot be reached. The log goes on when it is back.');
		case 'driver':
			return vscode.l10n.t('The log of {0} cannot be read.', name);
	}
}

function stoppedSentence(name: string, exitCode: number | undefined): string {
	if (exitCode === undefined) {
		return vscode.l10n.t('{0} has stopped.', name);
	}
	const meaning = exitCodeMeaning(exitCode);
	return meaning === undefined
		? vscode.l10n.t('{0} has stopped with code {1}.', name, exitCode)
		: vscode.l10n.t('{0} has stopped with code {1}: {2}.', name, exitCode, meaning);
}
