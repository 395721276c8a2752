import type { Position } from 'vscode-languageserver-types';
import { type Analysis, offsetOf } from './analysis.ts';
import type { Heredoc } from './heredocs.ts';
import {
	type Definition,
	type ResolvedUse,
	type Stage,
	type StageReference,
	symbolOf,
	type VariableSymbol,
} from './model.ts';
import type { Instruction } from './parse.ts';

/** A name in a Dockerfile that can be followed and renamed. */
export type Entity =
	| {
			readonly kind: 'stage';
			readonly stage: Stage;
			readonly start: number;
			readonly end: number;
			readonly reference: StageReference | undefined;
	  }
	| {
			readonly kind: 'variable';
			readonly name: string;
			readonly definition: Definition | undefined;
			readonly start: number;
			readonly end: number;
			readonly use: ResolvedUse | undefined;
	  }
	| {
			readonly kind: 'heredoc';
			readonly heredoc: Heredoc;
			readonly instruction: Instruction;
			readonly start: number;
			readonly end: number;
	  };

/** A place that belongs to an entity. Offsets in the document. */
export interface Occurrence {
	readonly start: number;
	readonly end: number;
	readonly kind: 'definition' | 'read' | 'write';
}

/** The entity at a position: of several places that touch it, the one that begins last. */
export function entityAt(analysis: Analysis, position: Position): Entity | undefined {
	const offset = offsetOf(analysis.file, position);
	const { model } = analysis;
	const touches = (place: { start: number; end: number }) => place.start <= offset && offset <= place.end;
	const use = model.uses.find(touches);
	if (use) {
		return { kind: 'variable', name: use.use.name, definition: use.definition, start: use.start, end: use.end, use };
	}
	const definition = model.definitions.find(touches);
	if (definition) {
		const { name, start, end } = definition;
		return { kind: 'variable', name, definition, start, end, use: undefined };
	}
	const named = model.stages.find(
		stage => stage.name !== undefined && touches({ start: stage.nameStart, end: stage.nameEnd }),
	);
	if (named) {
		return { kind: 'stage', stage: named, start: named.nameStart, end: named.nameEnd, reference: undefined };
	}
	const reference = model.stageReferences.find(touches);
	if (reference?.stage) {
		const { stage, start, end } = reference;
		return { kind: 'stage', stage, start, end, reference };
	}
	return heredocAt(analysis, offset);
}

function heredocAt(analysis: Analysis, offset: number): Entity | undefined {
	for (const instruction of analysis.file.instructions) {
		for (const heredoc of instruction.heredocs) {
			const [start, end] = heredocName(instruction, heredoc);
			if (start <= offset && offset <= end) {
				return { kind: 'heredoc', heredoc, instruction, start, end };
			}
			const { terminator } = heredoc;
			if (terminator >= 0 && terminator <= offset && offset <= terminator + heredoc.name.length) {
				return { kind: 'heredoc', heredoc, instruction, start: terminator, end: terminator + heredoc.name.length };
			}
		}
	}
	return undefined;
}

export function heredocName(instruction: Instruction, heredoc: Heredoc): readonly [number, number] {
	const { logical } = instruction;
	return [logical.offsetAt(heredoc.nameStart), logical.endOffsetAt(heredoc.nameEnd)];
}

/** Every place of an entity in the file, in order. */
export function occurrencesOf(analysis: Analysis, entity: Entity): Occurrence[] {
	const found = collect(analysis, entity);
	return found.sort((a, b) => a.start - b.start);
}

function collect(analysis: Analysis, entity: Entity): Occurrence[] {
	if (entity.kind === 'stage') {
		return stageOccurrences(analysis, entity.stage);
	}
	if (entity.kind === 'heredoc') {
		const [start, end] = heredocName(entity.instruction, entity.heredoc);
		const { terminator, name } = entity.heredoc;
		const last: Occurrence[] =
			terminator < 0 ? [] : [{ start: terminator, end: terminator + name.length, kind: 'read' }];
		return [{ start, end, kind: 'definition' }, ...last];
	}
	return entity.definition
		? variableOccurrences(analysis, symbolOf(entity.definition))
		: undeclared(analysis, entity.name);
}

function stageOccurrences(analysis: Analysis, stage: Stage): Occurrence[] {
	const own: Occurrence[] =
		stage.name === undefined ? [] : [{ start: stage.nameStart, end: stage.nameEnd, kind: 'definition' }];
	const references = analysis.model.stageReferences.filter(reference => reference.stage === stage);
	return [...own, ...references.map(({ start, end }): Occurrence => ({ start, end, kind: 'read' }))];
}

function variableOccurrences(analysis: Analysis, symbol: VariableSymbol): Occurrence[] {
	const { definitions, uses } = analysis.model;
	return [
		...definitions
			.filter(definition => symbolOf(definition) === symbol)
			.map(({ start, end }): Occurrence => ({ start, end, kind: 'definition' })),
		...uses
			.filter(use => use.definition && symbolOf(use.definition) === symbol)
			.map(({ start, end }): Occurrence => ({ start, end, kind: 'read' })),
	];
}

function undeclared(analysis: Analysis, name: string): Occurrence[] {
	return analysis.model.uses
		.filter(use => use.definition === undefined && use.use.name === name)
		.map(({ start, end }): Occurrence => ({ start, end, kind: 'read' }));
}
