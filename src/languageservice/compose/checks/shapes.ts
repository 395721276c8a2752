import type { Text } from '../../host.ts';
import type { Form } from '../modelTypes.ts';
import type { Value } from '../values.ts';

const words: Readonly<Record<string, Text>> = {
	list: { en: 'a list', ko: '목록' },
	map: { en: 'a map', ko: '맵' },
	string: { en: 'text', ko: '문자열' },
	integer: { en: 'a whole number', ko: '정수' },
	float: { en: 'a number', ko: '숫자' },
	number: { en: 'a number', ko: '숫자' },
	boolean: { en: 'true or false', ko: 'true/false' },
	null: { en: 'nothing', ko: '빈 값' },
	time: { en: 'a date', ko: '날짜' },
};

/** The shapes that forms allow, each once. */
export function shapesOf(forms: readonly Form[]): string[] {
	const shapes = forms
		.filter(form => form.kind !== 'string' || form.reads === undefined)
		.map(form => (form.kind === 'namedMap' ? 'map' : form.kind));
	return [...new Set(shapes)];
}

/** `a list or a map`. */
export function describeForms(forms: readonly Form[]): Text {
	const shapes = shapesOf(forms).map(shape => words[shape] as Text);
	return { en: shapes.map(({ en }) => en).join(' or '), ko: shapes.map(({ ko }) => ko).join(' 또는 ') };
}

export function describeValue(value: Value): Text {
	return words[value.kind] as Text;
}
