import type { RuleSeverity } from '../../host.ts';
import type { Instruction, ParsedDockerfile } from '../parse.ts';
import { type CheckOptions, fileCheckOptions, readCheckOptions } from './directives.ts';
import type { Problem } from './problem.ts';
import { ruleNamed } from './rules.ts';

/** What `.hadolint.yaml` says of rules. */
export interface HadolintConfiguration {
	readonly ignored: ReadonlySet<string>;
	readonly severities: Readonly<Record<string, RuleSeverity>>;
}

/** The problems that nobody has asked to leave out. Errors that stop a build always stay. */
export function withoutSuppressed(
	problems: readonly Problem[],
	file: ParsedDockerfile,
	hadolint: HadolintConfiguration,
): Problem[] {
	const ofFile = fileCheckOptions(file);
	const everywhere = hadolintGlobal(file);
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
		return !(problem.instruction && hadolintIgnores(problem.instruction).has(rule.name));
	});
}

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

const severityNames: Readonly<Record<string, RuleSeverity>> = {
	error: 'error',
	warning: 'warning',
	info: 'info',
	style: 'info',
};

/** Reads a `.hadolint.yaml`; anything that is none counts as empty. */
export async function readHadolintConfiguration(text: string | undefined): Promise<HadolintConfiguration> {
	const ignored = new Set<string>();
	const severities: Record<string, RuleSeverity> = {};
	const content = text === undefined ? undefined : await parseYaml(text);
	if (typeof content === 'object' && content !== null) {
		const { ignored: list, override } = content as { ignored?: unknown; override?: unknown };
		for (const name of Array.isArray(list) ? list : []) {
			ignored.add(String(name));
		}
		for (const [level, names] of Object.entries(typeof override === 'object' && override !== null ? override : {})) {
			for (const name of Array.isArray(names) ? names : []) {
				severities[String(name)] = severityNames[level] ?? 'info';
			}
		}
	}
	return { ignored, severities };
}

async function parseYaml(text: string): Promise<unknown> {
	const { parse } = await import('yaml');
	try {
		return parse(text, { logLevel: 'silent' });
	} catch {
		return undefined;
	}
}
