import { parseImageReference } from '../imageReference.ts';
import { instructionNames, notInOnbuild } from '../instructions.ts';
import { fromParts } from '../model.ts';
import { nearest } from '../nearest.ts';
import { type Instruction, lineText } from '../parse.ts';
import type { Findings } from './problem.ts';

const known = new Set(instructionNames);

/** What is wrong with the file as a whole, with keywords and with heredocs. */
export function checkStructure(findings: Findings): void {
	const { file, stages } = findings.model;
	checkWholeFile(findings);
	let begun = false;
	for (const instruction of file.instructions) {
		begun ||= instruction.name === 'FROM';
		checkKeyword(findings, instruction);
		if (!begun && known.has(instruction.name) && instruction.name !== 'ARG') {
			findings.addKeyword(
				'NoBuildStage',
				instruction,
				{
					en: '{0} needs a stage: only ARG may stand before the first FROM.',
					ko: '{0}은(는) 스테이지 안에 있어야 합니다. 첫 FROM 앞에는 ARG만 올 수 있습니다.',
				},
				[instruction.name],
			);
		}
		checkHeredocs(findings, instruction);
	}
	for (const stage of stages) {
		checkFrom(findings, stage.from);
	}
}

function checkWholeFile(findings: Findings): void {
	const { file, stages } = findings.model;
	if (file.instructions.length === 0) {
		// BuildKit is surprised at the last line.
		const lines = file.lineStarts.length;
		const last = file.text.endsWith('\n') ? lines - 2 : lines - 1;
		const start = file.lineStarts[last] ?? 0;
		findings.addAt('NoInstructions', start, start + lineText(file, last).length, {
			en: 'A Dockerfile needs at least a FROM instruction.',
			ko: 'Dockerfile에는 적어도 FROM 명령어가 있어야 합니다.',
		});
	} else if (stages.length === 0 && file.instructions.every(instruction => instruction.name === 'ARG')) {
		const last = file.instructions.at(-1) as Instruction;
		findings.addKeyword('NoInstructions', last, {
			en: 'There is no stage to build: FROM is missing.',
			ko: '빌드할 스테이지가 없습니다. FROM이 없습니다.',
		});
	}
	if (file.longLine >= 0) {
		const start = file.lineStarts[file.longLine] ?? 0;
		findings.addAt('LineTooLong', start, start + 80, {
			en: 'BuildKit reads lines of up to 65,535 bytes; this one is longer.',
			ko: 'BuildKit은 한 줄을 65,535바이트까지 읽는데 이 줄은 더 깁니다.',
		});
	}
}

function checkKeyword(findings: Findings, instruction: Instruction): void {
	if (instruction.name === 'ONBUILD') {
		checkOnbuild(findings, instruction);
	} else if (!known.has(instruction.name)) {
		reportUnknown(findings, instruction);
	}
}

function checkOnbuild(findings: Findings, instruction: Instruction): void {
	const { trigger } = instruction;
	if (!trigger) {
		findings.addKeyword('MissingArgument', instruction, {
			en: 'ONBUILD needs an instruction to put off.',
			ko: 'ONBUILD에는 미룰 명령어가 필요합니다.',
		});
	} else if (notInOnbuild.has(trigger.name)) {
		findings.addKeyword(
			'InvalidOnbuild',
			trigger,
			{
				en: '{0} is not allowed after ONBUILD.',
				ko: 'ONBUILD 뒤에는 {0}을(를) 쓸 수 없습니다.',
			},
			[trigger.name],
		);
	} else if (!known.has(trigger.name)) {
		reportUnknown(findings, trigger);
	}
}

