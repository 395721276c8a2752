import type { Rule } from './rule.ts';
import { beyondRules } from './rulesBeyond.ts';
import { modelRules } from './rulesModel.ts';
import { referenceRules } from './rulesReferences.ts';
import { yamlRules } from './rulesYaml.ts';

/** Every rule about compose files, in the order in which Compose thinks. */
export const rules: readonly Rule[] = [...yamlRules, ...modelRules, ...referenceRules, ...beyondRules];

const byName = new Map(rules.map(rule => [rule.name, rule]));

export function ruleNamed(name: string): Rule | undefined {
	return byName.get(name);
}

/** Rules that Dockerfiles have under the same name, earlier on the same page. */
export const namesOfDockerfiles: ReadonlySet<string> = new Set(['InvalidHealthcheck', 'InvalidPort', 'UndefinedStage']);

/** The page about a rule. */
export function rulePage(name: string): string {
	const anchor = `${name.toLowerCase()}${namesOfDockerfiles.has(name) ? '-1' : ''}`;
	return `https://github.com/slipway/slipway/blob/main/docs/rules.md#${anchor}`;
}
