import type { Text } from '../../host.ts';
import { parseImageReference, type ReferenceProblem } from '../imageReference.ts';
import { type BuilderExpansion, fromParts } from '../model.ts';
import { nearest } from '../nearest.ts';
import { parsePlatform } from '../platform.ts';
import type { Findings } from './problem.ts';
import { didYouMean, messageOf } from './ruleMessage.ts';

/** BuildKit's checks of the image and the platform in FROM. */
export function checkFromExpansion(findings: Findings, expansion: BuilderExpansion): void {
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
	const isStage = findings.model.stageOf.get(instruction)?.parent !== undefined;
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
