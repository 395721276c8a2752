import * as vscode from 'vscode';
import type { Texts } from './protocol.ts';
import type { StatsPanel } from './protocols/stats.ts';

/** The words of the stats panel; placeholders are filled in by the client. */
export function statsTexts(): Texts<StatsPanel> {
	return {
		stats: vscode.l10n.t('Stats'),
		filter: vscode.l10n.t('Filter by name'),
		noMatch: vscode.l10n.t('No name holds this text.'),
		nobodyRuns: vscode.l10n.t('No container is running.'),
		nobodyLeft: vscode.l10n.t('There is no container any more. One that is created anew will show here.'),
		containers: vscode.l10n.t('Containers'),
		chart: vscode.l10n.t('Draw the charts of {0}'),
		name: vscode.l10n.t('Name'),
		state: vscode.l10n.t('State'),
		cpu: 'CPU',
		memory: vscode.l10n.t('Memory'),
		network: vscode.l10n.t('Network'),
		networkDetail: vscode.l10n.t('in / out'),
		disk: vscode.l10n.t('Disk'),
		diskDetail: vscode.l10n.t('read / written'),
		processes: vscode.l10n.t('Processes'),
		total: vscode.l10n.t('Total'),
		sum: vscode.l10n.t('Draw their sum'),
		charts: vscode.l10n.t('Last five minutes'),
		processesOf: vscode.l10n.t('Processes of {0}'),
		received: vscode.l10n.t('in'),
		sent: vscode.l10n.t('out'),
		read: vscode.l10n.t('read'),
		written: vscode.l10n.t('written'),
		limit: vscode.l10n.t('limit {0}'),
		perSecond: vscode.l10n.t('{0}/s'),
		now: vscode.l10n.t('Now'),
		average: vscode.l10n.t('Average'),
		highest: vscode.l10n.t('Highest'),
		chartKeys: vscode.l10n.t('Left and Right read the values at a time.'),
		chooseForProcesses: vscode.l10n.t('Choose a container above to see what runs in it.'),
		notRunning: vscode.l10n.t('Container "{0}" is not running.'),
		more: vscode.l10n.t('{0} more'),
		rows: vscode.l10n.t('{0}/{1} running'),
	};
}
