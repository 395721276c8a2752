import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules as composeRules } from '../src/languageservice/compose/rules.ts';
import { rules as dockerfileRules } from '../src/languageservice/dockerfile/checks/rules.ts';

const file = join(import.meta.dirname, '..', 'package.json');

interface RuleNames {
	readonly name: string;
}

interface Manifest {
	readonly contributes: {
		readonly configuration: { readonly properties: Record<string, { propertyNames?: unknown }> };
	};
}

/** The editor of settings completes the names of rules, and says which are none. */
function namesOf(rules: readonly RuleNames[]) {
	return { enum: [...new Set(rules.map(({ name }) => name))].sort() };
}

describe('severities of rules', () => {
	for (const [setting, rules] of [
		['slipway.dockerfile.rules', dockerfileRules],
		['slipway.compose.rules', composeRules],
	] as const) {
		it(`${setting} knows every rule`, () => {
			const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'));
			const declared = manifest.contributes.configuration.properties[setting];
			assert.ok(declared);
			if (process.env.UPDATE) {
				declared.propertyNames = namesOf(rules);
				writeFileSync(file, `${JSON.stringify(manifest, undefined, '\t')}\n`);
			}
			assert.deepEqual(
				declared.propertyNames,
				namesOf(rules),
				'UPDATE=1 npx mocha test/ruleSettings.test.ts, then npm run format, mends it',
			);
		});
	}
});
