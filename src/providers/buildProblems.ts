import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import type { BuildFailure } from '../engine/buildFailure.ts';
import { plainLines } from '../ui/plainText.ts';

/** The failed step of the last build of each Dockerfile as a problem, until the next build or the next edit. */
export class BuildProblems extends DisposableOwner {
	readonly #problems = this.register(vscode.languages.createDiagnosticCollection('slipway-build'));

	constructor() {
		super();
		this.register(
			vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
				if (contentChanges.length > 0 && this.#problems.has(document.uri)) {
					this.clear(document.uri);
				}
			}),
		);
	}

	clear(dockerfile: vscode.Uri): void {
		this.#problems.delete(dockerfile);
	}

	/** `text` is the Dockerfile as it was built. */
	publish(dockerfile: vscode.Uri, text: string, failure: BuildFailure): void {
		if (failure.line === undefined) {
			return;
		}
		const lines = text.split(/\r?\n/);
		const first = lines[failure.line - 1] ?? '';
		const endLine = Math.min(failure.endLine ?? failure.line, lines.length);
		const range = new vscode.Range(
			failure.line - 1,
			first.length - first.trimStart().length,
			endLine - 1,
			(lines[endLine - 1] ?? '').trimEnd().length,
		);
		const message = plainLines([failure.message, ...failure.output].join('\n'));
		const problem = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
		problem.source = 'slipway';
		problem.code = 'BuildFailed';
		const isSaid = failure.output.length === 0 && hasError(dockerfile, range);
		this.#problems.set(dockerfile, isSaid ? [] : [problem]);
	}
}

/** Whether the editor has told already, in its own words, why these lines cannot be built. */
function hasError(dockerfile: vscode.Uri, lines: vscode.Range): boolean {
	return vscode.languages
		.getDiagnostics(dockerfile)
		.some(
			({ source, severity, range }) =>
				source === 'slipway' &&
				severity === vscode.DiagnosticSeverity.Error &&
				range.start.line >= lines.start.line &&
				range.start.line <= lines.end.line,
		);
}
