import { type Locale, type ServiceHost, say, type Text } from '../host.ts';
import { resolveUri } from './fileUris.ts';
import { code } from './hoverTexts.ts';
import { type Part, parseInterpolation, type VariablePart } from './interpolation.ts';
import { shownValue } from './secretNames.ts';
import { Variables, type VariableValue } from './variables.ts';

const texts = {
	environment: { en: 'from the environment', ko: '환경 변수의 값' },
	file: { en: 'from {0}, line {1}', ko: '{0} {1}행의 값' },
	unset: { en: 'Not set.', ko: '정해지지 않았습니다.' },
	blank: {
		en: 'Not set: Compose puts nothing in its place and prints a warning.',
		ko: '정해지지 않았습니다. Compose는 빈 값을 넣고 경고를 표시합니다.',
	},
	usesDefault: {
		en: 'Not set: the default {0} is used.',
		ko: '정해지지 않았습니다. 기본값(default) {0}을(를) 씁니다.',
	},
	hasDefault: { en: 'The default {0} is not used.', ko: '기본값(default) {0}은(는) 쓰이지 않습니다.' },
	required: {
		en: 'Required: without a value Compose stops with {0}.',
		ko: '값이 없으면 Compose가 {0} 메시지와 함께 멈춥니다.',
	},
	replaced: { en: 'Where it is set, {0} is used in its place.', ko: '값이 있으면 대신 {0}을(를) 씁니다.' },
} satisfies Record<string, Text>;

/** The variable at an offset of a text, also inside of the default of another one. */
export function variableAt(text: string, offset: number, shift = 0): VariablePart | undefined {
	const found = parseInterpolation(text).find(
		(part): part is Part & VariablePart =>
			part.kind === 'variable' && part.start + shift <= offset && offset <= part.end + shift,
	);
	if (!found) {
		return undefined;
	}
	const inner = offset >= found.restStart + shift ? variableAt(found.rest, offset, found.restStart + shift) : undefined;
	return inner ?? { ...found, start: found.start + shift, end: found.end + shift };
}

/** What a variable is worth here, where that comes from, and what its modifier does. */
export async function variableMarkdown(
	part: VariablePart,
	host: ServiceHost,
	folder: string | undefined,
	signal: AbortSignal,
): Promise<string> {
	const value = (await variablesOf(host, folder, signal)).find(part.name);
	const { locale } = host;
	const lines = value
		? [`${code(part.name)} = ${code(shownValue(part.name, value.value))}`, sourceOf(value, locale)]
		: [code(part.name)];
	return [...lines, ...modifierLines(part, value, locale)].join('\n\n');
}

/** The variables that Compose would fill in for files of a folder. */
export async function variablesOf(
	host: ServiceHost,
	folder: string | undefined,
	signal: AbortSignal,
): Promise<Variables> {
	const variables = new Variables(host.environment?.() ?? {});
	const uri = resolveUri(folder, '.env');
	const text = uri === undefined ? undefined : await host.readFile?.(uri, signal);
	return text === undefined || uri === undefined ? variables : variables.with(uri, text).variables;
}

function sourceOf({ source }: VariableValue, locale: Locale): string {
	return source === 'environment'
		? say(texts.environment, locale)
		: say(texts.file, locale, code(source.uri.slice(source.uri.lastIndexOf('/') + 1)), source.line + 1);
}

function modifierLines(part: VariablePart, value: VariableValue | undefined, locale: Locale): string[] {
	const { modifier, rest } = part;
	const isMissing = value === undefined || (modifier.startsWith(':') && value.value === '');
	switch (modifier.replace(':', '')) {
		case '-':
			return [say(isMissing ? texts.usesDefault : texts.hasDefault, locale, code(rest))];
		case '?':
			return [say(texts.required, locale, code(rest))];
		case '+':
			return [say(texts.replaced, locale, code(rest))];
		default:
			return value ? [] : [say(texts.blank, locale)];
	}
}
