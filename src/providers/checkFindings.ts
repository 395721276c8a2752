import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import type { CheckFinding } from '../engine/readBuildCheck.ts';
import { plainLines } from '../ui/plainText.ts';
import { isIgnoredAbove } from './ignoredFinding.ts';
import { lineShift, type TextChange } from './moveFinding.ts';

/** Milliseconds. */
const patience = 2_000;

/**
 * What BuildKit found in each Dockerfile when it was last asked. A finding goes with an edit of its lines and moves with
 * edits above. In an open Dockerfile the findings are shown by who shows its other problems; elsewhere from here.
 */
export class CheckFindings extends DisposableOwner {
	readonly #found = new Map<string, readonly vscode.Diagnostic[]>();
	readonly #awaited = new Map<string, () => void>();
	readonly #ofClosed = this.register(vscode.languages.createDiagnosticCollection('slipway-check'));
	readonly #changed = this.register(new Emitter<void>());
	/** Not for edits: whoever shows problems looks again after an edit anyway. */
	readonly onDidChange = this.#changed.event;

	readonly #rules: () => Readonly<Record<string, unknown>>;

	/** `rules` are the severities that the user has set, by rule. */
	constructor(rules: () => Readonly<Record<string, unknown>>) {
		super();
		this.#rules = rules;
		this.register(
			vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => this.#edit(document, contentChanges)),
		);
		this.register(vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#show(uri)));
		this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#show(uri)));
	}

	findingsFor(uri: vscode.Uri): readonly vscode.Diagnostic[] {
		this.#awaited.get(uri.toString())?.();
		const rules = this.#rules();
		return (this.#found.get(uri.toString()) ?? []).flatMap(finding => withSeverity(finding, rules));
	}

	/** Replaces what was found before and resolves when Problems has it; `text` is the Dockerfile as it was checked. */
	async set(uri: vscode.Uri, text: string, findings: readonly CheckFinding[]): Promise<void> {
		const lines = text.split(/\r?\n/);
		this.#keep(
			uri,
			findings
				.filter(({ rule, line }) => rule === undefined || !isIgnoredAbove(lines, line, rule))
				.map(finding => toDiagnostic(finding, lines)),
		);
		this.#show(uri);
		const shown = isShownElsewhere(uri) ? this.#nextLook(uri) : undefined;
		this.#changed.fire();
		await shown;
	}

	/** Whoever shows a document's problems asks for these just before. */
	#nextLook(uri: vscode.Uri): Promise<void> {
		const key = uri.toString();
		return new Promise(resolve => {
			const done = () => {
				clearTimeout(timer);
				this.#awaited.delete(key);
				resolve();
			};
			const timer = setTimeout(done, patience);
			this.#awaited.set(key, done);
		});
	}

	#keep(uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[]): void {
		if (diagnostics.length > 0) {
			this.#found.set(uri.toString(), diagnostics);
		} else {
			this.#found.delete(uri.toString());
		}
	}

	#edit({ uri }: vscode.TextDocument, changes: readonly TextChange[]): void {
		const before = this.#found.get(uri.toString()) ?? [];
		if (before.length > 0 && changes.length > 0) {
			this.#keep(
				uri,
				before.flatMap(finding => afterEdit(finding, changes)),
			);
			this.#show(uri);
		}
	}

	#show(uri: vscode.Uri): void {
		const found = this.findingsFor(uri);
		if (isShownElsewhere(uri) || found.length === 0) {
			this.#ofClosed.delete(uri);
		} else {
			this.#ofClosed.set(uri, [...found]);
		}
	}
}

function isShownElsewhere(uri: vscode.Uri): boolean {
	return vscode.workspace.textDocuments.some(
		document =>
			!document.isClosed && document.languageId === 'dockerfile' && document.uri.toString() === uri.toString(),
	);
}

function afterEdit(finding: vscode.Diagnostic, changes: readonly TextChange[]): vscode.Diagnostic[] {
	let moved = 0;
	for (const change of changes) {
		const shift = lineShift(finding.range, change);
		if (shift === undefined) {
			return [];
		}
		moved += shift;
	}
	if (moved === 0) {
		return [finding];
	}
	const { start, end } = finding.range;
	return [copyOf(finding, { range: new vscode.Range(start.translate(moved), end.translate(moved)) })];
}

function copyOf(
	finding: vscode.Diagnostic,
	changed: Partial<Pick<vscode.Diagnostic, 'range' | 'severity'>>,
): vscode.Diagnostic {
	const { range = finding.range, severity = finding.severity } = changed;
	const copy = new vscode.Diagnostic(range, finding.message, severity);
	copy.source = finding.source;
	copy.code = finding.code;
	return copy;
}

const severities: Readonly<Record<string, vscode.DiagnosticSeverity>> = {
	error: vscode.DiagnosticSeverity.Error,
	warning: vscode.DiagnosticSeverity.Warning,
	info: vscode.DiagnosticSeverity.Information,
};

function withSeverity(finding: vscode.Diagnostic, rules: Readonly<Record<string, unknown>>): vscode.Diagnostic[] {
	const rule = typeof finding.code === 'object' ? finding.code.value : finding.code;
	const chosen = rule !== undefined && Object.hasOwn(rules, rule) ? String(rules[rule]) : '';
	const severity = Object.hasOwn(severities, chosen) ? severities[chosen] : undefined;
	return chosen === 'off' ? [] : [severity === undefined ? finding : copyOf(finding, { severity })];
}

/** BuildKit speaks of whole instructions; their text is underlined, without the blanks around it. */
function toDiagnostic(finding: CheckFinding, lines: readonly string[]): vscode.Diagnostic {
	const line = Math.min(finding.line, lines.length);
	const endLine = Math.min(Math.max(finding.endLine, line), lines.length);
	const first = lines[line - 1] ?? '';
	const range = new vscode.Range(
		line - 1,
		first.length - first.trimStart().length,
		endLine - 1,
		(lines[endLine - 1] ?? '').trimEnd().length,
	);
	const severity = finding.rule === undefined ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
	const diagnostic = new vscode.Diagnostic(range, plainLines(finding.message), severity);
	diagnostic.source = 'slipway';
	diagnostic.code = codeOf(finding);
	return diagnostic;
}

function codeOf({ rule, url }: CheckFinding): vscode.Diagnostic['code'] {
	if (rule === undefined) {
		return 'BuildFailed';
	}
	return url?.startsWith('https://') ? { value: rule, target: vscode.Uri.parse(url) } : rule;
}
