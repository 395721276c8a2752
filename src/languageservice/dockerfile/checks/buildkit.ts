import type { Text } from '../../host.ts';
import { parseImageReference, type ReferenceProblem } from '../imageReference.ts';
import { instructionData } from '../instructions.ts';
import { type BuilderExpansion, fromParts, isLegacyPair, keyValuePairs, type Stage } from '../model.ts';
import { nearest } from '../nearest.ts';
import type { Instruction } from '../parse.ts';
import { parsePlatform } from '../platform.ts';
import { parseExposedPort } from '../ports.ts';
import { scannerArguments } from '../predefined.ts';
import type { Findings } from './problem.ts';
import { didYouMean, messageOf } from './ruleMessage.ts';

/** BuildKit's checks that need nothing but the file. UndefinedVar and CopyIgnoredFile have their own files. */
export function checkBuildkitRules(findings: Findings): void {
	const { file, stages } = findings.model;
	for (const instruction of file.instructions) {
		checkEmptyContinuation(findings, instruction);
		checkDescription(findings, instruction);
		if (instruction.name === 'MAINTAINER') {
			rangeOfWhole(findings, 'MaintainerDeprecated', instruction);
		}
	}
	checkCasing(findings);
	checkStageNames(findings);
	for (const stage of stages) {
		checkFromLine(findings, stage);
		checkStage(findings, stage);
	}
	for (const expansion of findings.model.expansions) {
		checkFromExpansion(findings, expansion);
		checkExpose(findings, expansion);
	}
}

function rangeOfWhole(findings: Findings, rule: string, instruction: Instruction): void {
	findings.add(rule, instruction, instruction.keywordStart, instruction.argumentsEnd, messageOf(rule));
}

// BuildKit puts this on the last line of the instruction.
function checkEmptyContinuation(findings: Findings, instruction: Instruction): void {
	if (instruction.emptyLines.length > 0) {
		const { lineStarts, text } = findings.model.file;
		const start = lineStarts[instruction.lastLine] ?? 0;
		const next = lineStarts[instruction.lastLine + 1] ?? text.length;
		const length = text.slice(start, next).trimEnd().length;
		findings.addAt('NoEmptyContinuation', start, start + length, messageOf('NoEmptyContinuation'), [], { instruction });
	}
}

function checkDescription(findings: Findings, instruction: Instruction): void {
	const isArg = instruction.name === 'ARG';
	const names = isArg
		? instruction.words.map(word => word.value.split('=', 1)[0] as string)
		: instruction.name === 'FROM'
			? [fromParts(instruction).name?.value.toLowerCase()].filter(name => name !== undefined)
			: [];
	const last = instruction.comments.at(-1);
	const word = last?.indented ? '#' : last?.text.split(' ', 1)[0];
	if (word === undefined || names.length === 0 || names.includes(word)) {
		return;
	}
	const example = names.length > 1 ? '<name>' : (names[0] as string);
	findings.addKeyword('InvalidDefinitionDescription', instruction, messageOf('InvalidDefinitionDescription'), [
		instruction.name,
		example,
	]);
}

function checkCasing(findings: Findings): void {
	const all = findings.model.stages
		.flatMap(stage => [stage.from, ...stage.instructions])
		.filter(({ name }) => instructionData(name) !== undefined);
	let lower = 0;
	let upper = 0;
	for (const { keyword } of all) {
		if (keyword === keyword.toLowerCase()) {
			lower++;
		} else if (keyword === keyword.toUpperCase()) {
			upper++;
		}
	}
	const wantLower = lower > upper;
	for (const instruction of all) {
		const wanted = wantLower ? instruction.keyword.toLowerCase() : instruction.name;
		if (instruction.keyword !== wanted) {
			const { keywordStart, keywordEnd, keyword } = instruction;
			const values = [keyword, wantLower ? 'lowercase' : 'uppercase'];
			const rule = 'ConsistentInstructionCasing';
			findings.add(rule, instruction, keywordStart, keywordEnd, messageOf(rule), values, { replacement: wanted });
		}
	}
}

function checkStageNames(findings: Findings): void {
	const seen = new Set<string>();
	for (const { name, from, nameStart, nameEnd } of findings.model.stages) {
		if (name === undefined) {
			continue;
		}
		const report = (rule: string) =>
			findings.addAt(rule, nameStart, nameEnd, messageOf(rule), [name], { instruction: from });
		if (name === 'scratch' || name === 'context') {
			report('ReservedStageName');
		}
		if (seen.has(name)) {
			report('DuplicateStageName');
		}
		seen.add(name);
	}
}

