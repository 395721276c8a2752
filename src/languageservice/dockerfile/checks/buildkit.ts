import { instructionData } from '../instructions.ts';
import { type BuilderExpansion, fromParts, isLegacyPair, keyValuePairs, type Stage } from '../model.ts';
import type { Instruction } from '../parse.ts';
import { parseExposedPort } from '../ports.ts';
import { scannerArguments } from '../predefined.ts';
import { checkFromExpansion } from './fromRules.ts';
import type { Findings } from './problem.ts';
import { messageOf } from './ruleMessage.ts';

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
