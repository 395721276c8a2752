import type { Diagnostic } from 'vscode-languageserver-types';
import type { Analysis } from './analysis.ts';
import { effectiveValue } from './checks/directives.ts';
import { ruleNamed } from './checks/rules.ts';
import type { ProblemData } from './diagnose.ts';
import { type Fix, lineEnd, startOfLine } from './fix.ts';
import { type Comment, type Instruction, instructionAtLine, lineText } from './parse.ts';

/** *Ignore here* and *ignore in this file*; never a second directive, and nothing for what no build gets past. */
export function ignoreFixes(analysis: Analysis, diagnostic: Diagnostic): Fix[] {
	const data = diagnostic.data as ProblemData | undefined;
	const rule = ruleNamed(data?.rule ?? String(diagnostic.code));
	if (!rule || rule.source === 'parser' || data?.fatal) {
		return [];
	}
	const isHadolint = rule.source === 'hadolint';
	const instruction = data?.line === undefined ? undefined : instructionAtLine(analysis.file, data.line);
	const here = instruction && ignoreHere(analysis, instruction, rule.name, isHadolint);
	return [...(here ? [here] : []), ignoreInFile(analysis, rule.name, isHadolint)];
}

function ignoreHere(analysis: Analysis, instruction: Instruction, name: string, isHadolint: boolean): Fix | undefined {
	const { file } = analysis;
	const prefix = isHadolint ? 'hadolint ignore=' : 'check=skip=';
	const present = instruction.comments.find(comment => comment.text.replace(/\s*=\s*/g, '=').startsWith(prefix));
	const title = {
		en: isHadolint ? 'Ignore {0} here (hadolint ignore)' : 'Ignore {0} here (check=skip)',
		ko: isHadolint ? '여기서 {0} 무시 (hadolint ignore)' : '여기서 {0} 무시 (check=skip)',
	};
	if (present) {
		return {
			title,
			values: [name],
			edits: [{ start: endOfNames(present), end: endOfNames(present), text: `,${name}` }],
		};
	}
	// A `check=` comment counts only once a block: one that does something else gets the names as well.
	const other = isHadolint ? undefined : instruction.comments.find(comment => /^check\s*=/i.test(comment.text));
	if (other) {
		const end = endOfNames(other);
		return { title, values: [name], edits: [{ start: end, end, text: `;skip=${name}` }] };
	}
	const at = startOfLine(analysis, instruction.startLine);
	const indent = /^\uFEFF?([ \t]*)/.exec(lineText(file, instruction.startLine))?.[1] ?? '';
	// Among the directives the comment would be one itself and speak for the whole file; a blank line ends them.
	const gap = !isHadolint && isAmongDirectives(analysis, instruction.startLine) ? lineEnd(analysis) : '';
	return {
		title,
		values: [name],
		edits: [{ start: at, end: at, text: `${gap}${indent}# ${prefix}${name}${lineEnd(analysis)}` }],
	};
}

/** Where the list of names of a comment ends, in front of a remark. */
function endOfNames(comment: Comment): number {
	const remark = comment.text.search(/\s+\/\//);
	const length = remark < 0 ? comment.text.length : remark;
	return comment.end - (comment.text.length - length);
}

function isAmongDirectives(analysis: Analysis, line: number): boolean {
	return (
		line <= analysis.file.directives.length &&
		analysis.file.directives.every((directive, index) => directive.line === index)
	);
}

function ignoreInFile(analysis: Analysis, name: string, isHadolint: boolean): Fix {
	const { file } = analysis;
	const title = { en: 'Ignore {0} in this file', ko: '이 파일에서 {0} 무시' };
	const at = startOfLine(analysis, topLine(analysis));
	if (isHadolint) {
		const present = file.comments.find(comment => /^hadolint\s+global\s+ignore\s*=/.test(comment.text));
		const edit = present
			? { start: present.end, end: present.end, text: `,${name}` }
			: { start: at, end: at, text: `# hadolint global ignore=${name}${lineEnd(analysis)}` };
		return { title, values: [name], edits: [edit] };
	}
	const directive = file.directives.find(candidate => candidate.name === 'check' && candidate.effective);
	if (!directive) {
		return { title, values: [name], edits: [{ start: at, end: at, text: `# check=skip=${name}${lineEnd(analysis)}` }] };
	}
	// BuildKit reads the value up to its first blank.
	const value = effectiveValue(directive);
	const skip = /(?:^|;)\s*skip\s*=\s*([^;]*)/.exec(value);
	const end = directive.valueStart + (skip ? skip.index + skip[0].length : value.length);
	const text = skip ? (skip[1]?.trim() ? `,${name}` : name) : `;skip=${name}`;
	return { title, values: [name], edits: [{ start: end, end, text }] };
}

/** The first line after the directives. */
function topLine(analysis: Analysis): number {
	const last = analysis.file.directives.at(-1);
	return last ? last.line + 1 : 0;
}
