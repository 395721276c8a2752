import * as vscode from 'vscode';
import type { Container } from '../engine/resources.ts';

/** From fine to alarming; a group shows the icon of its worst member. */
const ranks = {
	ended: 0,
	created: 1,
	running: 2,
	paused: 3,
	starting: 4,
	restarting: 5,
	unhealthy: 6,
	failed: 7,
} as const;
export type Mood = keyof typeof ranks;

const icons: Readonly<Record<Mood, readonly [icon: string, colour?: string]>> = {
	ended: ['circle-outline', 'disabledForeground'],
	// The only codicon with a dotted outline.
	created: ['issue-draft'],
	running: ['circle-filled', 'testing.iconPassed'],
	paused: ['debug-pause'],
	starting: ['loading~spin', 'testing.iconPassed'],
	restarting: ['sync~spin', 'list.warningForeground'],
	unhealthy: ['warning', 'list.warningForeground'],
	failed: ['error', 'list.errorForeground'],
};

/** Shape and colour say the state; nothing is told by colour alone. */
export function containerIcon(container: Container): vscode.ThemeIcon {
	return toIcon(moodOf(container));
}

export function worstIcon(containers: readonly Container[]): vscode.ThemeIcon {
	const moods = containers.map(moodOf);
	return toIcon(moods.reduce((worst, mood) => (ranks[mood] > ranks[worst] ? mood : worst), 'ended'));
}

export function moodOf({ state, health, exitCode }: Pick<Container, 'state' | 'health' | 'exitCode'>): Mood {
	switch (state) {
		case 'running':
			return health === 'unhealthy' ? 'unhealthy' : health === 'starting' ? 'starting' : 'running';
		case 'paused':
		case 'restarting':
		case 'created':
			return state;
		case 'exited':
			return exitCode ? 'failed' : 'ended';
		case 'removing':
			return 'ended';
		case 'dead':
			return 'failed';
	}
}

function toIcon(mood: Mood): vscode.ThemeIcon {
	const [icon, colour] = icons[mood];
	return new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
}
