import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createDockerfileService, type DockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const pieces = [
	'FROM',
	'alpine',
	' AS ',
	'Build',
	'RUN',
	'COPY',
	'--from=',
	'--mount=type=cache,target=/c',
	'--mount="type',
	' ',
	'  ',
	'\t',
	'\n',
	'\r\n',
	'\\\n',
	'\\\\\n',
	'`\n',
	'#',
	'# escape=`\n',
	'# check=skip=all\n',
	'# check=',
	'<<EOF',
	'<<-EOT',
	'\nEOF\n',
	'<< EOF',
	'$',
	'${',
	'}',
	'${A:-b}',
	'${A//',
	'"',
	"'",
	'[',
	']',
	',',
	'["a", "b"]',
	'ENV',
	'ARG',
	'A=1',
	'=',
	'LABEL',
	'EXPOSE',
	'80/TCP',
	'1:2:3',
	'ONBUILD',
	'HEALTHCHECK',
	'CMD',
	'NONE',
	'--interval=5',
	'SHELL',
	'USER',
	'WORKDIR',
	'/x',
	'../y',
	'apt-get install curl',
	' && ',
	'|',
	'STOPSIGNAL',
	'SIGTERM',
	'VOLUME',
	'\uFEFF',
	'한글',
	'🐳',
	'\u2028',
	'MAINTAINER',
	'ADD',
	'https://e.com/a.git#b',
];

const dockerfile = fc
	.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 6 })), { maxLength: 40 })
	.map(parts => parts.join(''));

describe('Any text', () => {
	it('makes no feature throw', async function () {
		this.timeout(60_000);
		await fc.assert(
			fc.asyncProperty(dockerfile, fc.nat(), async (text, place) => {
				const service = createDockerfileService(inMemoryHost({ files: { a: '' } }));
				await askEverything(service, TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, text), place);
			}),
			{ numRuns: 400 },
		);
	});

	it('is formatted once and for all', async () => {
		await fc.assert(
			fc.asyncProperty(dockerfile, async text => {
				const once = await formatted(text);
				assert.equal(await formatted(once), once);
			}),
			{ numRuns: 300 },
		);
	});
});

async function formatted(text: string): Promise<string> {
	const document = TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, text);
	const edits = await createDockerfileService(inMemoryHost()).format(
		document,
		{ tabSize: 4, insertSpaces: true },
		never,
	);
	return TextDocument.applyEdits(document, edits);
}

async function askEverything(service: DockerfileService, document: TextDocument, place: number): Promise<void> {
	const length = document.getText().length;
	const position = document.positionAt(length === 0 ? 0 : place % (length + 1));
	const range = { start: document.positionAt(0), end: document.positionAt(length) };
	const options = { tabSize: 4, insertSpaces: true };
	await service.complete(document, position, never);
	await service.hover(document, position, never);
	await service.signatureHelp(document, position, never);
	await service.diagnose(document, never);
	for (const action of await service.codeActions(document, range, {}, never)) {
		TextDocument.applyEdits(document, action.edit?.changes?.[document.uri] ?? []);
	}
	await service.definition(document, position, never);
	await service.references(document, position, true, never);
	await service.highlights(document, position, never);
	await service.prepareRename(document, position, never);
	const edit = await service.rename(document, position, 'renamed', never);
	if (edit && 'changes' in edit) {
		TextDocument.applyEdits(document, edit.changes?.[document.uri] ?? []);
	}
	await service.symbols(document, never);
	await service.folding(document, never);
	await service.links(document, never);
	TextDocument.applyEdits(document, await service.format(document, options, never));
	await service.formatOnType(document, position, '\n', options, never);
	await service.formatRange(document, range, options, never);
	await service.semanticTokens(document, never);
	await service.inlayHints(document, range, never);
	await service.lenses(document, never);
}
