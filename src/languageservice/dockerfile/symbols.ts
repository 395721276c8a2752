import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { type Analysis, rangeOf } from './analysis.ts';
import { keyValuePairs, type Stage } from './model.ts';
import { type Instruction, lineText } from './parse.ts';

const kinds: Readonly<Record<string, SymbolKind>> = {
	FROM: SymbolKind.Package,
	ARG: SymbolKind.Variable,
	ENV: SymbolKind.Constant,
	RUN: SymbolKind.Function,
	COPY: SymbolKind.File,
	ADD: SymbolKind.File,
	CMD: SymbolKind.Event,
	ENTRYPOINT: SymbolKind.Event,
	EXPOSE: SymbolKind.Interface,
	LABEL: SymbolKind.Property,
	USER: SymbolKind.Key,
	VOLUME: SymbolKind.Struct,
	WORKDIR: SymbolKind.Namespace,
};

/** The outline: directives, global arguments, and stages with their instructions inside. */
export function findSymbols(analysis: Analysis): DocumentSymbol[] {
	const { file, model } = analysis;
	const symbols: DocumentSymbol[] = file.directives.map(directive => ({
		name: directive.name,
		detail: directive.value,
		kind: SymbolKind.Property,
		range: rangeOf(file, directive.start, directive.valueEnd),
		selectionRange: rangeOf(file, directive.nameStart, directive.nameStart + directive.name.length),
	}));
	for (const instruction of file.instructions) {
		if (instruction.name !== 'FROM' && !model.stageOf.has(instruction)) {
			symbols.push(...instructionSymbols(analysis, instruction));
		}
	}
	for (const stage of model.stages) {
		symbols.push(stageSymbol(analysis, stage));
	}
	return symbols;
}

function stageSymbol(analysis: Analysis, stage: Stage): DocumentSymbol {
	const { file } = analysis;
	const last = stage.instructions.at(-1) ?? stage.from;
	const { logical, keywordStart, keywordEnd } = stage.from;
	const base = stage.base || 'FROM';
	const selection =
		stage.name === undefined
			? rangeOf(file, logical.offsetAt(keywordStart), logical.endOffsetAt(keywordEnd))
			: rangeOf(file, stage.nameStart, stage.nameEnd);
	return {
		name: stage.writtenName ?? base,
		detail: stage.writtenName === undefined ? 'FROM' : `FROM ${base}`,
		kind: SymbolKind.Module,
		range: rangeOf(file, stage.from.start, last.end),
		selectionRange: selection,
		children: [stage.from, ...stage.instructions].flatMap(instruction => instructionSymbols(analysis, instruction)),
	};
}

function instructionSymbols(analysis: Analysis, instruction: Instruction): DocumentSymbol[] {
	const { file, model } = analysis;
	const { logical, keywordStart, keywordEnd, name } = instruction;
	const range = rangeOf(file, instruction.start, instruction.end);
	if (name === 'ARG' && !model.stageOf.has(instruction)) {
		return instruction.words.map(word => {
			const [variable, value] = word.value.split(/=(.*)/s) as [string, string?];
			const end = word.start + variable.length;
			return {
				name: variable || 'ARG',
				detail: value ?? '',
				kind: SymbolKind.Variable,
				range,
				selectionRange: rangeOf(file, logical.offsetAt(word.start), logical.endOffsetAt(end)),
			};
		});
	}
	return [
		{
			name: name || 'RUN',
			detail: detailOf(analysis, instruction),
			kind: kinds[name] ?? SymbolKind.Property,
			range,
			selectionRange: rangeOf(file, logical.offsetAt(keywordStart), logical.endOffsetAt(keywordEnd)),
		},
	];
}

function detailOf(analysis: Analysis, instruction: Instruction): string {
	if (instruction.name === 'ENV' || instruction.name === 'LABEL') {
		return keyValuePairs(instruction)
			.slice(0, 5)
			.map(pair => pair.key.value)
			.join(', ');
	}
	const { logical, argumentsStart, argumentsEnd } = instruction;
	const text = logical.text.slice(argumentsStart, Math.min(argumentsEnd, argumentsStart + 80)).replace(/\s+/g, ' ');
	const [heredoc] = instruction.heredocs;
	if (heredoc && text.startsWith('<<')) {
		return lineText(analysis.file, instruction.lastLine + 1)
			.trim()
			.slice(0, 80);
	}
	return text;
}
