import type { Rule } from './rule.ts';
import { buildkitRules } from './rulesBuildkit.ts';
import { hadolintRules } from './rulesHadolint.ts';
import { ownRules } from './rulesOwn.ts';
import { parserRules } from './rulesParser.ts';

export const rules: readonly Rule[] = [...parserRules, ...buildkitRules, ...hadolintRules, ...ownRules];

const byName = new Map(rules.map(rule => [rule.name, rule]));

export function ruleNamed(name: string): Rule | undefined {
	return byName.get(name);
}

/** The names that BuildKit itself knows, for `# check=`. */
export const buildkitRuleNames: readonly string[] = buildkitRules.map(rule => rule.name);

/** Where the pages of the rules are, unless the host says otherwise. */
export const rulesPage = 'https://github.com/slipway/slipway/blob/main/docs/rules.md';

/** The page about a rule: BuildKit's own where it has one. */
export function ruleLink(name: string, page = rulesPage): string {
	const rule = byName.get(name);
	if (rule?.source === 'buildkit' && name !== 'InvalidBaseImagePlatform') {
		const kebab = name.replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4').toLowerCase();
		return `https://docs.docker.com/go/dockerfile/rule/${kebab}/`;
	}
	return `${page}#${name.toLowerCase()}`;
}
