import { type FlagData, instructionData } from '../instructions.ts';
import { nearest } from '../nearest.ts';
import type { Instruction } from '../parse.ts';
import type { FlagWord } from '../words.ts';
import type { Findings } from './problem.ts';

/** Flags of these are read and forgotten by BuildKit, whatever they are. */
const unchecked = new Set(['ARG', 'STOPSIGNAL']);

/** Unknown, repeated and malformed flags. */
export function checkFlags(findings: Findings, instruction: Instruction): void {
	const data = instructionData(instruction.name);
	const first = instruction.words[0]?.value.toUpperCase();
	if (!data || unchecked.has(instruction.name) || (instruction.name === 'HEALTHCHECK' && first === 'NONE')) {
		return;
	}
	const seen = new Set<string>();
	for (const flag of instruction.flags) {
		const known = data.flags.find(candidate => candidate.name === flag.name);
		if (!known) {
			reportUnknownFlag(findings, instruction, flag, data.flags);
		} else if (seen.has(flag.name) && known.kind !== 'list') {
			findings.add(
				'DuplicateFlag',
				instruction,
				flag.start,
				flag.end,
				{
					en: 'The flag --{0} is given twice.',
					ko: '--{0} 플래그가 두 번 있습니다.',
				},
				[flag.name],
			);
		} else {
			checkValue(findings, instruction, flag, known);
		}
		seen.add(flag.name);
	}
}

function reportUnknownFlag(
	findings: Findings,
	instruction: Instruction,
	flag: FlagWord,
	flags: readonly FlagData[],
): void {
	const suggestion = nearest(
		flag.name,
		flags.map(candidate => candidate.name),
	);
	findings.add(
		'UnknownFlag',
		instruction,
		flag.start,
		Math.min(flag.nameEnd, flag.end),
		{
			en: `{0} has no flag --{1}.${suggestion ? ' Did you mean --{2}?' : ''}`,
			ko: `{0}에는 --{1} 플래그가 없습니다.${suggestion ? ' 혹시 --{2}을(를) 찾으셨나요?' : ''}`,
		},
		[instruction.name, flag.name, suggestion ?? ''],
		{ replacement: suggestion && `--${suggestion}` },
	);
}

function checkValue(findings: Findings, instruction: Instruction, flag: FlagWord, known: FlagData): void {
	const value = flag.flagValue;
	if (known.kind === 'switch') {
		if (value !== undefined && !/^(true|false)$/i.test(value)) {
			findings.add(
				'InvalidFlagValue',
				instruction,
				flag.valueStart,
				flag.end,
				{
					en: '--{0} is true or false, not "{1}"; variables are not expanded here.',
					ko: '--{0}의 값은 true나 false여야 합니다. "{1}"은(는) 쓸 수 없고, 변수도 치환되지 않습니다.',
				},
				[flag.name, value],
			);
		}
		return;
	}
	if (value === undefined) {
		findings.add(
			'InvalidFlagValue',
			instruction,
			flag.start,
			flag.end,
			{
				en: '--{0} needs a value: --{0}=…',
				ko: '--{0}에는 값이 필요합니다: --{0}=…',
			},
			[flag.name],
		);
	} else if (instruction.name === 'RUN' && known.values && !known.values.includes(value)) {
		const suggestion = nearest(value, known.values);
		findings.add(
			'InvalidFlagValue',
			instruction,
			flag.valueStart,
			flag.end,
			{
				en: '"{1}" is no {0} mode; there are {2}.',
				ko: '"{1}"은(는) {0} 모드가 아닙니다. {2} 중 하나여야 합니다.',
			},
			[flag.name, value, known.values.join(', ')],
			{ replacement: suggestion },
		);
	} else if (instruction.name === 'HEALTHCHECK' && value !== '') {
		checkHealthValue(findings, instruction, flag, value);
	}
}

function checkHealthValue(findings: Findings, instruction: Instruction, flag: FlagWord, value: string): void {
	if (flag.name === 'retries') {
		if (!/^\+?\d+$/.test(value) || Number(value) > 2_147_483_647) {
			findings.add(
				'InvalidFlagValue',
				instruction,
				flag.valueStart,
				flag.end,
				{
					en: '--retries is a whole number from 0 up, not "{0}".',
					ko: '--retries는 0 이상의 정수여야 합니다. "{0}"은(는) 쓸 수 없습니다.',
				},
				[value],
			);
		}
		return;
	}
	const milliseconds = goDuration(value);
	if (milliseconds === undefined) {
		findings.add(
			'InvalidFlagValue',
			instruction,
			flag.valueStart,
			flag.end,
			{
				en: '--{0} is a duration with a unit, such as 30s or 1m30s, not "{1}".',
				ko: '--{0}은(는) 30s나 1m30s처럼 단위가 있는 시간이어야 합니다. "{1}"은(는) 쓸 수 없습니다.',
			},
			[flag.name, value],
		);
	} else if (milliseconds !== 0 && milliseconds < 1) {
		findings.add(
			'InvalidFlagValue',
			instruction,
			flag.valueStart,
			flag.end,
			{
				en: '--{0} must be 0 or at least 1ms.',
				ko: '--{0}은(는) 0이거나 1ms 이상이어야 합니다.',
			},
			[flag.name],
		);
	}
}

const units: Readonly<Record<string, number>> = {
	ns: 1e-6,
	us: 1e-3,
	µs: 1e-3,
	μs: 1e-3,
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
};

/** A Go duration in milliseconds; undefined if it is none. */
export function goDuration(text: string): number | undefined {
	const sign = text.startsWith('-') ? -1 : 1;
	const rest = text.replace(/^[+-]/, '');
	if (rest === '0') {
		return 0;
	}
	const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
	let sum = 0;
	let end = 0;
	for (let match = part.exec(rest); match; match = part.exec(rest)) {
		sum += Number(match[1]) * (units[match[2] as string] as number);
		end = part.lastIndex;
	}
	return rest !== '' && end === rest.length ? sign * sum : undefined;
}
