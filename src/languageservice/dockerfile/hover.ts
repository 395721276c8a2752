import type { Hover, Position } from 'vscode-languageserver-types';
import { type Locale, type LocalImage, type ServiceHost, say } from '../host.ts';
import { type Analysis, rangeOf } from './analysis.ts';
import { commonImage } from './baseImages.ts';
import { ruleNamed } from './checks/rules.ts';
import { type Cursor, cursorAt, type InstructionCursor } from './cursor.ts';
import { type Entity, entityAt } from './entities.ts';
import {
	checkOptionTexts,
	directiveTexts,
	flagMarkdown,
	instructionMarkdown,
	predefinedTexts,
	ruleMarkdown,
	signalText,
} from './hoverTexts.ts';
import { instructionData } from './instructions.ts';
import type { Definition, Stage, StageReference } from './model.ts';
import { mountOption, mountTypes } from './mountOptions.ts';
import { readMount } from './mounts.ts';
import type { Instruction } from './parse.ts';
import { signalNumber, signals } from './signals.ts';
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
		return hoverEntity(analysis, entity, host.locale);
	}
	if (cursor.kind === 'blank' || cursor.kind === 'heredoc') {
		return undefined;
	}
	return (await hoverImage(analysis, cursor, host, signal)) ?? hoverInstruction(analysis, cursor, host.locale);
}

function markdown(analysis: Analysis, value: string, start: number, end: number): Hover {
	return { contents: { kind: 'markdown', value }, range: rangeOf(analysis.file, start, end) };
}

