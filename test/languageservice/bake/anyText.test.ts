import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createBakeService } from '../../../src/languageservice/bake/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';
import { processorMs } from '../../support/keepsTime.ts';

const texts = readFileSync(join(import.meta.dirname, 'bakeVerdicts.jsonl'), 'utf8')
	.split('\n')
	.filter(line => line !== '')
	.map(line => (JSON.parse(line) as { text: string }).text);

const pieces = [
	'target "',
	'" {\n',
	'}',
	'${',
	'%{ if ',
	'<<E\n',
	'[',
	']',
	'(',
	')',
	'"',
	',',
	'=',
	'\n',
	'for x in ',
	'\r\n',
	'/*',
	'#',
	'한',
	'.',
	'*',
	'?',
	':',
];

async function askEverything(text: string, offset: number, name: string): Promise<void> {
	const document = TextDocument.create(`file:///workspace/${name}`, 'dockerbake', 1, text);
	const service = createBakeService(inMemoryHost({ files: { [name]: text, Dockerfile: 'FROM x AS y\nARG Z' } }));
	const position = document.positionAt(offset);
	const range = { start: position, end: position };
	await service.complete(document, position, never);
	await service.hover(document, position, never);
	await service.diagnose(document, never);
	await service.codeActions(document, range, {}, never);
	await service.definition(document, position, never);
	await service.references(document, position, true, never);
	await service.rename(document, position, 'other', never);
	await service.symbols(document, never);
	await service.folding(document, never);
	await service.links(document, never);
	await service.lenses(document, never);
}

describe('Bake service on any text', () => {
	for (const name of ['docker-bake.hcl', 'docker-bake.json']) {
		it(`answers at every place of a text that was cut: ${name}`, async () => {
			const cut = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(), fc.nat()).map(([text, from, length, at]) => {
				const start = from % (text.length + 1);
				const result = text.slice(0, start) + text.slice(start + (length % 20));
				return [result, at % (result.length + 1)] as const;
			});
			await fc.assert(
				fc.asyncProperty(cut, ([text, offset]) => askEverything(text, offset, name)),
				{ numRuns: 300 },
			);
		});

		it(`answers on any heap of signs: ${name}`, async () => {
			const heap = fc
				.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 40 })
				.map(all => all.join(''));
			await fc.assert(
				fc.asyncProperty(heap, fc.nat(), (text, at) => askEverything(text, at % (text.length + 1), name)),
				{
					numRuns: 300,
				},
			);
		});
	}

	it('is not exhausted by deep nesting', async () => {
		const start = processorMs();
		for (const sign of ['[', '{', '(', '!', '-', '"${', 'a(', 'a[', 'a.', '%{if ', '{a=', 'x{', '1?1:']) {
			await askEverything(`target "t" {\n  context = ${sign.repeat(20_000)}`, 40, 'docker-bake.hcl');
		}
		assert.ok(processorMs() - start < 4000);
	});

	it('stays quick where a hundred targets inherit each other', async () => {
		const target = (index: number) =>
			`target "t${index}" {\n  inherits = ["t${index - 1}"]\n  target = "y"\n  args = {\n    Z = "\${V}"\n  }\n}\n`;
		const text = `variable "V" {}\ntarget "t0" {}\n${Array.from({ length: 120 }, (_, index) => target(index + 1)).join('')}`;
		const start = processorMs();
		await askEverything(text, 60, 'docker-bake.hcl');
		assert.ok(processorMs() - start < 1500);
	});
});
