import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Rule } from '../../../src/languageservice/dockerfile/checks/rule.ts';
import { rules } from '../../../src/languageservice/dockerfile/checks/rules.ts';
import { whyOf } from '../../../src/languageservice/dockerfile/hoverTexts.ts';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { composeRulesChapter } from '../../support/composeRulesChapter.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const page = join(import.meta.dirname, '..', '..', '..', 'docs', 'rules.md');

const groups: readonly (readonly [Rule['source'], string])[] = [
	['parser', 'What BuildKit refuses'],
	['buildkit', "BuildKit's checks"],
	['hadolint', "Meanings of hadolint's rules"],
	['slipway', "Slipway's own"],
];

/** docs/rules.md as the tables of rules have it. */
function rulesPage(): string {
	const lines = [
		'# Dockerfile rules',
		'',
		'Every problem that Slipway reports in a Dockerfile has the name of its rule as its code.',
		'Severities are set in `slipway.dockerfile.rules` (`error`, `warning`, `info`, `off`). A rule that does not stop the build is',
		'silenced for one instruction by a comment above it, `# check=skip=Rule` or `# hadolint ignore=DL3008`, and for the file by a',
		'directive at its top, `# check=skip=Rule`. The `ignored` list of a `.hadolint.yaml` counts too.',
		'',
		'This page is made from the table of rules; `UPDATE=1 npx mocha test/languageservice/dockerfile/rules.test.ts` writes it anew.',
	];
	for (const [source, title] of groups) {
		lines.push('', `## ${title}`);
		for (const rule of rules.filter(candidate => candidate.source === source)) {
			lines.push('', `### ${rule.name}`, '', `${rule.title.en}. ${severityText(rule)}`, '', whyOf(rule, 'en'), '');
			lines.push(
				`\`\`\`${rule.file ? 'ignore' : 'dockerfile'}`,
				'# Wrong',
				rule.wrong,
				'```',
				'',
				`\`\`\`${rule.file ? 'ignore' : 'dockerfile'}`,
				'# Right',
				rule.right,
				'```',
			);
		}
	}
	return `${lines.join('\n')}\n\n${composeRulesChapter()}`;
}

function severityText(rule: Rule): string {
	const experimental = rule.experimental ? ' Experimental: `# check=experimental=` switches it on.' : '';
	return rule.severity === 'off' ? '*Off by default.*' : `*Severity: ${rule.severity}.*${experimental}`;
}

/** Rules that an example in a file alone cannot show. */
const needSurroundings = new Set([
	'InvalidBaseImagePlatform',
	'CopyIgnoredFile',
	'NeedsNewerFrontend',
	'MissingSource',
	'LineTooLong',
	'DL3026',
]);

describe('Dockerfile rules', () => {
	it('have a page made from their table', () => {
		if (process.env.UPDATE) {
			writeFileSync(page, rulesPage());
		}
		assert.equal(
			readFileSync(page, 'utf8'),
			rulesPage(),
			'UPDATE=1 npx mocha test/languageservice/dockerfile/rules.test.ts mends it',
		);
	});

	it('have names of their own', () => {
		assert.equal(new Set(rules.map(rule => rule.name)).size, rules.length);
	});

	for (const rule of rules.filter(candidate => !candidate.file && !needSurroundings.has(candidate.name))) {
		it(`${rule.name} is found in its wrong example, not in its right one`, async () => {
			assert.ok((await codes(rule.wrong, rule)).includes(rule.name), `not found in\n${rule.wrong}`);
			assert.ok(!(await codes(rule.right, rule)).includes(rule.name), `found in\n${rule.right}`);
		});
	}
});

async function codes(text: string, rule: Rule): Promise<string[]> {
	const severities = rule.severity === 'off' ? { [rule.name]: 'warning' as const } : {};
	const service = createDockerfileService(inMemoryHost({ severities }));
	const withDirective = rule.experimental ? `# check=experimental=${rule.name}\n${text}` : text;
	const document = TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, withDirective);
	return (await service.diagnose(document, never)).map(diagnostic => String(diagnostic.code));
}
