import type { Text } from '../../host.ts';
import { parseHeredoc } from '../heredocs.ts';
import { isLegacyPair, keyValuePairs } from '../model.ts';
import type { Instruction } from '../parse.ts';
import type { Findings } from './problem.ts';

const needsOne = new Set(['USER', 'WORKDIR', 'STOPSIGNAL', 'MAINTAINER', 'EXPOSE', 'ARG', 'ENV', 'LABEL']);

/** Missing, surplus and malformed arguments. */
export function checkArguments(findings: Findings, instruction: Instruction): void {
	const { name, words } = instruction;
	if (instruction.json === 'broken') {
		findings.add('InvalidJson', instruction, instruction.argumentsStart, instruction.argumentsEnd, {
			en: 'Every element of the JSON array must be a string in double quotes.',
			ko: 'JSON 배열의 모든 원소는 큰따옴표로 감싼 문자열이어야 합니다.',
		});
		return;
	}
	if (words.length === 0 && (needsOne.has(name) || name === 'HEALTHCHECK' || name === 'VOLUME')) {
		findings.addKeyword(
			'MissingArgument',
			instruction,
			{
				en: '{0} needs an argument.',
				ko: '{0}에는 인자가 필요합니다.',
			},
			[name],
		);
		return;
	}
	if (name === 'COPY' || name === 'ADD') {
		checkCopyArguments(findings, instruction);
	} else if (name === 'ENV' || name === 'LABEL') {
		checkPairs(findings, instruction);
	} else if (name === 'ARG') {
		checkArg(findings, instruction);
	} else if (name === 'SHELL') {
		checkShell(findings, instruction);
	} else if (name === 'HEALTHCHECK') {
		checkHealthcheck(findings, instruction);
	} else if (name === 'VOLUME') {
		checkVolume(findings, instruction);
	}
}

function checkCopyArguments(findings: Findings, instruction: Instruction): void {
	const { name, words } = instruction;
	if (words.length < 2) {
		const message: Text = words[0]
			? { en: '{0} needs a destination after the source.', ko: '{0}에는 원본 뒤에 대상 경로가 필요합니다.' }
			: { en: '{0} needs a source and a destination.', ko: '{0}에는 원본과 대상 경로가 필요합니다.' };
		findings.addKeyword('MissingArgument', instruction, message, [name]);
		return;
	}
	const destination = words.at(-1) as Instruction['words'][number];
	if (parseHeredoc(destination.value)) {
		findings.add('HeredocDestination', instruction, destination.start, destination.end, {
			en: 'A heredoc can be a source, not the destination: write the path after it.',
			ko: 'heredoc은 원본이 될 수 있지만 대상은 될 수 없습니다. 뒤에 경로를 적으세요.',
		});
	}
}

function checkPairs(findings: Findings, instruction: Instruction): void {
	const { name } = instruction;
	if (isLegacyPair(instruction)) {
		const [pair] = keyValuePairs(instruction);
		if (pair && pair.value === undefined) {
			findings.add(
				'MissingArgument',
				instruction,
				pair.key.start,
				pair.key.end,
				{
					en: '{0} needs a value: {1}=value.',
					ko: '{0}에는 값이 필요합니다: {1}=값.',
				},
				[name, pair.key.value],
			);
		}
		return;
	}
	for (const pair of keyValuePairs(instruction)) {
		if (pair.value === undefined) {
			findings.add(
				'InvalidKeyValue',
				instruction,
				pair.key.start,
				pair.key.end,
				{
					en: '"{0}" has no `=`: write name=value, and quote values with blanks.',
					ko: '"{0}"에 `=`이 없습니다. 이름=값으로 적고, 빈칸이 있는 값은 따옴표로 감싸세요.',
				},
				[pair.key.value],
			);
			return;
		}
		if (pair.key.value === '') {
			findings.add(
				'BlankName',
				instruction,
				pair.key.start,
				pair.value.end,
				{
					en: '{0} names cannot be blank.',
					ko: '{0}의 이름은 비울 수 없습니다.',
				},
				[name],
			);
		}
	}
}

function checkArg(findings: Findings, instruction: Instruction): void {
	instruction.words.forEach((word, index) => {
		if (word.value.startsWith('=')) {
			const before = instruction.words[index - 1];
			findings.add(
				'InvalidKeyValue',
				instruction,
				word.start,
				word.end,
				{
					en: before ? 'ARG takes no blanks around `=`: write {0}=….' : 'ARG names cannot be blank.',
					ko: before
						? 'ARG의 `=` 앞뒤에는 빈칸을 둘 수 없습니다. {0}=…처럼 적으세요.'
						: 'ARG의 이름은 비울 수 없습니다.',
				},
				[before?.value ?? ''],
			);
		}
	});
}

function checkShell(findings: Findings, instruction: Instruction): void {
	const { words, json } = instruction;
	if (words.length === 0) {
		findings.addKeyword('MissingArgument', instruction, {
			en: 'SHELL needs at least one string in a JSON array.',
			ko: 'SHELL에는 JSON 배열 안에 적어도 하나의 문자열이 필요합니다.',
		});
	} else if (json === 'no') {
		findings.add('InvalidJson', instruction, instruction.argumentsStart, instruction.argumentsEnd, {
			en: 'SHELL takes a JSON array of strings, as in ["/bin/bash", "-c"].',
			ko: 'SHELL은 ["/bin/bash", "-c"]처럼 문자열의 JSON 배열이어야 합니다.',
		});
	}
}

function checkHealthcheck(findings: Findings, instruction: Instruction): void {
	const [kind, command] = instruction.words;
	if (!kind) {
		return;
	}
	const type = kind.value.toUpperCase();
	if (type === 'NONE') {
		if (command) {
			findings.add('TooManyArguments', instruction, command.start, instruction.argumentsEnd, {
				en: 'HEALTHCHECK NONE takes no arguments.',
				ko: 'HEALTHCHECK NONE 뒤에는 아무것도 올 수 없습니다.',
			});
		}
	} else if (type !== 'CMD') {
		findings.add(
			'InvalidHealthcheck',
			instruction,
			kind.start,
			kind.end,
			{
				en: 'HEALTHCHECK is followed by CMD and a command, or by NONE, not by "{0}".',
				ko: 'HEALTHCHECK 뒤에는 CMD와 명령, 또는 NONE이 와야 합니다. "{0}"은(는) 쓸 수 없습니다.',
			},
			[kind.value],
		);
	} else if (!command) {
		findings.add('MissingArgument', instruction, kind.start, kind.end, {
			en: 'HEALTHCHECK CMD needs a command.',
			ko: 'HEALTHCHECK CMD에는 명령이 필요합니다.',
		});
	}
}

function checkVolume(findings: Findings, instruction: Instruction): void {
	for (const word of instruction.words) {
		if (word.value.trim() === '') {
			findings.add('MissingArgument', instruction, word.start, word.end, {
				en: 'A VOLUME path cannot be empty.',
				ko: 'VOLUME의 경로는 비울 수 없습니다.',
			});
		}
	}
}
