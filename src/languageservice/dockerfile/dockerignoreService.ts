import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
	type CompletionItem,
	CompletionItemKind,
	type Diagnostic,
	DiagnosticSeverity,
	type Hover,
	type Position,
} from 'vscode-languageserver-types';
import { cleanPath } from '../../base/cleanPath.ts';
import { type IgnorePattern, parseIgnoreFile } from '../../base/ignorePatterns.ts';
import { type ServiceHost, say, type Text } from '../host.ts';
import { BuildContext, folderOf } from './buildContext.ts';
import { ruleLink } from './checks/rules.ts';
import { contextFiles } from './contextFiles.ts';

/** What the editor knows of `.dockerignore` files. The context is the folder that the file is in. */
export interface DockerignoreService {
	/** Files and folders that continue the path at a position. */
	complete(document: TextDocument, position: Position, signal: AbortSignal): Promise<CompletionItem[]>;
	/** How many files a line leaves out or takes back. */
	hover(document: TextDocument, position: Position, signal: AbortSignal): Promise<Hover | undefined>;
	/** Lines that match nothing, and patterns that mean something only to git. */
	diagnose(document: TextDocument, signal: AbortSignal): Promise<Diagnostic[]>;
}

export function createDockerignoreService(host: ServiceHost): DockerignoreService {
	return {
		complete: (document, position, signal) => complete(host, document, position, signal),
		hover: (document, position, signal) => hover(host, document, position, signal),
		diagnose: (document, signal) => diagnose(host, document, signal),
	};
}

function contextOf(host: ServiceHost, document: TextDocument, signal: AbortSignal): BuildContext {
	const folder = folderOf(document.uri);
	return new BuildContext({ ...host, contextFolder: () => folder }, document.uri, signal);
}

function lineAt(document: TextDocument, line: number): string {
	return document
		.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } })
		.replace(/\r?\n$/, '');
}

async function complete(
	host: ServiceHost,
	document: TextDocument,
	position: Position,
	signal: AbortSignal,
): Promise<CompletionItem[]> {
	const typed = lineAt(document, position.line).slice(0, position.character);
	if (typed.trimStart().startsWith('#')) {
		return [];
	}
	const path = typed.trimStart().replace(/^!/, '');
	const slash = path.lastIndexOf('/');
	const entries = await contextOf(host, document, signal).entries(cleanPath(path.slice(0, slash + 1)));
	const start = { line: position.line, character: position.character - (path.length - slash - 1) };
	return (entries ?? []).slice(0, 1000).map(entry => {
		const isFolder = entry.kind === 'folder';
		const label = isFolder ? `${entry.name}/` : entry.name;
		const kind = isFolder ? CompletionItemKind.Folder : CompletionItemKind.File;
		return { label, kind, textEdit: { range: { start, end: position }, newText: label } };
	});
}

const counts: Readonly<Record<'excluded' | 'taken', Text>> = {
	excluded: { en: 'Leaves out {0} files.', ko: '파일 {0}개를 제외합니다.' },
	taken: { en: 'Takes {0} files back in.', ko: '파일 {0}개를 다시 포함합니다.' },
};

async function hover(
	host: ServiceHost,
	document: TextDocument,
	position: Position,
	signal: AbortSignal,
): Promise<Hover | undefined> {
	const pattern = parseIgnoreFile(document.getText()).patterns.find(candidate => candidate.line === position.line);
	const context = contextOf(host, document, signal);
	if (!pattern || !(await context.entries(''))) {
		return undefined;
	}
	let count = 0;
	for await (const file of contextFiles(context, signal)) {
		count += covers(pattern, file.path) ? 1 : 0;
	}
	const value = say(pattern.negated ? counts.taken : counts.excluded, host.locale, count);
	return { contents: { kind: 'markdown', value } };
}

/** Whether a pattern matches a file or a folder that it is in. */
function covers(pattern: IgnorePattern, path: string): boolean {
	for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
		if (pattern.matches(path.slice(0, slash))) {
			return true;
		}
	}
	return pattern.matches(path);
}

const gitOnly: Text = {
	en: 'Unlike in .gitignore, "{0}" matches at the top of the context only; write **/{0} for all folders.',
	ko: '.gitignore와 달리 "{0}"은(는) 컨텍스트의 맨 위에만 적용됩니다. 모든 폴더에 적용하려면 **/{0}(으)로 쓰세요.',
};

const matchesNothing: Text = {
	en: '"{0}" matches no file of the build context.',
	ko: '"{0}"와(과) 맞는 파일이 빌드 컨텍스트에 없습니다.',
};

async function diagnose(host: ServiceHost, document: TextDocument, signal: AbortSignal): Promise<Diagnostic[]> {
	const open = new Map(
		parseIgnoreFile(document.getText())
			.patterns.slice(0, 500)
			.map(pattern => [pattern, false]),
	);
	const context = contextOf(host, document, signal);
	if (open.size === 0 || !(await context.entries(''))) {
		return [];
	}
	const unmatched = new Set(open.keys());
	for (const pattern of open.keys()) {
		open.set(pattern, !/[*?[\]/]/.test(pattern.text));
	}
	const below = new Set<IgnorePattern>();
	for await (const file of contextFiles(context, signal)) {
		const parts = file.path.split('/');
		for (const pattern of unmatched) {
			if (covers(pattern, file.path)) {
				unmatched.delete(pattern);
			} else if (open.get(pattern) && parts.includes(pattern.text)) {
				below.add(pattern);
			}
		}
		if (unmatched.size === 0) {
			break;
		}
	}
	return signal.aborted ? [] : [...unmatched].map(pattern => toDiagnostic(host, document, pattern, below.has(pattern)));
}

function toDiagnostic(host: ServiceHost, document: TextDocument, pattern: IgnorePattern, isBelow: boolean): Diagnostic {
	const line = lineAt(document, pattern.line);
	const start = line.length - line.trimStart().length;
	const code = isBelow ? 'GitPattern' : 'MatchesNothing';
	return {
		range: {
			start: { line: pattern.line, character: start },
			end: { line: pattern.line, character: line.trimEnd().length },
		},
		severity: isBelow ? DiagnosticSeverity.Warning : DiagnosticSeverity.Hint,
		code,
		codeDescription: { href: ruleLink(code) },
		source: 'slipway',
		message: say(isBelow ? gitOnly : matchesNothing, host.locale, pattern.text),
	};
}