function checkFromLine(findings: Findings, stage: Stage): void {
	const { from } = stage;
	// BuildKit looks at the second and third word, whatever they are.
	const [, as, name, more] = from.words;
	if (name && !more && name.value !== name.value.toLowerCase()) {
		const rule = 'StageNameCasing';
		findings.add(rule, from, name.start, name.end, messageOf(rule), [name.value], {
			replacement: name.value.toLowerCase(),
		});
	}
	const lower = from.keyword === from.keyword.toLowerCase();
	const upper = from.keyword === from.keyword.toUpperCase();
	if (as && name && (lower || upper)) {
		const wanted = lower ? as.value.toLowerCase() : as.value.toUpperCase();
		if (as.value !== wanted) {
			findings.add('FromAsCasing', from, as.start, as.end, messageOf('FromAsCasing'), [from.keyword, as.value], {
				replacement: wanted,
			});
		}
	}
}

const onlyLast = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

function checkStage(findings: Findings, stage: Stage): void {
	const latest = new Map<string, Instruction>();
	for (const instruction of stage.instructions) {
		const { name } = instruction;
		if (onlyLast.has(name)) {
			const earlier = latest.get(name);
			if (earlier) {
				const rule = 'MultipleInstructionsDisallowed';
				findings.add(rule, earlier, earlier.keywordStart, earlier.argumentsEnd, messageOf(rule), [name]);
			}
			latest.set(name, instruction);
		}
		if (name === 'ENV' || name === 'LABEL') {
			checkLegacy(findings, instruction);
		}
		if (name === 'ENV' || name === 'ARG') {
			checkSecretNames(findings, instruction);
		}
	}
}

function checkLegacy(findings: Findings, instruction: Instruction): void {
	const [pair] = isLegacyPair(instruction) ? keyValuePairs(instruction) : [];
	if (pair?.value) {
		const rule = 'LegacyKeyValueFormat';
		findings.add(rule, instruction, instruction.keywordStart, pair.key.end, messageOf(rule), [
			instruction.name,
			pair.key.value,
		]);
	}
}

const secretWord = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const harmlessWord = /(?:_|^)(?:public|file|version)(?:_|$)/i;

function checkSecretNames(findings: Findings, instruction: Instruction): void {
	const names =
		instruction.name === 'ENV'
			? keyValuePairs(instruction).map(pair => pair.key)
			: instruction.words.map(word => {
					const value = word.value.split('=', 1)[0] as string;
					return { value, start: word.start, end: word.start + value.length };
				});
	for (const name of names) {
		if (secretWord.test(name.value) && !harmlessWord.test(name.value)) {
			findings.add('SecretsUsedInArgOrEnv', instruction, name.start, name.end, messageOf('SecretsUsedInArgOrEnv'), [
				instruction.name,
				name.value,
			]);
		}
	}
}

function checkFromExpansion(findings: Findings, expansion: BuilderExpansion): void {
	const { role, instruction, word } = expansion;
	if (role !== 'image' && role !== 'platform') {
		return;
	}
	for (const name of expansion.unknown) {
		const use = expansion.expansion.uses.find(candidate => candidate.name === name);
		const suggestion = findings.problems.length < 300 ? nearest(name, globalNames(findings)) : undefined;
		const [start, end] = use ? [use.start, use.end] : [word.start, word.end];
		const [message, values] = didYouMean('UndefinedArgInFrom', name, suggestion);
		findings.add('UndefinedArgInFrom', instruction, start, end, message, values, { replacement: suggestion });
	}
	if (role === 'image') {
		checkImageName(findings, expansion);
	} else {
		checkPlatform(findings, expansion);
	}
}

const globalNamesOf = new WeakMap<Findings, readonly string[]>();

function globalNames(findings: Findings): readonly string[] {
	const names = globalNamesOf.get(findings) ?? findings.model.globals.names().slice(0, 200);
	globalNamesOf.set(findings, names);
	return names;
}

