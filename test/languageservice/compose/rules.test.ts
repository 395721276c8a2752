import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from '../../../src/languageservice/compose/rule.ts';
import { namesOfDockerfiles, rules } from '../../../src/languageservice/compose/rules.ts';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { rules as dockerfileRules } from '../../../src/languageservice/dockerfile/checks/rules.ts';
import { composeRulesChapter } from '../../support/composeRulesChapter.ts';
import { inMemoryHost, markedCompose, never } from '../../support/inMemoryHost.ts';
import { processorMs } from '../../support/keepsTime.ts';

const page = join(import.meta.dirname, '..', '..', '..', 'docs', 'rules.md');

/** Rules whose examples need surroundings of their own, shown below. */
const needSurroundings = new Set(['ExcessiveAliases', 'HostPortTaken', 'RequiredVariable', 'UnneededVersion']);

describe('Compose rules', () => {
	it('have a chapter made from their table', () => {
		assert.ok(
			readFileSync(page, 'utf8').endsWith(composeRulesChapter()),
			'UPDATE=1 npx mocha test/languageservice/dockerfile/rules.test.ts mends it',
		);
	});

	it('have names of their own', () => {
		const names = rules.map(rule => rule.name);
		assert.equal(new Set(names).size, names.length);
		const shared = dockerfileRules.map(rule => rule.name).filter(name => names.includes(name));
		assert.deepEqual(new Set(shared), namesOfDockerfiles);
	});

	it('have a text in both languages, with the same places', () => {
		const places = (text: string) => [...text.matchAll(/\{\d\}/g)].map(String).sort().join(' ');
		for (const { name, title, message } of rules) {
			assert.ok(/[가-힣]/.test(title.ko) && /[가-힣]/.test(message.ko), name);
			assert.equal(places(message.ko), places(message.en), name);
		}
	});

	for (const rule of rules.filter(candidate => !needSurroundings.has(candidate.name))) {
		it(`${rule.name} is found in its wrong example, not in its right one`, async () => {
			assert.ok((await codes(rule.wrong, rule)).includes(rule.name), `not found in\n${rule.wrong}`);
			assert.ok(!(await codes(rule.right, rule)).includes(rule.name), `found in\n${rule.right}`);
		});
	}

	it('find a required variable without a value', async () => {
		const text = 'services:\n  web:\n    image: nginx:${TAG:?choose one}\n';
		assert.deepEqual(await found(text), ['2:17-35 RequiredVariable']);
		assert.deepEqual(await found(text, { environment: { TAG: '1' } }), []);
		assert.deepEqual(await found(text, { files: { '.env': 'TAG=1' } }), []);
	});

	it('find a host port that another container has', async () => {
		const text = 'services:\n  web:\n    image: nginx\n    ports: ["8080:80"]\n';
		const ports = [{ host: 8080, container: 80, protocol: 'tcp' }];
		const other = { project: '', service: '', name: 'other', state: 'running', ports };
		assert.deepEqual(await found(text, { containers: [other] }), ['3:12-21 HostPortTaken']);
		assert.deepEqual(await found(text, { containers: [{ ...other, state: 'exited' }] }), []);
		assert.deepEqual(await found(text, { containers: [{ ...other, service: 'web' }] }), []);
	});

	it('leave out what a comment or a setting silences', async () => {
		const text =
			'services:\n  web:\n    # slipway-ignore UnknownKey, WrongType\n    foo: 1\n    image: 5 # slipway-ignore WrongType\n    bar: 1\n';
		assert.deepEqual(await found(text), ['5:4-7 UnknownKey']);
		assert.deepEqual(await found(text, { severities: { UnknownKey: 'off' } }), []);
	});

	it('fade the version that nobody needs', async () => {
		assert.deepEqual(await found('version: "3"\nservices:\n  web:\n    image: nginx\n'), [
			'0:0-7 ObsoleteVersion',
			'0:9-12 UnneededVersion',
		]);
	});

	it('refuse an alias bomb in no time', async () => {
		const lines = ['x-0: &a0 [v, v, v, v, v, v, v, v, v, v]'];
		for (let index = 1; index < 20; index++) {
			lines.push(
				`x-${index}: &a${index} [${Array(10)
					.fill(`*a${index - 1}`)
					.join(', ')}]`,
			);
		}
		const text = `${lines.join('\n')}\nservices:\n  web:\n    image: nginx\n    command: *a19\n`;
		const start = processorMs();
		assert.deepEqual(
			(await found(text)).map(each => each.replace(/^\S+ /, '')),
			['ExcessiveAliases'],
		);
		assert.ok(processorMs() - start < 500);
	});
});

async function found(text: string, surroundings: Parameters<typeof inMemoryHost>[0] = {}): Promise<string[]> {
	const service = createComposeService(inMemoryHost({ files: {}, ...surroundings }));
	return (await service.diagnose(markedCompose(text).document, never)).map(
		({ range: { start, end }, code }) => `${start.line}:${start.character}-${end.character} ${code}`,
	);
}

async function codes(text: string, rule: Rule): Promise<string[]> {
	const severities = rule.severity === 'off' ? { [rule.name]: 'warning' as const } : {};
	const service = createComposeService(inMemoryHost({ severities, files: { ...rule.files, 'compose.yaml': text } }));
	return (await service.diagnose(markedCompose(text).document, never)).map(diagnostic => String(diagnostic.code));
}
