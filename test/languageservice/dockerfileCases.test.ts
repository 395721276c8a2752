import assert from 'node:assert/strict';
import { createDockerfileService, type DockerfileService } from '../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never } from '../support/inMemoryHost.ts';
import { type Check, checks, type LanguageCase, readCases } from '../support/languageCase.ts';

const cases = readCases('dockerfile');

(cases.length > 0 ? describe : () => {})('Dockerfile cases', () => {
	for (const testCase of cases) {
		it(`${testCase.feature} ${testCase.id}`, () => runCase(testCase));
	}
});

const ofDockerfiles: Readonly<Record<string, Check<DockerfileService>>> = {
	...checks,
	signature: checkSignature,
};

async function runCase(testCase: LanguageCase): Promise<void> {
	const { files, localImages, expect } = testCase;
	const images = (localImages ?? []).map(reference => ({ references: [reference], id: reference }));
	const service = createDockerfileService(
		inMemoryHost({ images, files: { ...files, [testCase.file ?? 'Dockerfile']: '' } }),
	);
	const { document, position } = markedDockerfile(testCase.text, testCase.file);
	const check = ofDockerfiles[testCase.feature];
	assert.ok(check, `no check for ${testCase.feature}`);
	await check(service, document, position, expect);
}

async function checkSignature(...[service, document, position, expect]: Parameters<Check<DockerfileService>>) {
	const help = await service.signatureHelp(document, position, never);
	assert.ok(
		help?.signatures.some(signature => signature.label.includes(expect.label)),
		JSON.stringify(help),
	);
}
