import { cleanPath } from '../../../base/cleanPath.ts';
import { type IgnoreFile, isIgnored } from '../../../base/ignorePatterns.ts';
import type { BuildContext } from '../buildContext.ts';
import { isGitSource } from '../gitSource.ts';
import type { BuilderExpansion } from '../model.ts';
import { nearest } from '../nearest.ts';
import { leavesContext } from './own.ts';
import type { Findings } from './problem.ts';
import { didYouMean, messageOf } from './ruleMessage.ts';

/** More sources than anybody writes by hand are not looked up on disk. */
const mostSources = 300;

/** Sources of COPY and ADD that the build context does not have, or leaves out. */
export async function checkContextRules(findings: Findings, context: BuildContext): Promise<void> {
	const sources = findings.model.expansions.filter(isFileSource).slice(0, mostSources);
	if (sources.length === 0 || !(await context.entries(''))) {
		return;
	}
	const ignore = await context.ignoreFile();
	for (const source of sources) {
		const path = source.expansion.result;
		if (ignore && isExcluded(ignore, path)) {
			const { instruction, word } = source;
			findings.add('CopyIgnoredFile', instruction, word.start, word.end, messageOf('CopyIgnoredFile'), [path]);
		} else {
			await checkExists(findings, source, context);
		}
	}
}

function isFileSource(expansion: BuilderExpansion): boolean {
	const { role, instruction, certain } = expansion;
	const path = expansion.expansion.result;
	return (
		role === 'source' &&
		certain &&
		!expansion.expansion.error &&
		!instruction.flags.some(flag => flag.name === 'from') &&
		!/^(https?|ftp):\/\//.test(path) &&
		!isGitSource(path) &&
		!leavesContext(path) &&
		!instruction.heredocs.some(heredoc => heredoc.start <= expansion.word.start && expansion.word.end <= heredoc.end)
	);
}

function isExcluded(ignore: IgnoreFile, path: string): boolean {
	if (ignore.hasExceptions) {
		return false;
	}
	const clean = cleanPath(path);
	if (clean === '') {
		return ignore.patterns.some(pattern => ['*', '**', '**/*'].includes(pattern.text));
	}
	return !/[*?[]/.test(clean) && isIgnored(ignore, clean);
}

async function checkExists(findings: Findings, source: BuilderExpansion, context: BuildContext): Promise<void> {
	const path = source.expansion.result;
	// What matches nothing is no error where there are wildcards.
	if (/[*?[]/.test(path)) {
		return;
	}
	const parts = cleanPath(path.replaceAll('\\', '/'))
		.split('/')
		.filter(part => part !== '');
	for (let index = 0; index < parts.length; index++) {
		const part = parts[index] as string;
		const entries = await context.entries(parts.slice(0, index).join('/'));
		if (!entries) {
			return;
		}
		const entry = entries.find(candidate => candidate.name === part);
		if (!entry) {
			const near = nearest(
				part,
				entries.map(candidate => candidate.name),
			);
			const suggestion = near && path.replace(part, near);
			const { instruction, word } = source;
			const [message, values] = didYouMean('MissingSource', path, suggestion);
			const replacement = word.value === path ? suggestion : undefined;
			findings.add('MissingSource', instruction, word.start, word.end, message, values, { replacement });
			return;
		}
		if (entry.kind === 'file') {
			return;
		}
	}
}
