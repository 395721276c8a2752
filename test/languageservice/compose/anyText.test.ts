import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, markedCompose, never } from '../../support/inMemoryHost.ts';

const pieces = [
	'services:',
	'include:',
	'volumes:',
	'web:',
	'image: nginx',
	'image: postgres: 15',
	'ports:',
	'- "80:80"',
	'- ',
	'-',
	'extends: web',
	'extends: {file: b.yaml, service: web}',
	'depends_on: [web, db]',
	'environment:',
	'A: ${A:-${B:?c}}',
	'${',
	'$',
	'<<: *a',
	'&a',
	'*a',
	'!reset',
	'!override',
	'!!binary',
	'? ',
	': ',
	'{',
	'}',
	'[',
	']',
	',',
	'"',
	"'",
	'|\n',
	'>-\n',
	'\n',
	'\n  ',
	'\n    ',
	'\r\n',
	'\t',
	' ',
	'#',
	'# slipway-ignore UnknownKey',
	'---\n',
	'...\n',
	'x-a: ',
	'2024-01-01',
	'0o17',
	'~',
	'\uFEFF',
	'한글',
	'🐳',
	'\u2028',
	'\u0000',
	'%YAML 1.2\n',
	'version: 3',
];

const text = fc
	.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 6 })), { maxLength: 40 })
	.map(parts => parts.join(''));

describe('Any compose text', () => {
	it('is judged without an error, each place inside of it', async function () {
		this.timeout(60_000);
		await fc.assert(
			fc.asyncProperty(text, text, async (own, other) => {
				const files = { 'compose.yaml': own, 'b.yaml': other, '.env': other };
				const service = createComposeService(inMemoryHost({ files }));
				const { document } = markedCompose(own);
				for (const { range } of await service.diagnose(document, never)) {
					assert.ok(document.offsetAt(range.start) <= document.offsetAt(range.end));
					assert.ok(range.end.line < document.lineCount);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('is judged the same with other ends of lines', async () => {
		await fc.assert(
			fc.asyncProperty(text, async own => {
				const unix = own.replaceAll('\r', '');
				const expected = await codes(unix);
				const found = await codes(unix.replaceAll('\n', '\r\n'));
				// How many places a broken text is broken in depends on the parser's way through it.
				if (expected.some(code => code.endsWith('InvalidYaml'))) {
					assert.ok(found.length > 0);
				} else {
					assert.deepEqual(found, expected);
				}
			}),
			{ numRuns: 200 },
		);
	});
});

async function codes(own: string): Promise<string[]> {
	const service = createComposeService(inMemoryHost({ files: { 'compose.yaml': own } }));
	return (await service.diagnose(markedCompose(own).document, never)).map(
		({ code, range }) => `${range.start.line}:${range.start.character} ${code}`,
	);
}