function reportUnknown(findings: Findings, instruction: Instruction): void {
	const { keyword, keywordStart, keywordEnd } = instruction;
	if (keyword.startsWith('//')) {
		findings.add(
			'UnknownInstruction',
			instruction,
			keywordStart,
			instruction.argumentsEnd,
			{
				en: 'Comments begin with `#` in a Dockerfile, not with `//`.',
				ko: 'Dockerfile의 주석은 `//`가 아니라 `#`으로 시작합니다.',
			},
			[],
			{ replacement: `#${instruction.logical.text.slice(keywordStart + 2, instruction.argumentsEnd)}` },
		);
		return;
	}
	const letters = /^[A-Za-z]+(?=\[)/.exec(keyword)?.[0];
	const word = letters ?? keyword;
	const suggestion = known.has(word.toUpperCase()) ? word.toUpperCase() : nearest(word, instructionNames, true);
	const cased = suggestion && word === word.toLowerCase() ? suggestion.toLowerCase() : suggestion;
	const end = letters ? keywordStart + letters.length : keywordEnd;
	findings.add(
		'UnknownInstruction',
		instruction,
		keywordStart,
		end,
		{
			en: `Unknown instruction "{0}".${cased ? (letters ? ' Did you mean {1}, followed by a blank?' : ' Did you mean {1}?') : ''}`,
			ko: `"{0}"은(는) 없는 명령어입니다.${cased ? (letters ? ' 혹시 {1}을(를) 찾으셨나요? 뒤에 빈칸도 필요합니다.' : ' 혹시 {1}을(를) 찾으셨나요?') : ''}`,
		},
		[word, cased ?? ''],
		{ replacement: cased && letters ? `${cased} ` : cased },
	);
}

function checkHeredocs(findings: Findings, instruction: Instruction): void {
	for (const heredoc of instruction.heredocs) {
		if (heredoc.terminator < 0) {
			findings.add(
				'UnterminatedHeredoc',
				instruction,
				heredoc.start,
				heredoc.end,
				{
					en: 'This heredoc has no end: a line with just `{0}` is missing.',
					ko: '이 heredoc에는 끝이 없습니다. `{0}`만 있는 줄이 필요합니다.',
				},
				[heredoc.name],
			);
			return;
		}
	}
}

const validName = /^[a-z][a-z0-9\-_.]*$/;

function checkFrom(findings: Findings, from: Instruction): void {
	const { words } = from;
	const { as, name } = fromParts(from);
	if (words.length === 0) {
		findings.addKeyword('MissingArgument', from, {
			en: 'FROM needs an image, an earlier stage or `scratch`.',
			ko: 'FROM에는 이미지, 앞의 스테이지 또는 `scratch`가 필요합니다.',
		});
		return;
	}
	const stray = words[1];
	if (words.length === 3 && as && name) {
		// A named context may replace the stage, and those have names like images.
		const written = name.value.toLowerCase();
		if (!validName.test(written) || typeof parseImageReference(written) === 'string') {
			findings.add(
				'InvalidStageName',
				from,
				name.start,
				name.end,
				{
					en: 'A stage name begins with a letter, ends with a letter or digit, and has only single `.` and `_`, and `-` between: "{0}" does not.',
					ko: '스테이지 이름은 글자로 시작해 글자나 숫자로 끝나고, 그 사이에 `-`와 하나씩의 `.`, `_`만 쓸 수 있습니다. "{0}"은(는) 맞지 않습니다.',
				},
				[name.value],
			);
		}
	} else if (words.length !== 1 && stray) {
		reportFromWords(findings, from, as !== undefined);
	}
}

function reportFromWords(findings: Findings, from: Instruction, hasAs: boolean): void {
	const { words } = from;
	const stray = words[hasAs ? Math.min(3, words.length - 1) : 1] as Instruction['words'][number];
	if (stray.value.startsWith('#') || stray.value.startsWith('//')) {
		findings.add(
			'InvalidFrom',
			from,
			stray.start,
			from.argumentsEnd,
			{
				en: 'A comment needs a line of its own, beginning with `#`.',
				ko: '주석은 `#`으로 시작하는 별도의 줄에 적어야 합니다.',
			},
			[],
			{ replacement: '' },
		);
		return;
	}
	const likeAs = words.length === 3 && !hasAs;
	findings.add(
		'InvalidFrom',
		from,
		stray.start,
		likeAs ? stray.end : from.argumentsEnd,
		{
			en: likeAs
				? 'Expected AS between the image and the name of the stage, not "{0}".'
				: 'FROM takes an image and, if wanted, `AS name`.',
			ko: likeAs
				? '이미지와 스테이지 이름 사이에는 "{0}"이(가) 아니라 AS가 와야 합니다.'
				: 'FROM에는 이미지와, 필요하면 `AS 이름`만 올 수 있습니다.',
		},
		[stray.value],
		{ replacement: likeAs ? 'AS' : undefined },
	);
}
