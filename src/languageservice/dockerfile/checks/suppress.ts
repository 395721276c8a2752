import type { HadolintConfig } from '../hadolintConfig.ts';
import type { Instruction, ParsedDockerfile } from '../parse.ts';
import { type CheckOptions, fileCheckOptions, readCheckOptions } from './directives.ts';
import type { Problem } from './problem.ts';
import { ruleNamed } from './rules.ts';

/** The problems that nobody has asked to leave out. Errors that stop a build always stay. */
export function withoutSuppressed(
	problems: readonly Problem[],
	file: ParsedDockerfile,
	hadolint: HadolintConfig,
): Problem[] {
	const ofFile = fileCheckOptions(file);
	const everywhere = hadolint.ignoresComments ? none : hadolintGlobal(file);
	return problems.filter(problem => {
		const rule = ruleNamed(problem.rule);
		if (!rule || rule.source === 'parser' || problem.severity === 'error') {
			return true;
		}
		const ofInstruction = problem.instruction && instructionOptions(problem.instruction);
		const isOn = (options: CheckOptions | undefined) =>
			options !== undefined && (options.experimentalAll || options.experimental.has(rule.name));
		if (rule.experimental && !isOn(ofFile) && !isOn(ofInstruction)) {
			return false;
		}
		const isSkipped = (options: CheckOptions | undefined) =>
			options !== undefined && (options.skipAll || options.skip.has(rule.name));
		if (isSkipped(ofFile) || isSkipped(ofInstruction) || hadolint.ignored.has(rule.name) || everywhere.has(rule.name)) {
			return false;
		}
		const here = hadolint.ignoresComments || !problem.instruction ? none : hadolintIgnores(problem.instruction);
		return !here.has(rule.name);
	});
}

const none: ReadonlySet<string> = new Set();

function instructionOptions(instruction: Instruction): CheckOptions | undefined {
	for (const comment of instruction.comments) {
		const value = /^check\s*=\s*(.*)$/i.exec(comment.text)?.[1];
		if (value !== undefined) {
			return readCheckOptions(value.replace(/\s+\/\/.*$/, ''));
		}
	}
	return undefined;
}

function hadolintIgnores(instruction: Instruction): Set<string> {
	return new Set(instruction.comments.flatMap(comment => namesAfter(/^hadolint\s+ignore\s*=\s*(.+)$/, comment.text)));
}

function hadolintGlobal(file: ParsedDockerfile): Set<string> {
	const names = new Set<string>();
	for (const comment of file.comments) {
		for (const name of namesAfter(/^hadolint\s+global\s+ignore\s*=\s*(.+)$/, comment.text)) {
			names.add(name);
		}
	}
	return names;
}

function namesAfter(pattern: RegExp, text: string): string[] {
	const list = pattern.exec(text)?.[1] ?? '';
	return list.split(',').map(name => name.trim().split(/\s/, 1)[0] as string);
}
