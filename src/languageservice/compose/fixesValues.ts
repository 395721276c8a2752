import { isScalar, isSeq } from 'yaml';
import { type Fix, type FixInput, one, replace } from './fix.ts';
import { changeTitle, isInFlow } from './fixesWords.ts';
import { scalarText } from './yamlText.ts';

export function toReplacement({ start, end, data, editor }: FixInput): Fix[] {
	const { replacement } = data;
	if (replacement === undefined) {
		return [];
	}
	const mark = /^["']/.exec(editor.source.slice(start, end))?.[0] ?? '';
	const isText = mark !== '' && !/^["']/.test(replacement) && data.rule === 'InvalidDuration';
	const text = isText ? mark + replacement + mark : replacement;
	return one(changeTitle, [replace(start, end, text)], [replacement]);
}

/** At most five of the values that are allowed. */
export function toAllowed(input: FixInput): Fix[] {
	const { data, start, end, editor, node } = input;
	const others = (data.expected ?? []).filter(value => value !== data.suggestion && !/[<{…*]/.test(value));
	if (!isScalar(node) || others.length > 6) {
		return [];
	}
	const mark = /^["']/.exec(editor.source.slice(start, end))?.[0] ?? '';
	return others.flatMap(value =>
		one(
			changeTitle,
			[replace(start, end, mark === '' ? scalarText(value, isInFlow({ editor, node })) : mark + value + mark)],
			[value],
			false,
		),
	);
}

/** A number in quotes or with a unit that does not belong to it. */
export function unquoteNumber({ editor, start, end, node }: FixInput): Fix[] {
	const text = isScalar(node) ? String(node.value) : editor.source.slice(start, end);
	const number = /^\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text)?.[1];
	const written = editor.source.slice(start, end);
	return number === undefined || number === written ? [] : one(changeTitle, [replace(start, end, number)], [number]);
}

const wordsOfTruth: Readonly<Record<string, string>> = {
	'1': 'true',
	yes: 'true',
	y: 'true',
	on: 'true',
	'0': 'false',
	no: 'false',
	n: 'false',
	off: 'false',
	enabled: 'true',
	disabled: 'false',
	always: 'true',
	never: 'false',
	t: 'true',
	f: 'false',
	ture: 'true',
	flase: 'false',
	fales: 'false',
	treu: 'true',
};

export function toBoolean({ start, end, node }: FixInput): Fix[] {
	const text = isScalar(node) ? String(node.value).toLowerCase() : '';
	const meant = Object.hasOwn(wordsOfTruth, text) ? wordsOfTruth[text] : undefined;
	const options = meant === undefined ? ['true', 'false'] : [meant];
	return options.flatMap(option => one(changeTitle, [replace(start, end, option)], [option], meant !== undefined));
}

/** Blanks in a port mapping, and slashes the wrong way. */
export function fixPort({ editor, start, end, node }: FixInput): Fix[] {
	const text = isScalar(node) ? String(node.value) : '';
	const meant = text
		.replaceAll(/\s+/g, '')
		.replace(/^(\d+(?:-\d+)?)[=>,;]+(\d)/, '$1:$2')
		.replace(/->/, ':')
		.replace(/\/https?$/i, '/tcp')
		.replace(/\\/g, '/')
		.replace(/^localhost:/, '127.0.0.1:')
		.replace(/^([\da-fA-F]*:[\da-fA-F:]*:[\da-fA-F]*):(\d+:\d+(?:\/\w+)?)$/, '[$1]:$2');
	const isPort =
		/^(?:\[?[\da-fA-F.:]+\]?:)?(?:\d{1,5}(?:-\d{1,5})?:)?\d{1,5}(?:-\d{1,5})?(?:\/(?:tcp|udp|sctp))?$/i.test(meant);
	const written = editor.source.slice(start, end);
	const mark = /^["']/.exec(written)?.[0] ?? '"';
	return isPort && meant !== text ? one(changeTitle, [replace(start, end, mark + meant + mark)], [meant]) : [];
}

export function withUnit({ editor, start, end, node }: FixInput): Fix[] {
	const text = isScalar(node) ? String(node.value).trim() : '';
	const units: readonly (readonly [RegExp, string])[] = [
		[/^(\d+(?:\.\d+)?)$/, '$1s'],
		[/^(\d+)\s*(?:sec|secs|second|seconds)$/i, '$1s'],
		[/^(\d+)\s*(?:min|mins|minute|minutes)$/i, '$1m'],
		[/^(\d+)\s*(?:hour|hours|hr|hrs)$/i, '$1h'],
		[/^(\d+)\s*(?:milliseconds?|msec)$/i, '$1ms'],
		[/^(\d+)\s+(ms|[smhd])$/i, '$1$2'],
		[/^(\d+)([SMH])$/, '$1$2'],
	];
	const unit = units.find(([pattern]) => pattern.test(text));
	const meant = unit ? text.replace(unit[0], unit[1]).toLowerCase() : undefined;
	const mark = /^["']/.exec(editor.source.slice(start, end))?.[0] ?? '';
	return meant === undefined ? [] : one(changeTitle, [replace(start, end, mark + meant + mark)], [meant]);
}

export function fixSize({ editor, start, end, node }: FixInput): Fix[] {
	const text = isScalar(node) ? String(node.value).trim() : '';
	const match = /^(\d+(?:\.\d+)?)\s*([kmgtp])(?:i?b|ytes?|egs?|igs?|ibibytes?|egabytes?|igabytes?|ilobytes?)?$/i.exec(
		text,
	);
	const meant = match ? `${match[1]}${(match[2] as string).toLowerCase()}` : undefined;
	const mark = /^["']/.exec(editor.source.slice(start, end))?.[0] ?? '';
	return meant === undefined || meant === text
		? []
		: one(changeTitle, [replace(start, end, mark + meant + mark)], [meant]);
}

export function blockHealthcheck(input: Pick<FixInput, 'start' | 'editor' | 'node'> | undefined): Fix[] {
	const list = input?.node && input.editor.doc.parentOf(input.node);
	if (!input || !isSeq(list)) {
		return [];
	}
	const dash = input.editor.dashOf(list, 0);
	const indent = ' '.repeat(input.editor.columnOf(dash));
	const text = `- CMD${input.editor.eol}${indent}`;
	return one({ en: 'Begin with CMD', ko: 'CMD로 시작하기' }, [replace(dash, dash, text)]);
}
