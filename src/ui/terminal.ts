import * as vscode from 'vscode';
import type { ExecSession } from '../engine/exec.ts';
import { plainText } from './plainText.ts';
import { SessionTerminal, type TerminalSize } from './sessionTerminal.ts';

export interface TerminalLook {
	readonly name: string;
	readonly icon: string;
	/** The first line, before anything that the session writes. */
	readonly greeting?: string;
}

/** Shows a terminal for a session; resolves when it is open, rejects (and shows none) when it cannot be opened. */
export async function showSession(
	look: TerminalLook,
	openSession: (size: TerminalSize) => Promise<ExecSession>,
): Promise<vscode.Terminal> {
	const pty = new SessionTerminal(openSession, {
		ended: code => vscode.l10n.t('Ended with exit code {0}. Press Enter to close.', code),
		greeting: look.greeting === undefined ? undefined : plainText(look.greeting),
		lost: reason => vscode.l10n.t('The connection was lost: {0}', plainText(reason)),
	});
	const terminal = createTerminal(look, pty);
	try {
		await pty.opened;
	} catch (error) {
		terminal.dispose();
		throw error;
	}
	return terminal;
}

function createTerminal(look: TerminalLook, pty: vscode.Pseudoterminal): vscode.Terminal {
	const terminal = vscode.window.createTerminal({
		name: plainText(look.name, 60),
		pty,
		iconPath: new vscode.ThemeIcon(look.icon),
	});
	terminal.show();
	return terminal;
}
