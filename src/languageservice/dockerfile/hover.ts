import type { Hover, Position } from 'vscode-languageserver-types';
import { type Locale, type ServiceHost, say } from '../host.ts';
import type { Analysis } from './analysis.ts';
import { ruleNamed } from './checks/rules.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import type { Directive } from './directives.ts';
import { type Entity, entityAt } from './entities.ts';
import { hoverImage, imageVariable } from './hoverImages.ts';
import { hoverInstruction } from './hoverInstructions.ts';
import { code, markdown, plain } from './hoverMarkdown.ts';
import { checkOptionMarkdown, directiveMarkdown, ruleMarkdown } from './hoverTexts.ts';
import type { Definition, Stage } from './model.ts';
import type { Instruction } from './parse.ts';
import { predefinedMarkdown } from './predefinedTexts.ts';
import { stageChain } from './stages.ts';

export async function findHover(
	analysis: Analysis,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<Hover | undefined> {
	const cursor = cursorAt(analysis, position);
	if (cursor.kind === 'comment') {
		return hoverComment(analysis, cursor, position, host.locale);
	}
	const entity = entityAt(analysis, position);
	if (entity) {
		return hoverEntity(analysis, entity, host.locale) ?? (await imageVariable(analysis, entity, host, signal));
	}
	if (cursor.kind === 'blank' || cursor.kind === 'heredoc') {
		return undefined;
	}
	return (await hoverImage(analysis, cursor, host, signal)) ?? hoverInstruction(analysis, cursor, host.locale);
}

function hoverComment(
	analysis: Analysis,
	cursor: Cursor & { kind: 'comment' },
	position: Position,
	locale: Locale,
): Hover | undefined {
	const line = cursor.text;
	const match = [...line.matchAll(/[\w-]+|`|\\/g)].find(
		word => word.index <= position.character && position.character <= word.index + word[0].length,
	);
	const word = match?.[0];
	const isCheck = /^\s*#\s*(check|hadolint\b.*ignore)\s*=/i.test(line);
	const directive = analysis.file.directives.find(candidate => candidate.line === cursor.line);
	if (!match || !word || !(isCheck || directive)) {
		return undefined;
	}
	const start = (analysis.file.lineStarts[cursor.line] ?? 0) + match.index;
	const rule = ruleNamed(word);
	if (rule) {
		return markdown(analysis, ruleMarkdown(rule, locale), start, start + word.length);
	}
	const text = commentWord(word, isCheck, directive, start, locale);
	return text === undefined ? undefined : markdown(analysis, text, start, start + word.length);
}

function commentWord(
	word: string,
	isCheck: boolean,
	directive: Directive | undefined,
	start: number,
	locale: Locale,
): string | undefined {
	if (directive && (start === directive.nameStart || directive.name !== 'check')) {
		return directiveMarkdown(directive.name, locale);
	}
	if (!isCheck) {
		return undefined;
	}
	if (word === 'skip' || word === 'error' || word === 'experimental') {
		return checkOptionMarkdown(word, locale);
	}
	if (word === 'all') {
		return say({ en: '**all**: every build check.', ko: '**all**: 모든 빌드 검사입니다.' }, locale);
	}
	return word === 'check' ? directiveMarkdown('check', locale) : undefined;
}

function hoverEntity(analysis: Analysis, entity: Entity, locale: Locale): Hover | undefined {
	if (entity.kind === 'stage') {
		return markdown(analysis, stageMarkdown(entity.stage, locale), entity.start, entity.end);
	}
	if (entity.kind === 'heredoc') {
		const { expands, stripsTabs, name } = entity.heredoc;
		const text = say(
			{
				en: 'Heredoc: the lines up to {0}.',
				ko: 'heredoc: {0} 줄까지의 내용입니다.',
			},
			locale,
			code(name),
		);
		const tabs = stripsTabs ? say({ en: ' Leading tabs are removed.', ko: ' 앞의 탭은 제거됩니다.' }, locale) : '';
		const variables = expands
			? ''
			: say({ en: ' Variables are not expanded.', ko: ' 변수는 치환되지 않습니다.' }, locale);
		return markdown(analysis, text + tabs + variables, entity.start, entity.end);
	}
	const predefined = predefinedMarkdown(entity.name, locale);
	if (!entity.definition && !predefined) {
		return undefined;
	}
	const parts = entity.definition ? [definitionMarkdown(entity.definition, locale)] : [code(entity.name)];
	if (predefined) {
		parts.push(predefined);
	}
	return markdown(analysis, parts.join('\n\n'), entity.start, entity.end);
}

function definitionMarkdown(definition: Definition, locale: Locale): string {
	const { name, kind, value, written, stage, instruction } = definition;
	const line = instruction.startLine + 1;
	const heading = `\`\`\`dockerfile\n${kind} ${name}${value === undefined ? '' : `=${value.slice(0, 500).replace(/`{3,}/g, '``')}`}\n\`\`\``;
	const where = stage
		? say(
				{ en: 'Line {0}, stage {1}.', ko: '{0}행, {1} 스테이지.' },
				locale,
				line,
				code(stage.writtenName ?? String(stage.index)),
			)
		: say({ en: 'Line {0}, before the first FROM.', ko: '{0}행, 첫 FROM 앞.' }, locale, line);
	const from =
		written === undefined && value !== undefined
			? say({ en: ' The value comes from above.', ko: ' 값은 앞에서 정해졌습니다.' }, locale)
			: '';
	const comment = docComment(instruction, name);
	return [heading, ...(comment ? [plain(comment)] : []), where + from].join('\n\n');
}

/** The comments above an instruction, as its description. */
function docComment(instruction: Instruction, name: string | undefined): string {
	return instruction.comments
		.map(comment => comment.text)
		.filter(text => !/^(check|hadolint\b.*)\s*=/i.test(text))
		.map(text => (name && text.toLowerCase().startsWith(`${name.toLowerCase()} `) ? text.slice(name.length + 1) : text))
		.join('\n')
		.slice(0, 1000);
}

function stageMarkdown(stage: Stage, locale: Locale): string {
	const chain = stageChain(stage).slice(0, 20);
	const bases = [
		...chain.map(current => code(current.writtenName ?? String(current.index))),
		code(chain.at(-1)?.resolvedBase || '?'),
	];
	const comment = docComment(stage.from, stage.writtenName);
	const heading = `\`\`\`dockerfile\n${stage.from.logical.text.trim().slice(0, 300).replace(/`{3,}/g, '``')}\n\`\`\``;
	const where = say(
		{ en: 'Stage on line {0}: {1}', ko: '{0}행의 스테이지(stage): {1}' },
		locale,
		stage.from.startLine + 1,
		bases.join(' ← '),
	);
	return [heading, ...(comment ? [plain(comment)] : []), where].join('\n\n');
}
