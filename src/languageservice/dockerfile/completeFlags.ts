import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { imageItems } from './completeImages.ts';
import { filesIn } from './completePaths.ts';
import { groupsAt, usersAt } from './completeUsers.ts';
import type { CompletionContext } from './completionContext.ts';
import type { InstructionCursor } from './cursor.ts';
import { flagMarkdown } from './hoverTexts.ts';
import { type FlagData, type InstructionData, instructionData } from './instructions.ts';
import type { Stage } from './model.ts';
import { type MountType, mountOption, mountOptions, mountTypes } from './mountOptions.ts';
import { readMount } from './mounts.ts';

/** Flags, their values, and the options of mounts. */
export async function completeFlags(context: CompletionContext, cursor: InstructionCursor): Promise<CompletionItem[]> {
	const { instruction, flag } = cursor;
	const data = instructionData(instruction.name);
	if (!data) {
		return [];
	}
	const known = flag && data.flags.find(candidate => candidate.name === flag.name);
	if (flag && cursor.index >= flag.valueStart && flag.nameEnd < flag.end && known) {
		return await flagValues(context, cursor, known);
	}
	const { logical } = instruction;
	const start = logical.offsetAt(flag?.start ?? cursor.wordStart);
	const end = Math.max(cursor.offset, flag ? logical.endOffsetAt(flag.nameEnd) : cursor.offset);
	const hasValue = flag !== undefined && flag.nameEnd < flag.end;
	const used = new Set(instruction.flags.filter(other => other !== flag).map(other => other.name));
	return data.flags
		.filter(candidate => candidate.kind === 'list' || !used.has(candidate.name))
		.flatMap(candidate => flagItems(context, data, candidate, start, end, hasValue));
}

function flagItems(
	context: CompletionContext,
	instruction: InstructionData,
	flag: FlagData,
	start: number,
	end: number,
	hasValue: boolean,
): CompletionItem[] {
	const label = flag.kind === 'switch' ? `--${flag.name}` : `--${flag.name}=`;
	const documentation = { kind: 'markdown' as const, value: flagMarkdown(instruction, flag, context.host.locale) };
	const more = { filter: `--${flag.name}`, sort: `8${flag.name}`, again: flag.kind !== 'switch' && !flag.usual };
	const insert = hasValue ? `--${flag.name}` : label;
	const plain = { ...context.item(label, CompletionItemKind.Property, start, end, { ...more, insert }), documentation };
	if (!flag.usual || flag.usual.endsWith(':') || hasValue) {
		return [plain];
	}
	const usual = `--${flag.name}=${flag.usual}`;
	const snippet = `--${flag.name}=\${1:${flag.usual}}`;
	const withValue = context.item(usual, CompletionItemKind.Property, start, end, {
		insert: snippet,
		snippet: true,
		sort: `7${flag.name}`,
	});
	return [{ ...withValue, documentation }, plain];
}

async function flagValues(
	context: CompletionContext,
	cursor: InstructionCursor,
	flag: FlagData,
): Promise<CompletionItem[]> {
	const { instruction } = cursor;
	const word = cursor.flag;
	if (!word) {
		return [];
	}
	if (flag.name === 'mount') {
		return await mountItems(context, cursor);
	}
	const start = instruction.logical.offsetAt(word.valueStart);
	const end = Math.max(cursor.offset, instruction.logical.endOffsetAt(word.end));
	if (flag.name === 'from') {
		return [...stageItems(context, cursor, start, end, true), ...(await imageItems(context, start, end, '9'))];
	}
	if (flag.kind === 'switch') {
		return ['true', 'false'].map(value => context.item(value, CompletionItemKind.Value, start, end));
	}
	const usual: Record<string, readonly string[]> = {
		chmod: ['755', '644', '700', '600', 'u=rwX,go=rX'],
		checksum: ['sha256:'],
	};
	if (flag.name === 'chown') {
		return chownItems(context, cursor, word.flagValue ?? '', start, end);
	}
	const values = flag.values ?? usual[flag.name] ?? (flag.usual ? [flag.usual] : []);
	return values.map(value => context.item(value, CompletionItemKind.Value, start, end));
}

function chownItems(
	context: CompletionContext,
	cursor: InstructionCursor,
	value: string,
	start: number,
	end: number,
): CompletionItem[] {
	const colon = value.indexOf(':');
	if (colon >= 0 && cursor.offset > start + colon) {
		return groupsAt(context, cursor.instruction).map(name =>
			context.item(name, CompletionItemKind.Value, start + colon + 1, end),
		);
	}
	const users = usersAt(context, cursor.instruction).map(user => `${user}:${user}`);
	return [...new Set([...users, '1000:1000', 'root:root', 'nobody:nogroup'])].map((name, index) =>
		context.item(name, CompletionItemKind.Value, start, end, { sort: String(index).padStart(2, '0') }),
	);
}

