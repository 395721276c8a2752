import type { Position, SignatureHelp } from 'vscode-languageserver-types';
import { type Locale, say } from '../host.ts';
import type { Analysis } from './analysis.ts';
import { cursorAt } from './cursor.ts';
import type { DirectiveName } from './directives.ts';
import { directiveTexts, flagMarkdown } from './hoverTexts.ts';
import { type FlagData, instructionData } from './instructions.ts';
import { type MountType, mountOptions, mountTypes } from './mountOptions.ts';

/** The forms of the instruction or flag at a position. */
export function findSignature(analysis: Analysis, position: Position, locale: Locale): SignatureHelp | undefined {
	const cursor = cursorAt(analysis, position);
	if (cursor.kind === 'comment') {
		return directiveSignature(cursor.before, locale);
	}
	if (cursor.kind !== 'argument' && cursor.kind !== 'flag') {
		return undefined;
	}
	const { instruction } = cursor;
	const data = instructionData(instruction.name);
	const flag = cursor.flag && data?.flags.find(candidate => candidate.name === cursor.flag?.name);
	if (data && flag && cursor.flag && cursor.index >= cursor.flag.nameEnd) {
		return {
			signatures: [
				{
					label: flagForm(flag, cursor.flag.flagValue ?? ''),
					documentation: { kind: 'markdown', value: flagMarkdown(data, flag, locale) },
				},
			],
			activeSignature: 0,
		};
	}
	if (!data) {
		return undefined;
	}
	const isJson = instruction.logical.text[instruction.argumentsStart] === '[';
	const active = Math.max(
		0,
		data.forms.findIndex(form => form.includes('["') === isJson),
	);
	const documentation = { kind: 'markdown' as const, value: say(data.text, locale) };
	return { signatures: data.forms.map(label => ({ label, documentation })), activeSignature: active };
}

const directiveForms: Readonly<Record<DirectiveName, string>> = {
	syntax: '# syntax=<frontend image>',
	escape: '# escape=<\\ or `>',
	check: '# check=skip=<rule>,…|all;experimental=<rule>,…|all;error=<true|false>',
};

function directiveSignature(before: string, locale: Locale): SignatureHelp | undefined {
	const name = /^\s*#\s*(syntax|escape|check)\s*=/i.exec(before)?.[1]?.toLowerCase() as DirectiveName | undefined;
	if (!name) {
		return undefined;
	}
	const documentation = { kind: 'markdown' as const, value: say(directiveTexts[name], locale) };
	return { signatures: [{ label: directiveForms[name], documentation }], activeSignature: 0 };
}

const valueForms: Readonly<Record<string, string>> = {
	from: '<stage|index|context|image>',
	chown: '<user>[:<group>]',
	chmod: '<mode>',
	platform: '<os>/<architecture>[/<variant>]',
	checksum: 'sha256:<hex>',
	exclude: '<pattern>',
	device: '<vendor>/<class>=<name>[,required]',
	retries: '<number>',
};

function flagForm(flag: FlagData, value: string): string {
	if (flag.name === 'mount') {
		const type = /(?:^|,)type=(\w+)/i.exec(value)?.[1]?.toLowerCase() ?? '';
		return Object.hasOwn(mountTypes, type) ? mountForm(type as MountType) : mountForm(undefined);
	}
	if (flag.kind === 'switch') {
		return `--${flag.name}[=true|false]`;
	}
	return `--${flag.name}=${valueForms[flag.name] ?? (flag.values ? `<${flag.values.join('|')}>` : '<duration>')}`;
}

/** The options of one type of mount, or the types. */
function mountForm(type: MountType | undefined): string {
	const options = mountOptions
		.filter(option => type === undefined || option.types.includes(type))
		.map(option =>
			option.name === 'target' ? ',target=…' : option.bare ? `[,${option.name}]` : `[,${option.name}=…]`,
		);
	return `--mount=type=${type ?? `<${Object.keys(mountTypes).join('|')}>`}${options.join('')}`;
}
