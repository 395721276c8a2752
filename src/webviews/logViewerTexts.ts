import * as vscode from 'vscode';
import type { Texts } from './protocol.ts';
import type { LogTarget, LogViewer } from './protocols/logViewer.ts';

/** The words of the log viewer; placeholders are filled in by the client. */
export function logViewerTexts(): Texts<LogViewer> {
	return {
		log: vscode.l10n.t('Log'),
		toolbar: vscode.l10n.t('What is shown of the log'),
		filter: vscode.l10n.t('Filter'),
		filterPlaceholder: vscode.l10n.t('Show only lines with…'),
		matchCase: vscode.l10n.t('Match case'),
		regex: vscode.l10n.t('Use regular expression'),
		level: vscode.l10n.t('Level'),
		levelAll: vscode.l10n.t('All levels'),
		levelDebug: vscode.l10n.t('Debug and above'),
		levelInfo: vscode.l10n.t('Info and above'),
		levelWarning: vscode.l10n.t('Warnings and errors'),
		levelError: vscode.l10n.t('Errors'),
		period: vscode.l10n.t('Any time'),
		since: vscode.l10n.t('Since'),
		until: vscode.l10n.t('Until'),
		periodHelp: vscode.l10n.t('10m, 1h30m, 2026-08-01 or 2026-08-01T10:00'),
		periodClear: vscode.l10n.t('Any time'),
		view: vscode.l10n.t('View'),
		times: vscode.l10n.t('Times'),
		timesLocal: vscode.l10n.t('Local'),
		timesUtc: vscode.l10n.t('UTC'),
		timesRelative: vscode.l10n.t('How long ago'),
		timesNone: vscode.l10n.t('None'),
		wrap: vscode.l10n.t('Wrap long lines'),
		fields: vscode.l10n.t('JSON and logfmt as fields'),
		fold: vscode.l10n.t('Fold stack traces'),
		more: vscode.l10n.t('More actions'),
		copyAll: vscode.l10n.t('Copy shown lines'),
		save: vscode.l10n.t('Save to file…'),
		document: vscode.l10n.t('Open as document'),
		moveToPanel: vscode.l10n.t('Move to the panel below'),
		moveToEditor: vscode.l10n.t('Move to an editor tab'),
		close: vscode.l10n.t('Close log'),
		clear: vscode.l10n.t('Clear'),
		search: vscode.l10n.t('Search'),
		searchPlaceholder: vscode.l10n.t('Find'),
		searchCount: vscode.l10n.t('{0} of {1}'),
		searchNone: vscode.l10n.t('No results'),
		searchNext: vscode.l10n.t('Next match'),
		searchPrevious: vscode.l10n.t('Previous match'),
		searchClose: vscode.l10n.t('Close search'),
		sources: vscode.l10n.t('Sources'),
		sourceOnly: vscode.l10n.t('Click to show or hide, double-click to show it alone'),
		sourceEnded: vscode.l10n.t('ended'),
		sourceWaiting: vscode.l10n.t('not running'),
		sourceFailed: vscode.l10n.t('cannot be read'),
		newLine: vscode.l10n.t('{0} new line'),
		newLines: vscode.l10n.t('{0} new lines'),
		toEnd: vscode.l10n.t('Go to the end'),
		oneLine: vscode.l10n.t('1 line'),
		lines: vscode.l10n.t('{0} lines'),
		linesOf: vscode.l10n.t('{0} of {1} lines'),
		following: vscode.l10n.t('Following'),
		paused: vscode.l10n.t('Paused'),
		ended: vscode.l10n.t('Ended'),
		waiting: vscode.l10n.t('Waiting for the next start'),
		dropped: vscode.l10n.t('the oldest {0} lines are no longer kept here'),
		skipped: vscode.l10n.t('{0} lines skipped'),
		older: vscode.l10n.t('Load older lines'),
		loadingOlder: vscode.l10n.t('Loading older lines…'),
		empty: vscode.l10n.t('Nothing has been logged yet.'),
		emptyFiltered: vscode.l10n.t('No line fits.'),
		clearFilter: vscode.l10n.t('Show all lines'),
		showFields: vscode.l10n.t('Fields'),
		unfold: vscode.l10n.t('{0} more lines'),
		foldAgain: vscode.l10n.t('Fold'),
		cut: vscode.l10n.t('{0} more characters'),
		openFile: vscode.l10n.t('Open file'),
	};
}

export function logTitle(target: LogTarget): string {
	return vscode.l10n.t('Logs: {0}', subjectOf(target));
}

function subjectOf(target: LogTarget): string {
	if (target.kind === 'project') {
		const { project, services } = target;
		return services.length === 0 ? project : `${project} · ${services.join(', ')}`;
	}
	const [only] = target.names;
	return target.names.length === 1 && only ? only : vscode.l10n.t('{0} containers', target.ids.length);
}
