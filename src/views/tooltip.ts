import * as vscode from 'vscode';
import { escapeMarkdown } from './rowText.ts';
import type { TooltipRow } from './viewDescription.ts';

const mostRows = 12;

/** A table of two columns; `undefined` for none, which leaves VS Code's own. */
export function makeTooltip(rows: readonly TooltipRow[]): vscode.MarkdownString | undefined {
	const [heading, ...rest] = rows.filter(([, value]) => value).slice(0, mostRows);
	if (!heading) {
		return undefined;
	}
	const line = ([name, value]: TooltipRow) => `| ${escapeMarkdown(name)} | ${escapeMarkdown(value ?? '')} |`;
	const tooltip = new vscode.MarkdownString([line(heading), '| :-- | :-- |', ...rest.map(line)].join('\n'));
	tooltip.isTrusted = false;
	tooltip.supportHtml = false;
	return tooltip;
}
