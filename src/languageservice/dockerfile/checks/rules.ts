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

/** The page about a rule. */
export function rulePage(name: string): string {
	const rule = byName.get(name);
	if (rule?.source === 'buildkit' && name !== 'InvalidBaseImagePlatform') {
		const kebab = name.replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4').toLowerCase();
		return `https://docs.docker.com/go/dockerfile/rule/${kebab}/`;
	}
	return `https://github.com/slipway/slipway/blob/main/docs/rules.md#${name.toLowerCase()}`;
}
