import * as vscode from 'vscode';
import { plainLines, plainText } from './plainText.ts';
import { cancelled } from './progress.ts';

export interface Question {
	/** Names the things: `Remove container "db"?` */
	readonly message: string;
	/** What goes with them. */
	readonly detail?: string;
	/** The button. */
	readonly verb: string;
}

/** Asks in a modal dialog, unless the caller answered before (`confirm: false`); rejects with `cancelled` on No. */
export async function confirm(question: Question, asked: boolean | undefined): Promise<void> {
	if (asked === false) {
		return;
	}
	await ask(question, [question.verb]);
}

/** Asks in a modal dialog which of some verbs to do; rejects with `cancelled` on none. */
export async function ask(question: Omit<Question, 'verb'>, verbs: readonly string[]): Promise<string> {
	const detail = question.detail === undefined ? undefined : plainLines(question.detail);
	const answer = await vscode.window.showWarningMessage(plainText(question.message), { modal: true, detail }, ...verbs);
	if (answer === undefined) {
		throw cancelled();
	}
	return answer;
}

/** `"a", "b", "c" and 4 more`, in the user's language. */
export function nameList(names: readonly string[], limit = 5): string {
	const shown = names.slice(0, limit).map(name => `"${plainText(name, 80)}"`);
	return names.length > limit
		? vscode.l10n.t('{0} and {1} more', shown.join(', '), names.length - limit)
		: shown.join(', ');
}
