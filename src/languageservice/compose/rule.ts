import type { Text } from '../host.ts';

export type DefaultSeverity = 'error' | 'warning' | 'info' | 'hint' | 'off';

/** Everything that is known of one rule: the checks, the fixes and docs/rules.md use this table. */
export interface Rule {
	readonly name: string;
	/** `compose`: what `docker compose config` refuses or warns of; `slipway`: what only we look at. */
	readonly source: 'compose' | 'slipway';
	readonly severity: DefaultSeverity;
	/** One sentence of what is right. */
	readonly title: Text;
	/** `{0}` … are the values of a problem. */
	readonly message: Text;
	readonly wrong: string;
	readonly right: string;
	/** Files beside both examples. */
	readonly files?: Readonly<Record<string, string>>;
	/** Shown faded. */
	readonly tag?: 'unnecessary';
}

type Both = readonly [en: string, ko: string];

/** A row of a table of rules. */
export function rule(
	source: Rule['source'],
	name: string,
	severity: DefaultSeverity,
	[titleEn, titleKo]: Both,
	[messageEn, messageKo]: Both,
	[wrong, right]: readonly [wrong: string, right: string],
	more: Partial<Rule> = {},
): Rule {
	return {
		name,
		source,
		severity,
		title: { en: titleEn, ko: titleKo },
		message: { en: messageEn, ko: messageKo },
		wrong,
		right,
		...more,
	};
}

/** A file with one service, and more keys for it. */
export function service(...lines: readonly string[]): string {
	return ['services:', '  web:', '    image: nginx', ...lines.map(line => `    ${line}`)].join('\n');
}
