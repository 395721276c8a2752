import { cleanPath } from '../../base/cleanPath.ts';
import type { Analysis } from './analysis.ts';
import { type Fix, type FixInput, innermost, lineEnd, one } from './fix.ts';
import { parseImageReference } from './imageReference.ts';
import { instructionData } from './instructions.ts';
import type { Instruction } from './parse.ts';

export function moveFlag({ analysis, instruction, start, end }: FixInput): Fix[] {
	const inner = instruction && innermost(instruction);
	if (!inner) {
		return [];
	}
	const { text } = analysis.file;
	if (!mayMove(text.slice(start, end), inner, analysis)) {
		return [];
	}
	const last = inner.flags.at(-1);
	const at = inner.logical.endOffsetAt(last ? last.end : inner.keywordEnd);
	let from = start;
	while (text[from - 1] === ' ' || text[from - 1] === '\t') {
		from--;
	}
	const edits = [
		{ start: at, end: at, text: ` ${text.slice(start, end)}` },
		{ start: from, end, text: '' },
	];
	return one({ en: 'Move the flag to the front', ko: '플래그를 앞으로 옮기기' }, edits);
}

/** Whether the words would be a flag that the instruction takes there. */
function mayMove(words: string, instruction: Instruction, analysis: Analysis): boolean {
	const { name = '', value } = /^--(?<name>[a-z-]+)(=(?<value>.*))?$/s.exec(words)?.groups ?? {};
	const flag = instructionData(instruction.name)?.flags.find(candidate => candidate.name === name);
	const isSecond = instruction.flags.some(candidate => candidate.name === name);
	if (!flag || (isSecond && flag.kind !== 'list') || instruction.words.length < 3 || instruction.json !== 'no') {
		return false;
	}
	if (flag.kind === 'switch') {
		return value === undefined || /^(true|false)$/i.test(value);
	}
	if (!value || /["'\\`]/.test(value)) {
		return false;
	}
	if (name === 'chmod') {
		return /^([0-7]{3,4}|[ugoa]*[+=-][rwxXst]+(,[ugoa]*[+=-][rwxXst]+)*)$/.test(value);
	}
	if (name === 'from') {
		const stage = analysis.model.stagesByName.get(value.toLowerCase());
		const within = analysis.model.stageOf.get(instruction);
		const isEarlier = stage !== undefined && within !== undefined && stage.index < within.index;
		return stage ? isEarlier : !/^\d+$/.test(value) && typeof parseImageReference(value) !== 'string';
	}
	return name !== 'checksum' || !value.includes('$');
}

export function addSyntax({ analysis }: FixInput): Fix[] {
	const at = analysis.file.text.startsWith('\uFEFF') ? 1 : 0;
	const edit = { start: at, end: at, text: `# syntax=docker/dockerfile:1${lineEnd(analysis)}` };
	return one({ en: 'Add # syntax=docker/dockerfile:1', ko: '# syntax=docker/dockerfile:1 추가' }, [edit], [], false);
}

/** `../a` as BuildKit takes it: `..` leads nowhere at the root of the context. */
export function insideContext({ analysis, start, end }: FixInput): Fix[] {
	const path = analysis.file.text.slice(start, end);
	const text = cleanPath(path) || '.';
	return /^[\w./-]+$/.test(path)
		? one(
				{ en: 'Copy {0} of the build context', ko: '빌드 컨텍스트의 {0} 복사' },
				[{ start, end, text }],
				[text],
				false,
			)
		: [];
}
