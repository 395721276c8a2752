import * as vscode from 'vscode';
import { plainText } from './plainText.ts';

/** A button below a message. */
export interface WayOn {
	readonly title: string;
	run(): unknown;
}

type Show = (message: string, ...titles: string[]) => Thenable<string | undefined>;
const shows: Readonly<Record<'info' | 'warning' | 'error', Show>> = {
	info: (message, ...titles) => vscode.window.showInformationMessage(message, ...titles),
	warning: (message, ...titles) => vscode.window.showWarningMessage(message, ...titles),
	error: (message, ...titles) => vscode.window.showErrorMessage(message, ...titles),
};

/** Shows a message with buttons and returns at once; nobody waits for the click. */
export function offer(severity: 'info' | 'warning' | 'error', message: string, ways: readonly WayOn[]): void {
	const shown = shows[severity](plainText(message), ...ways.map(way => way.title));
	void shown.then(async title => {
		try {
			await ways.find(way => way.title === title)?.run();
		} catch {
			// What a button runs is a command, and commands tell the user themselves.
		}
	});
}

/** A button that runs a command of VS Code or of ours. */
export function runsCommand(title: string, command: string, ...args: unknown[]): WayOn {
	return { title, run: () => vscode.commands.executeCommand(command, ...args) };
}

/** A button that opens a page in the browser. */
export function opensPage(title: string, url: string): WayOn {
	return { title, run: () => void vscode.env.openExternal(vscode.Uri.parse(url)) };
}
