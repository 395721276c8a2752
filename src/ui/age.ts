import * as vscode from 'vscode';
import { durationParts, durationRange, humanDuration } from '../base/format.ts';

/** A duration in milliseconds in Docker's words and the user's language: `3 minutes`, `About an hour`. */
export function ageWords(ms: number): string {
	const { count, unit } = durationParts(ms);
	switch (unit) {
		case 'second':
			return secondWords(count);
		case 'minute':
			return count === 1 ? vscode.l10n.t('About a minute') : vscode.l10n.t('{0} minutes', count);
		case 'hour':
			return count === 1 ? vscode.l10n.t('About an hour') : vscode.l10n.t('{0} hours', count);
		case 'day':
			return vscode.l10n.t('{0} days', count);
		case 'week':
			return vscode.l10n.t('{0} weeks', count);
		case 'month':
			return vscode.l10n.t('{0} months', count);
		case 'year':
			return vscode.l10n.t('{0} years', count);
	}
}

/** `3 minutes ago`, for a moment in epoch milliseconds. */
export function agoWords(moment: number, now: number): string {
	return vscode.l10n.t('{0} ago', ageWords(now - moment));
}

/** A row that is drawn anew loses the hover that is open above it: seconds are counted in steps. */
const secondsStep = 5000;

/** When the words for the time since a moment are to be made anew; epoch milliseconds. */
export function nextAgeChange(moment: number, now: number): number {
	const age = Math.max(0, now - moment);
	const end = durationRange(humanDuration(age))?.to ?? Number.POSITIVE_INFINITY;
	const change = age >= 1000 && end < 60_000 ? Math.ceil(end / secondsStep) * secondsStep : end;
	return now + change - age;
}

function secondWords(count: number): string {
	switch (count) {
		case 0:
			return vscode.l10n.t('Less than a second');
		case 1:
			return vscode.l10n.t('1 second');
		default:
			return vscode.l10n.t('{0} seconds', count);
	}
}