/** Text of the file inside Markdown: never anything but code. */
function code(text: string): string {
	const clean = text.slice(0, 500).replace(/[\r\n]+/g, ' ');
	const fence = '`'.repeat(Math.max(0, ...[...clean.matchAll(/`+/g)].map(match => match[0].length)) + 1);
	const pad = clean.startsWith('`') || clean.endsWith('`') || clean === '' ? ' ' : '';
	return `${fence}${pad}${clean}${pad}${fence}`;
}

function plain(text: string): string {
	return text.replace(/[\\`*_{}[\]()#+\-.!<>|&~]/g, '\\$&');
}

function hoverComment(
	analysis: Analysis,
	cursor: Cursor & { kind: 'comment' },
	position: Position,
	locale: Locale,
): Hover | undefined {
	const line = cursor.text;
	const match = [...line.matchAll(/[\w-]+/g)].find(
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
	const text =
		directive && start === directive.nameStart
			? directiveTexts[directive.name]
			: word === 'check'
				? directiveTexts.check
				: isCheck && Object.hasOwn(checkOptionTexts, word)
					? checkOptionTexts[word as 'skip']
					: directive && directive.name !== 'check'
						? directiveTexts[directive.name]
						: undefined;
	return text && markdown(analysis, say(text, locale), start, start + word.length);
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
	const predefined = predefinedTexts[entity.name];
	if (!entity.definition && !predefined) {
		return undefined;
	}
	const parts = entity.definition ? [definitionMarkdown(entity.definition, locale)] : [code(entity.name)];
	if (predefined) {
		parts.push(say(predefined, locale));
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

async function hoverImage(
	analysis: Analysis,
	cursor: InstructionCursor,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<Hover | undefined> {
	const reference = analysis.model.stageReferences.find(
		candidate => candidate.start <= cursor.offset && cursor.offset <= candidate.end && !candidate.stage,
	);
	if (!reference || reference.byIndex) {
		return undefined;
	}
	const name = imageName(reference);
	const local = await host.inspectImage?.(name, signal);
	const common = commonImage(name);
	const parts = [code(name)];
	if (name === 'scratch') {
		parts.push(
			say(
				{
					en: 'An empty image: nothing but what is copied into it.',
					ko: '빈 이미지입니다. 복사해 넣은 것만 들어 있습니다.',
				},
				host.locale,
			),
		);
	} else if (common) {
		parts.push(say(common.text, host.locale));
	}
	parts.push(...(local ? localImageLines(local, host.locale) : []));
	return parts.length > 1 ? markdown(analysis, parts.join('\n\n'), reference.start, reference.end) : undefined;
}

function imageName(reference: StageReference): string {
	return reference.kind === 'from' ? (reference.within?.resolvedBase ?? reference.text) : reference.text;
}

function localImageLines(image: LocalImage, locale: Locale): string[] {
	const rows: string[] = [];
	const add = (en: string, ko: string, value: string | number | undefined) => {
		if (value !== undefined && value !== '') {
			rows.push(`- ${locale === 'ko' ? ko : en}: ${code(String(value))}`);
		}
	};
	add('Size', '크기', image.size === undefined ? undefined : `${(image.size / 1e6).toFixed(1)} MB`);
	add('Layers', '레이어', image.layers);
	add('Ports', '포트', image.ports?.join(', '));
	add('User', '사용자', image.user);
	add(
		'Created',
		'만든 날',
		image.created === undefined ? undefined : new Date(image.created).toISOString().slice(0, 10),
	);
	add('Platform', '플랫폼', image.platform);
	return rows.length === 0 ? [] : [rows.join('\n')];
}

function hoverInstruction(analysis: Analysis, cursor: InstructionCursor, locale: Locale): Hover | undefined {
	const { instruction, flag } = cursor;
	const { logical } = instruction;
	const data = instructionData(instruction.name);
	const at = (value: string, start: number, end: number) =>
		markdown(analysis, value, logical.offsetAt(start), logical.endOffsetAt(end));
	if (cursor.kind === 'keyword') {
		return data && at(instructionMarkdown(data, locale), instruction.keywordStart, instruction.keywordEnd);
	}
	if (flag) {
		const known = data?.flags.find(candidate => candidate.name === flag.name);
		const inMount = flag.name === 'mount' && cursor.index >= flag.valueStart;
		const mount = inMount ? hoverMount(cursor, locale) : undefined;
		return mount
			? at(mount.text, mount.start, mount.end)
			: known && at(flagMarkdown(known, locale), flag.start, flag.end);
	}
	const word = instruction.words.find(candidate => candidate.start <= cursor.index && cursor.index <= candidate.end);
	if (instruction.name === 'STOPSIGNAL' && word) {
		const number = signalNumber(word.value);
		const name = Object.keys(signals).find(
			candidate => `SIG${candidate}` === word.value.toUpperCase() || candidate === word.value.toUpperCase(),
		);
		const byNumber = name ?? Object.keys(signals).find(candidate => signals[candidate] === number);
		return byNumber ? at(say(signalText(byNumber), locale), word.start, word.end) : undefined;
	}
	if (instruction.name === 'ARG' && word) {
		const text = predefinedTexts[word.value.split('=', 1)[0] as string];
		return text && at(say(text, locale), word.start, word.end);
	}
	return undefined;
}

function hoverMount(
	cursor: InstructionCursor,
	locale: Locale,
): { text: string; start: number; end: number } | undefined {
	const { instruction, flag, index } = cursor;
	const field =
		flag &&
		readMount(instruction.logical.text, flag).fields.find(
			candidate => index >= candidate.keyStart && index <= candidate.valueEnd,
		);
	if (!field) {
		return undefined;
	}
	if (field.key === 'type') {
		const type = field.value?.toLowerCase() ?? '';
		const text = Object.hasOwn(mountTypes, type) ? say(mountTypes[type as 'bind'], locale) : '';
		return { text: `**type=${plain(type)}**\n\n${text}`, start: field.keyStart, end: field.valueEnd };
	}
	const option = mountOption(field.key);
	return (
		option && { text: `**${option.name}**\n\n${say(option.text, locale)}`, start: field.keyStart, end: field.valueEnd }
	);
}
