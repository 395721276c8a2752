import type { Rule } from '../../src/languageservice/compose/rule.ts';
import { rules } from '../../src/languageservice/compose/rules.ts';

const groups: readonly (readonly [Rule['source'], string])[] = [
	['compose', 'What Compose refuses or warns of'],
	['slipway', 'Beyond Compose'],
];

/** The chapter of docs/rules.md about compose files, as the table of rules has it. */
export function composeRulesChapter(): string {
	const lines = [
		'# Compose rules',
		'',
		'What `docker compose config` refuses is an error here, with the same verdict, and all of it is shown at once.',
		'Severities are set in `slipway.compose.rules` (`error`, `warning`, `info`, `off`). A rule is silenced for one line by a comment',
		'on it or right above it, `# slipway-ignore Rule`; several names are separated by commas.',
	];
	for (const [source, title] of groups) {
		lines.push('', `## ${title}`);
		for (const rule of rules.filter(candidate => candidate.source === source)) {
			lines.push('', `### ${rule.name}`, '', `${rule.title.en}. ${severityText(rule)}`, '');
			if (rule.wrong !== '') {
				lines.push('```yaml', '# Wrong', rule.wrong, '```', '');
			}
			lines.push('```yaml', '# Right', rule.right, '```');
		}
	}
	return `${lines.join('\n')}\n`;
}

function severityText({ severity }: Rule): string {
	return severity === 'off' ? '*Off by default.*' : `*Severity: ${severity}.*`;
}
