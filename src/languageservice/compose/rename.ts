import type { Position, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { rename as renameInDockerfile } from '../dockerfile/navigation.ts';
import { type ServiceHost, say, type Text } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import type { Reference, ReferenceKind } from './entities.ts';
import { isSameUri } from './fileUris.ts';
import { referencesInEnvFiles } from './referencesInEnvFiles.ts';
import { type InlinePlace, inDockerfile, inInlineDockerfile, type Subject, subjectAt } from './subject.ts';

/** What would be renamed at a position; undefined where nothing can be. */
export async function prepareRename(
	document: ComposeDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<{ range: Range; placeholder: string } | undefined> {
	const subject = await subjectAt(document, host, position, signal);
	return subject && canRename(subject)
		? { range: subject.reference.range, placeholder: subject.reference.name }
		: undefined;
}

/** The edit of a rename in all files, or why the new name cannot be. */
export async function rename(
	document: ComposeDocument,
	host: ServiceHost,
	position: Position,
	newName: string,
	signal: AbortSignal,
): Promise<WorkspaceEdit | { readonly problem: string } | undefined> {
	const subject = await subjectAt(document, host, position, signal);
	if (!subject || !canRename(subject)) {
		return undefined;
	}
	const problem = problemWith(subject, newName) ?? (await problemInEnvFiles(subject, host, newName, signal));
	if (problem) {
		return { problem: say(problem, host.locale, newName) };
	}
	const changes = await changesInDockerfile(subject, host, newName, signal);
	if (changes && 'problem' in changes) {
		return changes;
	}
	const all: NonNullable<WorkspaceEdit['changes']> = { ...changes?.changes };
	// What containers get from an `env_file` is theirs.
	for (const reference of subject.places.filter(({ attribute }) => attribute !== 'env_file')) {
		const edit = editOf(subject, reference, newName);
		all[reference.uri] = [...(all[reference.uri] ?? []), edit];
	}
	return { changes: all };
}

function canRename({ index, reference }: Subject): boolean {
	// The network `default` is there without a declaration, under this name only.
	const isImplicit = reference.kind === 'network' && reference.name === 'default';
	return !(isImplicit && index.declarationsOf(reference).length === 0) && !/^\d+$/.test(stageName(reference));
}

function stageName({ kind, name }: Reference): string {
	return kind === 'stage' ? name : '';
}

interface NameRule {
	readonly pattern: RegExp;
	readonly text: Text;
}

const resource: NameRule = {
	pattern: /^[a-zA-Z0-9._-]+$/,
	text: {
		en: 'A name here has letters, digits, `.`, `_` and `-` only.',
		ko: '이 이름에는 글자(a-z), 숫자, `.`, `_`, `-`만 쓸 수 있습니다.',
	},
};

const started: NameRule = {
	pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/,
	text: {
		en: 'This name begins with a letter or digit; letters, digits, `.`, `_` and `-` follow.',
		ko: '이 이름은 글자(a-z)나 숫자로 시작하고 글자, 숫자, `.`, `_`, `-`가 이어져야 합니다.',
	},
};

const variable: NameRule = {
	pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
	text: {
		en: 'A variable begins with a letter or `_`; letters, digits and `_` may follow.',
		ko: '변수 이름은 글자나 `_`로 시작하고 글자, 숫자, `_`만 쓸 수 있습니다.',
	},
};

const anchor: NameRule = {
	pattern: /^[^\s[\]{},&*#!|>'"%@`:]+$/,
	text: {
		en: 'An anchor has no blanks, quotes, brackets, commas or colons.',
		ko: '앵커 이름에는 공백, 따옴표, 괄호, 쉼표, 콜론을 쓸 수 없습니다.',
	},
};

const stage: NameRule = {
	pattern: /^[A-Za-z][A-Za-z0-9\-_.]*$/,
	text: {
		en: 'A stage name begins with a letter; letters, digits, `-`, `_` and `.` may follow.',
		ko: '스테이지 이름은 글자로 시작하고 글자, 숫자, `-`, `_`, `.`만 쓸 수 있습니다.',
	},
};

const rules: Readonly<Record<ReferenceKind, NameRule>> = {
	service: resource,
	network: resource,
	volume: resource,
	config: resource,
	secret: resource,
	model: resource,
	profile: { ...started, pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/ },
	container: started,
	variable,
	argument: variable,
	anchor,
	stage,
};

const taken: Text = { en: 'There is already "{0}".', ko: '"{0}"이(가) 이미 있습니다.' };

function problemWith({ index, reference }: Subject, newName: string): Text | undefined {
	const { kind, name, uri } = reference;
	const rule = rules[kind];
	if (!rule.pattern.test(newName)) {
		return rule.text;
	}
	const isDeclared = index.declarationsOf(reference).length > 0;
	const isTaken =
		kind === 'anchor'
			? index.references.some(each => each.kind === 'anchor' && each.name === newName && each.uri === uri)
			: kind !== 'profile' && isDeclared && index.names(kind, uri).includes(newName);
	return newName !== name && isTaken ? taken : undefined;
}

async function problemInEnvFiles(
	{ project, reference, places }: Subject,
	host: ServiceHost,
	newName: string,
	signal: AbortSignal,
): Promise<Text | undefined> {
	const isDeclared = places.some(({ attribute, role }) => attribute === '.env' && role === 'declaration');
	if (reference.kind !== 'variable' || !isDeclared || newName === reference.name) {
		return undefined;
	}
	const declared = await referencesInEnvFiles(project, host, signal);
	const isTaken = declared.some(
		({ attribute, role, name }) => attribute === '.env' && role === 'declaration' && name === newName,
	);
	return isTaken ? taken : undefined;
}

async function changesInDockerfile(
	subject: Subject,
	host: ServiceHost,
	newName: string,
	signal: AbortSignal,
): Promise<WorkspaceEdit | { readonly problem: string } | undefined> {
	const { kind } = subject.reference;
	if (kind !== 'stage' && kind !== 'argument') {
		return undefined;
	}
	const place = await inDockerfile(subject, host, signal);
	const inlinePlace = place ? undefined : inInlineDockerfile(subject);
	const analysis = place?.analysis ?? inlinePlace?.inline.analysis;
	const start = (place ?? inlinePlace)?.range.start;
	if (!analysis || !start) {
		return undefined;
	}
	// The Dockerfile's own rename would ask for the places in compose files again.
	const edit = await renameInDockerfile(analysis, { locale: host.locale }, start, newName, signal);
	return edit && inlinePlace && 'changes' in edit ? inCompose(edit, inlinePlace) : edit;
}

function inCompose({ changes }: WorkspaceEdit, { inline, location }: InlinePlace): WorkspaceEdit {
	const edits = Object.values(changes ?? {}).flat();
	const moved = edits.map(({ range, newText }) => ({ range: inline.toLocation(range).range, newText }));
	return { changes: { [location.uri]: moved } };
}

function editOf({ project }: Subject, reference: Reference, newName: string): TextEdit {
	const { range, form, attribute, uri } = reference;
	if (attribute === 'environment') {
		const source = project.files.find(file => isSameUri(file.uri, uri))?.document.source ?? '';
		return passedOn(source, reference, newName);
	}
	return { range, newText: form === 'plain' && isNoString(newName) ? `"${newName}"` : newName };
}

/** A variable that a container gets by its name keeps that name, and takes its value from the new one. */
function passedOn(source: string, { range, end }: Reference, newName: string): TextEdit {
	const colon = /^["']?\s*:/.exec(source.slice(end, end + 100))?.[0].length;
	const place = { line: range.end.line, character: range.end.character + (colon ?? 0) };
	const value = `\${${newName}}`;
	return { range: { start: place, end: place }, newText: colon === undefined ? `=${value}` : ` ${value}` };
}

/** Whether YAML would read a name as something else than a text. */
function isNoString(name: string): boolean {
	return (
		/^(?:[-+.]?[\d.][\d._eExXoOa-fA-F+-]*|true|false|null|yes|no|on|off|y|n|~|[-+]?\.(?:inf|nan))$/i.test(name) ||
		/^-+$/.test(name)
	);
}
