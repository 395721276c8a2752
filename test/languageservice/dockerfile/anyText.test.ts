import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createDockerfileService, type DockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';
import { probes } from './buildkitProbes.ts';

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

/** Places in a Dockerfile where something is taken out, put in or said twice. */
const mutations = fc.array(
	fc.record({
		at: fc.nat(),
		length: fc.nat({ max: 6 }),
		text: fc.constantFrom('', '', ...pieces),
		twice: fc.boolean(),
	}),
	{ minLength: 1, maxLength: 4 },
);

const mutated = fc
	.tuple(fc.array(fc.constantFrom(...Object.values(probes).flat()), { minLength: 1, maxLength: 3 }), mutations)
	.map(([texts, changes]) =>
		changes.reduce((text, { at, length, text: more, twice }) => {
			const start = at % (text.length + 1);
			return text.slice(0, start) + more + text.slice(twice ? start : start + length);
		}, texts.join('\n')),
	);

/** What a file may consist of that makes a careless reader slow: a beginning, what is repeated, an end. */
const shapes: Readonly<Record<string, readonly [string, (index: number) => string, string]>> = {
	instructions: ['FROM scratch\n', () => 'RUN a && b | c\n', ''],
	'one line': ['FROM scratch\nRUN ', () => 'a ', ''],
	'variables that hang together': ['FROM scratch\n', index => `ENV A${index}=$A${index - 1}:x\n`, ''],
	'a variable that doubles': ['FROM scratch\nENV A=aa\n', () => 'ENV A=$A$A\n', ''],
	'arguments in one line': ['FROM scratch\nARG ', index => `A${index}=$A${index - 1} `, ''],
	stages: ['FROM scratch AS s-1\n', index => `FROM s${index - 1} AS s${index}\nCOPY --from=s${index - 1} a b\n`, ''],
	'undefined arguments in FROM': ['', index => `FROM a:$q${index}\n`, ''],
	'undefined variables': ['FROM scratch\n', index => `COPY $q${index} /a\n`, ''],
	'nested variables': ['FROM scratch\nENV A=', () => '${A:-', ''],
	'patterns in variables': [`FROM scratch\nARG V=${'a'.repeat(500)}\n`, () => 'ENV A=${V##*a*a*a*b}\n', ''],
	quotes: ['FROM scratch\nENV A=', () => '"', ''],
	'heredocs of one line': ['FROM scratch\nRUN ', index => `<<E${index} `, ''],
	heredocs: ['FROM scratch\n', () => 'COPY <<E /a\n$x "\nE\n', ''],
	'heredocs without end': ['FROM scratch\n', () => 'RUN <<E\n', ''],
	continuations: ['FROM scratch\nRUN a ', () => '\\\n\n', ''],
	'options of a mount': ['FROM scratch\nRUN --mount=', () => 'target=/a,mode=x,', ' a'],
	flags: ['FROM scratch\nCOPY ', index => `--f${index}=a `, 'a b'],
	'a JSON array': ['FROM scratch\nCMD [', () => '"a", ', '"b"]'],
	ports: ['FROM scratch\nEXPOSE ', index => `x${index} `, ''],
	labels: ['FROM scratch\nLABEL ', index => `l${index}="a b" `, ''],
	'unknown instructions': ['FROM scratch\n', index => `FOO${index} a\n`, ''],
	'rules to skip': ['# check=skip=', index => `R${index},`, '\nFROM scratch'],
	ONBUILD: ['FROM scratch\n', () => 'ONBUILD ', ''],
	'an image name': ['FROM ', () => 'a/', ''],
	parentheses: ['FROM scratch\nRUN ', () => '(', ''],
};

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

	it('made from a Dockerfile makes no feature throw', async function () {
		this.timeout(60_000);
		await fc.assert(
			fc.asyncProperty(mutated, fc.nat(), async (text, place) => {
				const service = createDockerfileService(inMemoryHost({ files: { a: '' } }));
				await askEverything(service, TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, text), place);
			}),
			{ numRuns: 400 },
		);
	});

	for (const [name, [head, piece, tail]] of Object.entries(shapes)) {
		it(`takes time in proportion to its length: ${name}`, async () => {
			const sized = (length: number) => {
				const parts = [head];
				for (let size = 0, index = 0; size < length; size += parts.at(-1)?.length ?? 0) {
					parts.push(piece(index++));
				}
				return parts.join('') + tail;
			};
			const short = await processorTime(sized(50_000));
			const long = await processorTime(sized(200_000));
			// Four times the text takes four times as long, in quadratic time sixteen times.
			assert.ok(long < Math.max(400, 10 * short), `${short} ms, then ${long} ms`);
		});
	}

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

/** Milliseconds that reading a text and finding its problems takes of the processor. */
async function processorTime(text: string): Promise<number> {
	const document = TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, text);
	const before = process.cpuUsage();
	await createDockerfileService(inMemoryHost()).diagnose(document, never);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

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
