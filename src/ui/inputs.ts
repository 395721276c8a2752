import * as vscode from 'vscode';
import { cancelled } from './progress.ts';

export interface TextQuestion {
	readonly title: string;
	readonly prompt?: string;
	readonly placeholder?: string;
	readonly value?: string;
	readonly password?: boolean;
	/** A sentence about what is wrong, or undefined. */
	readonly problem?: (text: string) => string | undefined;
	/** The same for what only the engine or a disk can tell; asked when `problem` has found none. */
	readonly lookUp?: (text: string) => Promise<string | undefined>;
	/** What an acceptable answer will mean, where that is no matter of course. */
	readonly hint?: (text: string) => string | undefined;
}

/** The trimmed answer, a password as it is; rejects with `cancelled` on Esc. */
export async function askText(question: TextQuestion): Promise<string> {
	const answer = await vscode.window.showInputBox({
		title: question.title,
		prompt: question.prompt,
		placeHolder: question.placeholder,
		value: question.value,
		password: question.password,
		ignoreFocusOut: true,
		validateInput: text => judge(question, question.password ? text : text.trim()),
	});
	if (answer === undefined) {
		throw cancelled();
	}
	return question.password ? answer : answer.trim();
}

type Verdict = vscode.InputBoxValidationMessage | undefined;

function judge(question: TextQuestion, text: string): Verdict | Promise<Verdict> {
	const problem = question.problem?.(text);
	if (problem !== undefined) {
		return refusal(problem);
	}
	return question.lookUp
		? question.lookUp(text).then(found => (found === undefined ? hintFor(question, text) : refusal(found)))
		: hintFor(question, text);
}

function refusal(message: string): Verdict {
	return { message, severity: vscode.InputBoxValidationSeverity.Error };
}

function hintFor(question: TextQuestion, text: string): Verdict {
	const hint = text === '' ? undefined : question.hint?.(text);
	return hint === undefined ? undefined : { message: hint, severity: vscode.InputBoxValidationSeverity.Info };
}

/** For answers that must not be empty. */
export function needed(sentence: string, also?: (text: string) => string | undefined) {
	return (text: string): string | undefined => (text === '' ? sentence : also?.(text));
}

export interface FormField<A> {
	readonly icon: vscode.ThemeIcon;
	readonly label: string;
	/** The present answer, as the row's description. */
	describe(answers: A): string;
	/** What the field is for, with an example. */
	readonly detail?: string;
	/** Asks; resolves to the changed answers. Esc rejects with `cancelled` and changes nothing. */
	edit(answers: A): Promise<A>;
}

export interface Form<A> {
	readonly title: string;
	readonly verb: string;
	readonly icon: vscode.ThemeIcon;
	/** The line below the verb: what will be done. */
	preview(answers: A): string;
	readonly fields: readonly FormField<A>[];
	/** Shown as a button that goes back; the form then resolves to undefined. */
	readonly back?: boolean;
	/** A last row that goes on elsewhere with the answers so far; the form then rejects with `cancelled`. */
	readonly elsewhere?: {
		readonly icon: vscode.ThemeIcon;
		readonly label: string;
		readonly detail: string;
		open(answers: A): void;
	};
}

/** One list of all answers with the verb on top: Enter accepts everything, choosing a row changes one answer. */
export async function askForm<A>(form: Form<A>, initial: A): Promise<A | undefined> {
	let answers = initial;
	for (;;) {
		const chosen = await showForm(form, answers);
		if (chosen === 'accept') {
			return answers;
		}
		if (chosen === 'back') {
			return undefined;
		}
		if (chosen === 'elsewhere') {
			form.elsewhere?.open(answers);
			throw cancelled();
		}
		answers = await editField(form.fields[chosen] as FormField<A>, answers);
	}
}

async function editField<A>(field: FormField<A>, answers: A): Promise<A> {
	try {
		return await field.edit(answers);
	} catch (error) {
		if ((error as { code?: unknown }).code === 'cancelled') {
			return answers;
		}
		throw error;
	}
}

type FormItem = vscode.QuickPickItem & { readonly choice: 'accept' | 'elsewhere' | number };

function showForm<A>(form: Form<A>, answers: A): Promise<'accept' | 'back' | 'elsewhere' | number> {
	const list = vscode.window.createQuickPick<FormItem>();
	const accept: FormItem = {
		label: form.verb,
		iconPath: form.icon,
		detail: form.preview(answers).replaceAll('$(', '$\u200b('),
		choice: 'accept',
	};
	const rows = form.fields.map(
		(field, index): FormItem => ({
			label: field.label,
			iconPath: field.icon,
			description: field.describe(answers).replaceAll('$(', '$\u200b('),
			detail: field.detail,
			choice: index,
		}),
	);
	const elsewhere: FormItem[] = form.elsewhere
		? [
				{
					label: form.elsewhere.label,
					iconPath: form.elsewhere.icon,
					detail: form.elsewhere.detail,
					choice: 'elsewhere',
				},
			]
		: [];
	const separator = { label: '', kind: vscode.QuickPickItemKind.Separator, choice: -1 };
	list.title = form.title;
	list.items = [accept, separator, ...rows, ...elsewhere];
	list.activeItems = [accept];
	list.buttons = form.back ? [vscode.QuickInputButtons.Back] : [];
	list.ignoreFocusOut = true;
	return new Promise((resolve, reject) => {
		list.onDidTriggerButton(() => {
			resolve('back');
			list.hide();
		});
		list.onDidAccept(() => {
			const picked = list.selectedItems[0];
			if (picked) {
				resolve(picked.choice);
				list.hide();
			}
		});
		list.onDidHide(() => {
			list.dispose();
			reject(cancelled());
		});
		list.show();
	});
}