const imageProblems: Readonly<Record<ReferenceProblem, Text>> = {
	empty: { en: 'The image is missing.', ko: '이미지가 없습니다.' },
	uppercase: {
		en: 'Image names must be lowercase: "{0}" is not.',
		ko: '이미지 이름은 소문자(lowercase)여야 합니다: "{0}".',
	},
	invalid: { en: '"{0}" is no valid image name.', ko: '"{0}"은(는) 올바른 이미지 이름이 아닙니다.' },
	tag: { en: 'The tag of "{0}" is not valid.', ko: '"{0}"의 태그가 올바르지 않습니다.' },
	digest: { en: 'The digest of "{0}" is not valid.', ko: '"{0}"의 다이제스트가 올바르지 않습니다.' },
	identifier: {
		en: 'An image id cannot be a base image; use a name.',
		ko: '이미지 ID는 베이스 이미지가 될 수 없습니다. 이름을 쓰세요.',
	},
};

function checkImageName(findings: Findings, expansion: BuilderExpansion): void {
	const { instruction, word } = expansion;
	const { result, error, uses } = expansion.expansion;
	const problem = error ? undefined : parseImageReference(result);
	if (typeof problem !== 'string') {
		return;
	}
	const rule = 'InvalidDefaultArgInFrom';
	const names = new Set(uses.map(use => use.name));
	const isStage = findings.model.stages.some(stage => stage.from === instruction && stage.parent);
	// What arguments make of it other arguments can mend; anything else no argument can.
	const mendable = uses.length > 0 && expansion.unknown.length < names.size;
	if (!mendable) {
		const severity = isStage ? 'warning' : 'error';
		findings.add(rule, instruction, word.start, word.end, imageProblems[problem], [word.value], { severity });
		return;
	}
	findings.add(rule, instruction, word.start, word.end, messageOf(rule), [word.value]);
	if (!isStage) {
		const name = expansion.awaits[0] ?? ([...names].find(used => !expansion.unknown.includes(used)) as string);
		const values = [name, result];
		const message = messageOf('InvalidBaseImage');
		findings.add('InvalidBaseImage', instruction, word.start, word.end, message, values);
	}
}

function checkPlatform(findings: Findings, expansion: BuilderExpansion): void {
	const { instruction, word } = expansion;
	const { matched, unmatched, result } = expansion.expansion;
	const flag = instruction.flags.find(candidate => candidate.name === 'platform');
	if (!flag) {
		return;
	}
	if (matched.size === 1 && unmatched.size === 0 && matched.has('TARGETPLATFORM')) {
		if (result === findings.model.globals.get('TARGETPLATFORM')?.value) {
			const rule = 'RedundantTargetPlatform';
			findings.add(rule, instruction, flag.start, flag.end, messageOf(rule), [word.value]);
		}
	} else if (matched.size === 0 && unmatched.size === 0) {
		const platform = parsePlatform(result);
		const name = fromParts(instruction).name?.value.toLowerCase() ?? '';
		if (platform && !name.includes(platform.os) && !name.includes(platform.architecture)) {
			const rule = 'FromPlatformFlagConstDisallowed';
			findings.add(rule, instruction, flag.start, flag.end, messageOf(rule), [result]);
		}
	}
}

function checkExpose(findings: Findings, expansion: BuilderExpansion): void {
	const { instruction, word } = expansion;
	if (instruction.name !== 'EXPOSE') {
		return;
	}
	for (const text of expansion.expansion.words) {
		const port = parseExposedPort(text);
		if (port.port === '' || port.problem === 'protocol') {
			return;
		}
		const whole = text === word.value;
		if (port.hasHost) {
			const replacement = whole ? port.port + (port.protocol ? `/${port.protocol}` : '') : undefined;
			const rule = 'ExposeInvalidFormat';
			findings.add(rule, instruction, word.start, word.end, messageOf(rule), [text], { replacement });
		}
		if (port.protocol !== port.protocol.toLowerCase()) {
			const replacement = whole ? `${text.slice(0, text.lastIndexOf('/'))}/${port.protocol.toLowerCase()}` : undefined;
			const rule = 'ExposeProtoCasing';
			findings.add(rule, instruction, word.start, word.end, messageOf(rule), [text], { replacement });
		}
		if (port.problem) {
			return;
		}
	}
}

/** Names that never count as undefined. */
export function isAlwaysDefined(name: string): boolean {
	return scannerArguments.has(name) || name === 'PATH';
}
