import { CodeActionKind } from 'vscode-languageserver-types';
import type { Analysis } from './analysis.ts';
import { type Fix, lineEnd } from './fix.ts';
import { parseHeredoc } from './heredocs.ts';
import type { DockerfileModel, Stage } from './model.ts';
import type { Instruction } from './parse.ts';

/** A new stage that begins with this instruction and is based on what stands before it. */
export function extractStage(analysis: Analysis, instruction: Instruction): Fix[] {
	const { file, model } = analysis;
	const stage = model.stageOf.get(instruction);
	const image = stage?.from.words[0];
	if (!stage || !image || instruction === stage.from || instruction === stage.instructions[0]) {
		return [];
	}
	const isBound = model.stageReferences.some(
		reference =>
			(reference.byIndex && Number(reference.text) >= stage.index) ||
			(reference.stage === stage && reference.within === stage),
	);
	// Numbers of stages would come to mean other stages, and a name that two stages have already means one of them.
	if (isBound || (stage.name !== undefined && model.stagesByName.get(stage.name) !== stage)) {
		return [];
	}
	// What ONBUILD puts off would happen at the new FROM.
	if (stage.instructions.some(({ name, start }) => name === 'ONBUILD' && start < instruction.start)) {
		return [];
	}
	// FROM finds stages by their names in lower case only.
	const name = freeName(model, stage.name === undefined ? 'base' : `${stage.name}-base`);
	const first = instruction.comments[0]?.line ?? instruction.startLine;
	const at = file.lineStarts[first] ?? 0;
	const end = stage.from.logical.endOffsetAt(image.end);
	const [from, as] = stage.from.keyword === stage.from.keyword.toLowerCase() ? ['from', 'as'] : ['FROM', 'AS'];
	const own = stage.writtenName
		? { start: stage.nameStart, end: stage.nameEnd, text: name }
		: { start: end, end, text: ` ${as} ${name}` };
	const next = `${from} ${name}${stage.writtenName ? ` ${as} ${stage.writtenName}` : ''}`;
	const edits = [own, { start: at, end: at, text: `${lineEnd(analysis)}${next}${lineEnd(analysis)}` }];
	const title = { en: 'Begin a new stage here', ko: '여기서 새 스테이지 시작' };
	return [{ title, edits, kind: CodeActionKind.RefactorExtract }];
}

/** A name that nothing in the file has, neither a stage nor an image that is named like one. */
function freeName(model: DockerfileModel, wanted: string): string {
	const taken = new Set(model.stageReferences.map(reference => reference.text.toLowerCase()));
	let name = wanted;
	for (let number = 2; taken.has(name) || model.stagesByName.has(name); number++) {
		name = `${wanted}-${number}`;
	}
	return name;
}

/** More stages than this are not offered one by one. */
const mostStages = 5;

/** COPY from the build context made one from an earlier stage. */
export function copyFromStage(analysis: Analysis, instruction: Instruction): Fix[] {
	const { model } = analysis;
	const stage = model.stageOf.get(instruction);
	const { name, flags, words, logical, keywordEnd } = instruction;
	const isPlain = words.length > 1 && !words.some(word => parseHeredoc(word.value));
	if (!stage || name !== 'COPY' || !isPlain || flags.some(flag => flag.name === 'from')) {
		return [];
	}
	const at = logical.endOffsetAt(keywordEnd);
	return model.stages
		.slice(0, stage.index)
		.filter(earlier => earlier.name !== undefined && isOnly(model, earlier))
		.slice(-mostStages)
		.reverse()
		.map(earlier => ({
			title: { en: 'Copy from stage {0}', ko: '스테이지 {0}에서 복사' },
			values: [earlier.writtenName ?? ''],
			edits: [{ start: at, end: at, text: ` --from=${earlier.writtenName}` }],
			kind: CodeActionKind.RefactorRewrite,
		}));
}

function isOnly(model: DockerfileModel, stage: Stage): boolean {
	return /^[a-z][\w.-]*$/i.test(stage.writtenName ?? '') && model.stagesByName.get(stage.name ?? '') === stage;
}

/** A stage of the name that `--from` gives and that there is none of, in front of the one that copies. */
export function addStage(analysis: Analysis, instruction: Instruction): Fix[] {
	const { file, model } = analysis;
	const within = model.stageOf.get(instruction);
	const reference = model.stageReferences.find(
		candidate =>
			candidate.instruction === instruction && candidate.kind !== 'from' && !candidate.stage && !candidate.inTrigger,
	);
	if (!within || !reference || reference.byIndex || !/^[a-z][a-z0-9_.-]*$/i.test(reference.text)) {
		return [];
	}
	const isReserved = reference.text === 'scratch' || reference.text === 'context';
	const shiftsNumbers = model.stageReferences.some(each => each.byIndex && Number(each.text) >= within.index);
	const base = within.parent ? within.parent.writtenName : within.base;
	if (isReserved || shiftsNumbers || !base || base.includes('$')) {
		return [];
	}
	const at = file.lineStarts[within.from.comments[0]?.line ?? within.from.startLine] ?? 0;
	const [from, as] = within.from.keyword === within.from.keyword.toLowerCase() ? ['from', 'as'] : ['FROM', 'AS'];
	const start = at === 0 && file.text[0] === '\uFEFF' ? 1 : at;
	const text = `${from} ${base} ${as} ${reference.text.toLowerCase()}${lineEnd(analysis)}${lineEnd(analysis)}`;
	const title = { en: 'Add a stage {0}', ko: '스테이지 {0} 추가' };
	const edits = [{ start, end: start, text }];
	return [{ title, values: [reference.text], edits, kind: CodeActionKind.RefactorRewrite }];
}
