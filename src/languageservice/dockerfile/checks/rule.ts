import type { Text } from '../../host.ts';

export type DefaultSeverity = 'error' | 'warning' | 'info' | 'hint' | 'off';

/** Everything that is known of one rule: the checks, the fixes, the hovers and docs/rules.md use this table. */
export interface Rule {
	readonly name: string;
	/** Whose rule it is. `buildkit` and `hadolint` keep their names; `parser` is what no build gets past. */
	readonly source: 'parser' | 'buildkit' | 'hadolint' | 'slipway';
	readonly severity: DefaultSeverity;
	/** One sentence of what the rule is about. */
	readonly title: Text;
	/** The message where the check has none of its own. */
	readonly message?: Text;
	/** Why, in a sentence or two. */
	readonly why: Text;
	readonly wrong: string;
	readonly right: string;
	/** Off unless `# check=experimental=` names it. */
	readonly experimental?: boolean;
	/** The kind of file that it is about, if that is no Dockerfile. */
	readonly file?: '.dockerignore';
	/** Shown struck through or faded. */
	readonly tag?: 'deprecated' | 'unnecessary';
}
