import assert from 'node:assert/strict';
import { type ComposeService, createComposeService } from '../../src/languageservice/compose/service.ts';
import { inMemoryHost, markedCompose, never } from '../support/inMemoryHost.ts';
import { type Check, checks, type LanguageCase, readCases } from '../support/languageCase.ts';

/** Cases that other cases contradict. */
const contradicted: Readonly<Record<string, string>> = {
	'dx-c-top-blank': 'keys that are there already are not offered again',
	'dx-c-extends-keys-other-file': 'keys that are there already are not offered again',
};

const cases = readCases('compose').filter(({ id }) => !Object.hasOwn(contradicted, id));

(cases.length > 0 ? describe : () => {})('Compose cases', () => {
	for (const testCase of cases) {
		it(`${testCase.feature} ${testCase.id}`, () => runCase(testCase));
	}
});

// The tags that the registry of the cases has.
const registry = { 'docker.io/acme/web': ['1.0', '2.0'], 'docker.io/library/redis': ['7', '7.4', '8'] };

const ofCompose: Readonly<Record<string, Check<ComposeService>>> = {
	...checks,
	inlay: checkInlay,
	codelens: checkLenses,
};

async function runCase(testCase: LanguageCase): Promise<void> {
	const { files, localImages, expect } = testCase;
	const images = (localImages ?? []).map(reference => ({ references: [reference], id: reference }));
	const service = createComposeService(
		inMemoryHost({ images, tags: registry, files: { ...files, [testCase.file ?? 'compose.yaml']: '' } }),
	);
	const { document, position } = markedCompose(testCase.text, testCase.file);
	const check = ofCompose[testCase.feature];
	assert.ok(check, `no check for ${testCase.feature}`);
	await check(service, document, position, expect);
}

async function checkInlay(...[service, document, , expect]: Parameters<Check<ComposeService>>) {
	const end = document.positionAt(document.getText().length);
	const hints = await service.inlayHints(document, { start: { line: 0, character: 0 }, end }, never);
	const labels = hints.map(hint =>
		typeof hint.label === 'string' ? hint.label : hint.label.map(part => part.value).join(''),
	);
	assert.equal(labels.length, expect.hints.length, labels.join('\n'));
	for (const [index, hint] of (expect.hints as string[]).entries()) {
		const value = hint.replace(/^\(parent value: (.*)\)$/, '$1');
		assert.ok(labels[index]?.includes(value), `${hint} not in ${labels[index]}`);
	}
}

async function checkLenses(...[service, document, , expect]: Parameters<Check<ComposeService>>) {
	const lenses = await service.lenses(document, never);
	assert.ok(lenses.length > 0);
	for (const title of expect.titles as string[]) {
		assert.ok(JSON.stringify(lenses).toLowerCase().includes(title.toLowerCase()), JSON.stringify(lenses));
	}
}
