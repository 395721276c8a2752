import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import type { ServiceHost } from '../host.ts';
import type { ComposeDocument } from './document.ts';

/** All problems of a compose file, in the order of their places. */
export async function diagnose(
	document: ComposeDocument,
	_host: ServiceHost,
	_signal: AbortSignal,
): Promise<Diagnostic[]> {
	return document.docs.flatMap(doc =>
		doc.errors.map(error => ({
			range: document.range(error.pos[0], error.pos[1]),
			severity: DiagnosticSeverity.Error,
			code: 'InvalidYaml',
			source: 'slipway',
			message: error.message,
		})),
	);
}
