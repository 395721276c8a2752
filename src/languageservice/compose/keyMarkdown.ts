import { type Locale, say, type Text } from '../host.ts';
import type { Form, KeyModel, ValueModel } from './modelTypes.ts';

const reference = 'https://docs.docker.com/reference/compose-file/';

const words = {
	documentation: { en: 'Documentation', ko: '문서' },
	values: { en: 'Values', ko: '값' },
	standard: { en: 'Default: {0}', ko: '기본값: {0}' },
	since: { en: 'Needs Compose {0} or later.', ko: 'Compose {0} 이상이 필요합니다.' },
	excludes: { en: 'Not together with {0}.', ko: '{0}와(과) 함께 쓸 수 없습니다.' },
} satisfies Record<string, Text>;

/** Everything about a key: what it takes, what it means, its values, an example, and where to read on. */
export function keyMarkdown(key: KeyModel, locale: Locale): string {
	const values = valuesOf(key.forms);
	const facts = [
		...(key.default ? [say(words.standard, locale, key.default)] : []),
		...(key.since ? [say(words.since, locale, key.since)] : []),
		...(key.excludes ? [say(words.excludes, locale, key.excludes.map(name => `\`${name}\``).join(', '))] : []),
	];
	return [
		`**${key.name}** · ${kindsOf(key.forms, locale)}`,
		...(key.deprecated ? [`⚠ ${say(key.deprecated, locale)}`] : []),
		say(key.text, locale),
		...(facts.length > 0 ? [facts.join('  \n')] : []),
		...(values.length > 0 ? [valueList(values, locale)] : []),
		`\`\`\`yaml\n${key.example}\n\`\`\``,
		links(key, locale),
	].join('\n\n');
}

/** What a value means, and where its key is explained. */
export function valueMarkdown(key: KeyModel, value: ValueModel, locale: Locale): string {
	const since = value.since ? ` ${say(words.since, locale, value.since)}` : '';
	const others = valuesOf(key.forms).filter(other => other.value !== value.value);
	return [
		`**${value.value}**: ${say(value.text, locale)}${since}`,
		...(others.length > 0 && others.length <= mostValues ? [valueList(others, locale)] : []),
		`[${key.name}](${reference}${key.anchor})`,
	].join('\n\n');
}

/** The page of the key, and where a part of a service has a page of its own, the attribute that it belongs to. */
function links({ anchor }: KeyModel, locale: Locale): string {
	const own = `[${say(words.documentation, locale)}](${reference}${anchor})`;
	const attribute = /^(?:build|deploy|develop)(?=\/#)/.exec(anchor)?.[0];
	return attribute ? `${own} · [${attribute}](${reference}services/#${attribute})` : own;
}

const mostValues = 12;

function valueList(values: readonly ValueModel[], locale: Locale): string {
	const lines = values.slice(0, mostValues).map(value => `- \`${value.value}\`: ${say(value.text, locale)}`);
	const more = values.length > mostValues ? ['- …'] : [];
	return [`${say(words.values, locale)}:`, '', ...lines, ...more].join('\n');
}

/** The values of a key that it takes itself or as items of a list. */
export function valuesOf(forms: readonly Form[]): readonly ValueModel[] {
	const found = new Map<string, ValueModel>();
	for (const form of forms) {
		const values =
			form.kind === 'list' ? [...(form.first ?? []), ...valuesOf(form.of)] : 'values' in form ? form.values : [];
		for (const value of values ?? []) {
			found.set(value.value, value);
		}
	}
	return [...found.values()];
}

const kindNames: Readonly<Record<string, Text>> = {
	string: { en: 'text', ko: '문자열' },
	boolean: { en: 'true or false', ko: '참/거짓' },
	integer: { en: 'whole number', ko: '정수' },
	number: { en: 'number', ko: '숫자' },
	null: { en: 'empty', ko: '빈 값' },
	duration: { en: 'duration', ko: '시간' },
	size: { en: 'size', ko: '크기' },
	list: { en: 'list', ko: '목록' },
	map: { en: 'map', ko: '맵' },
	any: { en: 'anything', ko: '모든 값' },
};

/** The kinds that a key takes, in words. */
export function kindsOf(forms: readonly Form[], locale: Locale): string {
	const kinds = forms.filter(form => !('reads' in form)).map(kindOf);
	const named = new Set(kinds.map(kind => say(kindNames[kind] as Text, locale)));
	return [...named].join(' · ');
}

function kindOf(form: Form): string {
	if (form.kind === 'string' && (form.meaning === 'duration' || form.meaning === 'size')) {
		return form.meaning;
	}
	return form.kind === 'namedMap' ? 'map' : form.kind;
}
