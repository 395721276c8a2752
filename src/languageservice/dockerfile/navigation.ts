import {
	type DocumentHighlight,
	DocumentHighlightKind,
	type Location,
	type Position,
	type Range,
	type WorkspaceEdit,
} from 'vscode-languageserver-types';
import { type ServiceHost, say } from '../host.ts';
import { type Analysis, rangeOf } from './analysis.ts';
import { type Entity, entityAt, heredocName, occurrencesOf } from './entities.ts';

export function findDefinition(analysis: Analysis, position: Position): Location | undefined {
	const entity = entityAt(analysis, position);
	const place = entity && definitionPlace(entity);
	return place && { uri: analysis.document.uri, range: rangeOf(analysis.file, place[0], place[1]) };
}

function definitionPlace(entity: Entity): readonly [number, number] | undefined {
	if (entity.kind === 'stage') {
		const { stage } = entity;
		const { from } = stage;
		return stage.name === undefined ? [from.start, from.start + from.keyword.length] : [stage.nameStart, stage.nameEnd];
	}
	if (entity.kind === 'heredoc') {
		return heredocName(entity.instruction, entity.heredoc);
	}
	return entity.definition && [entity.definition.start, entity.definition.end];
}

export async function findReferences(
	analysis: Analysis,
	host: ServiceHost,
	position: Position,
	includeDeclaration: boolean,
	signal: AbortSignal,
): Promise<Location[]> {
	const entity = entityAt(analysis, position);
	if (!entity) {
		return [];
	}
	const { uri } = analysis.document;
	const own = occurrencesOf(analysis, entity)
		.filter(occurrence => includeDeclaration || occurrence.kind !== 'definition')
		.map(({ start, end }) => ({ uri, range: rangeOf(analysis.file, start, end) }));
	return [...own, ...(await outside(analysis, host, entity, signal))];
}

async function outside(
	analysis: Analysis,
	host: ServiceHost,
	entity: Entity,
	signal: AbortSignal,
): Promise<Location[]> {
	const kind = entity.kind === 'stage' ? 'stage' : 'argument';
	const name = entity.kind === 'stage' ? entity.stage.name : entity.kind === 'variable' ? entity.name : undefined;
	if (name === undefined || !host.outsideReferences) {
		return [];
	}
	const found = await host.outsideReferences(analysis.document.uri, kind, name, signal);
	return found.map(({ uri, range }) => ({ uri, range: { start: { ...range.start }, end: { ...range.end } } }));
}

const highlightKinds = {
	definition: DocumentHighlightKind.Write,
	write: DocumentHighlightKind.Write,
	read: DocumentHighlightKind.Read,
} as const;

export function findHighlights(analysis: Analysis, position: Position): DocumentHighlight[] {
	const entity = entityAt(analysis, position);
	return (entity ? occurrencesOf(analysis, entity) : []).map(({ start, end, kind }) => ({
		range: rangeOf(analysis.file, start, end),
		kind: highlightKinds[kind],
	}));
}

/** What would be renamed at a position; undefined where nothing can be. */
export function prepareRename(
	analysis: Analysis,
	position: Position,
): { range: Range; placeholder: string } | undefined {
	const entity = entityAt(analysis, position);
	if (!entity || !canRename(entity)) {
		return undefined;
	}
	const placeholder = analysis.file.text.slice(entity.start, entity.end);
	return { range: rangeOf(analysis.file, entity.start, entity.end), placeholder };
}

function canRename(entity: Entity): boolean {
	return entity.kind === 'stage'
		? entity.stage.name !== undefined && !entity.reference?.byIndex
		: entity.kind === 'heredoc' || entity.definition !== undefined;
}

/** The edit of a rename, or why the new name cannot be. */
export async function rename(
	analysis: Analysis,
	host: ServiceHost,
	position: Position,
	newName: string,
	signal: AbortSignal,
): Promise<WorkspaceEdit | { readonly problem: string } | undefined> {
	const entity = entityAt(analysis, position);
	if (!entity || !canRename(entity)) {
		return undefined;
	}
	const problem = problemWithName(analysis, host, entity, newName);
	if (problem) {
		return { problem };
	}
	const changes: NonNullable<WorkspaceEdit['changes']> = {};
	const add = (uri: string, range: Range) => {
		changes[uri] ??= [];
		changes[uri].push({ range, newText: newName });
	};
	const byIndex = new Set(
		analysis.model.stageReferences.filter(reference => reference.byIndex).map(({ start }) => start),
	);
	for (const { start, end } of occurrencesOf(analysis, entity).filter(occurrence => !byIndex.has(occurrence.start))) {
		add(analysis.document.uri, rangeOf(analysis.file, start, end));
	}
	for (const { uri, range } of await outside(analysis, host, entity, signal)) {
		add(uri, range);
	}
	return { changes };
}

function problemWithName(analysis: Analysis, host: ServiceHost, entity: Entity, newName: string): string | undefined {
	if (entity.kind === 'stage') {
		if (!/^[A-Za-z][A-Za-z0-9\-_.]*$/.test(newName)) {
			return say(
				{
					en: 'A stage name begins with a letter; letters, digits, `-`, `_` and `.` may follow.',
					ko: '스테이지 이름은 글자로 시작하고 글자, 숫자, `-`, `_`, `.`만 쓸 수 있습니다.',
				},
				host.locale,
			);
		}
		const taken = analysis.model.stages.some(stage => stage !== entity.stage && stage.name === newName.toLowerCase());
		return taken
			? say({ en: 'There is already a stage "{0}".', ko: '"{0}" 스테이지가 이미 있습니다.' }, host.locale, newName)
			: undefined;
	}
	if (entity.kind === 'variable') {
		return /^[A-Za-z_]\w*$/.test(newName)
			? undefined
			: say(
					{
						en: 'A variable begins with a letter or `_`; letters, digits and `_` may follow.',
						ko: '변수 이름은 글자나 `_`로 시작하고 글자, 숫자, `_`만 쓸 수 있습니다.',
					},
					host.locale,
				);
	}
	const body = analysis.file.text.slice(entity.heredoc.bodyStart, entity.heredoc.bodyEnd);
	const inBody = body
		.split(/\r?\n/)
		.some(line => (entity.heredoc.stripsTabs ? line.replace(/^\t+/, '') : line) === newName);
	return /^[\w.\-/]+$/.test(newName) && !inBody
		? undefined
		: say({ en: 'This word cannot end the heredoc.', ko: '이 단어로는 heredoc을 끝낼 수 없습니다.' }, host.locale);
}