/** The stages that an instruction can use: those above its own. */
export function stageItems(
	context: CompletionContext,
	cursor: InstructionCursor,
	start: number,
	end: number,
	withIndexes: boolean,
): CompletionItem[] {
	const { model } = context.analysis;
	const own =
		model.stageOf.get(cursor.instruction) ??
		model.stages.findLast(stage => stage.from.start <= cursor.instruction.start);
	const earlier = model.stages.filter(stage => stage.index < (own?.index ?? model.stages.length)).slice(-200);
	return earlier.flatMap(stage => stageItem(context, stage, start, end, withIndexes));
}

function stageItem(
	context: CompletionContext,
	stage: Stage,
	start: number,
	end: number,
	withIndexes: boolean,
): CompletionItem[] {
	const order = String(99_999 - stage.index).padStart(5, '0');
	const detail = `FROM ${stage.base}`;
	const items: CompletionItem[] = [];
	if (stage.writtenName !== undefined) {
		items.push(context.item(stage.writtenName, CompletionItemKind.Module, start, end, { detail, sort: `0${order}` }));
	}
	if (withIndexes) {
		const name = stage.writtenName ? `${stage.writtenName}, ${detail}` : detail;
		items.push(
			context.item(String(stage.index), CompletionItemKind.Module, start, end, { detail: name, sort: `1${order}` }),
		);
	}
	return items;
}

async function mountItems(context: CompletionContext, cursor: InstructionCursor): Promise<CompletionItem[]> {
	const { instruction, flag, index } = cursor;
	if (!flag) {
		return [];
	}
	const mount = readMount(instruction.logical.text, flag);
	const field = mount.fields.find(candidate => index >= candidate.keyStart && index <= candidate.valueEnd);
	const { logical } = instruction;
	if (field?.value !== undefined && index >= field.valueStart) {
		const start = logical.offsetAt(field.valueStart);
		const end = Math.max(cursor.offset, logical.endOffsetAt(field.valueEnd));
		return await mountValues(context, cursor, field.key, mount.type, start, end);
	}
	const start = field ? logical.offsetAt(field.keyStart) : cursor.offset;
	const end = field ? Math.max(cursor.offset, logical.endOffsetAt(field.keyEnd)) : cursor.offset;
	return mountKeys(
		context,
		mount.fields.filter(other => other !== field).map(other => other.key),
		mount.type,
		start,
		end,
	);
}

function mountKeys(
	context: CompletionContext,
	used: readonly string[],
	type: string,
	start: number,
	end: number,
): CompletionItem[] {
	const items: CompletionItem[] = [];
	if (!used.includes('type')) {
		const text = { en: 'The type of the mount; `bind` by default.', ko: '마운트의 종류입니다. 기본값은 `bind`입니다.' };
		items.push(context.item('type=', CompletionItemKind.Property, start, end, { text, sort: '0', again: true }));
	}
	for (const option of mountOptions) {
		const taken = [option.name, ...option.aliases].some(name => used.includes(name));
		if (!taken && (option.types as readonly string[]).includes(type)) {
			const label = option.bare ? option.name : `${option.name}=`;
			items.push(
				context.item(label, CompletionItemKind.Property, start, end, { text: option.text, sort: `1${option.name}` }),
			);
		}
	}
	return items;
}

async function mountValues(
	context: CompletionContext,
	cursor: InstructionCursor,
	key: string,
	type: string,
	start: number,
	end: number,
): Promise<CompletionItem[]> {
	if (key === 'type') {
		return Object.entries(mountTypes).map(([name, text]) =>
			context.item(name, CompletionItemKind.EnumMember, start, end, { text }),
		);
	}
	if (key === 'from') {
		return [...stageItems(context, cursor, start, end, false), ...(await imageItems(context, start, end, '9'))];
	}
	if ((key === 'source' || key === 'src') && type === 'bind' && !/from=/.test(cursor.flag?.value ?? '')) {
		return await filesIn(context, context.analysis.file.text.slice(start, cursor.offset), cursor.offset);
	}
	const targets: Partial<Record<MountType, readonly string[]>> = {
		cache: [
			'/root/.npm',
			'/root/.cache/pip',
			'/go/pkg/mod',
			'/root/.cache/go-build',
			'/var/cache/apt',
			'/var/lib/apt',
			'/root/.m2',
			'/root/.gradle',
			'/usr/local/cargo/registry',
			'/root/.cache',
		],
		tmpfs: ['/tmp'],
		secret: ['/run/secrets/'],
	};
	const values = ['target', 'dst', 'destination'].includes(key) ? targets[type as MountType] : mountOption(key)?.values;
	return (values ?? []).map(value => context.item(value, CompletionItemKind.Value, start, end));
}
