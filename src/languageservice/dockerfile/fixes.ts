import type { Diagnostic } from 'vscode-languageserver-types';
import type { ServiceHost, Text } from '../host.ts';
import { type Analysis, offsetOf } from './analysis.ts';
import type { ProblemData } from './diagnose.ts';
import type { Fix, FixInput } from './fix.ts';
import { fixesByRule } from './fixesByRule.ts';
import { instructionAtLine } from './parse.ts';
import { stageChain } from './stages.ts';

/** Rules whose replacement may change what is built, and so is never applied by *fix all*. */
const notPreferred = new Set([
	'DL3015',
	'UndefinedVar',
	'UndefinedArgInFrom',
	'DL3022',
	'MissingSource',
	'WorkdirRelativePath',
	'InvalidExecForm',
]);

/** The mechanical fixes of one problem. */
export function fixesFor(analysis: Analysis, host: ServiceHost, diagnostic: Diagnostic): Fix[] {
	const data = diagnostic.data as ProblemData | undefined;
	if (!data) {
		return [];
	}
	const { file } = analysis;
	const start = offsetOf(file, diagnostic.range.start);
	const end = offsetOf(file, diagnostic.range.end);
	const instruction = instructionAtLine(file, diagnostic.range.start.line);
	const input: FixInput = { analysis, host, start, end, instruction, data };
	const special = Object.hasOwn(fixesByRule, data.rule) ? (fixesByRule[data.rule]?.(input) ?? []) : [];
	if (data.replacement === undefined || !isThere(input, data.replacement)) {
		return special;
	}
	const generic: Fix = {
		title: titleOf(data.rule),
		values: [data.replacement.trim()],
		edits: [{ start, end, text: data.replacement }],
		preferred: !notPreferred.has(data.rule),
	};
	return special.some(fix => fix.preferred) ? special : [generic, ...special];
}

/** Whether a name that is suggested is one at this place: what comes later in the file is of no use. */
function isThere({ analysis, instruction, data }: FixInput, name: string): boolean {
	const { model } = analysis;
	const within = instruction && model.stageOf.get(instruction);
	if (data.rule === 'UndefinedStage' || data.rule === 'DL3022') {
		const stage = model.stagesByName.get(name.toLowerCase());
		return stage !== undefined && within !== undefined && stage.index < within.index;
	}
	if (data.rule === 'UndefinedVar') {
		const chain = new Set(within ? stageChain(within) : []);
		return model.definitions.some(
			definition =>
				definition.name === name &&
				instruction !== undefined &&
				definition.instruction.start < instruction.start &&
				(!definition.stage || chain.has(definition.stage)),
		);
	}
	return true;
}

const titles: Readonly<Record<string, Text>> = {
	ConsistentInstructionCasing: { en: 'Convert to {0}', ko: '{0}(으)로 바꾸기' },
	ExposeProtoCasing: { en: 'Convert to lowercase: {0}', ko: '소문자로 바꾸기: {0}' },
	ExposeInvalidFormat: { en: 'Expose {0} only', ko: '{0}만 공개' },
	InvalidExecForm: { en: 'Write a JSON array: {0}', ko: 'JSON 배열로 쓰기: {0}' },
};

function titleOf(rule: string): Text {
	return titles[rule] ?? { en: 'Change to {0}', ko: '{0}(으)로 바꾸기' };
}
