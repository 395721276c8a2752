import assert from 'node:assert/strict';
import type { MarkupContent } from 'vscode-languageserver-types';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never, type Surroundings } from '../../support/inMemoryHost.ts';

async function hover(marked: string, surroundings: Surroundings = {}): Promise<string> {
	const { document, position } = markedDockerfile(marked);
	const found = await createDockerfileService(inMemoryHost(surroundings)).hover(document, position, never);
	return (found?.contents as MarkupContent | undefined)?.value ?? '';
}

const expectations: readonly (readonly [string, string, RegExp])[] = [
	['an instruction', 'FROM alpine\nWORK‸DIR /app', /created if it does not exist/],
	['a flag with its version', 'FROM alpine\nCOPY --par‸ents a /b', /Since Dockerfile 1\.20/],
	['a directive', '# esc‸ape=`\nFROM alpine', /backtick/],
	['a rule of hadolint', 'FROM alpine\n# hadolint ignore=DL3‸008\nRUN true', /version/],
	['a default that comes from a global argument', 'ARG V=7\nFROM alpine\nARG V\nRUN echo $‸V', /ARG V=7/],
	['the chain of a stage', 'FROM alpine:3 AS a\nFROM a AS b\nFROM ‸b', /`b` ← `a` ← `alpine:3`/],
	['the doc comment of an argument', '# V the version\nARG V=7\nFROM alpine:$‸V', /the version/],
	['a common image', 'FROM no‸de:22', /Node\.js/],
	['where a flag is documented', 'FROM alpine\nRUN --mo‸unt=type=tmpfs,target=/x y', /#run---mount\)/],
	['a type of mount', 'FROM alpine\nRUN --mount=type=ss‸h y', /Since Dockerfile 1\.2[\s\S]*#run---mounttypessh/],
	[
		'an option of a mount',
		'FROM alpine\nRUN --mount=type=secret,id=a,en‸v=B y',
		/Since Dockerfile 1\.10[\s\S]*env=TOKEN/,
	],
	['a bare option', 'FROM alpine\nRUN --mount=type=cache,target=/x,r‸o y', /\*\*readonly\*\*/],
	['an example of a directive', '# syn‸tax=docker/dockerfile:1\nFROM a', /# syntax=docker\/dockerfile:1/],
	['an option of a check', '# check=sk‸ip=all\nFROM a', /Since Dockerfile 1\.8/],
	['all checks', '# check=skip=a‸ll\nFROM a', /every build check/],
	['the value of escape', '# escape=‸`\nFROM a', /Windows paths/],
	['a predefined argument with an example', 'FROM a\nARG TARGET‸OS', /RUN echo \$TARGETOS/],
	['a proxy', 'FROM a\nRUN echo $HTTP_PRO‸XY', /#predefined-args/],
	['AS', 'FROM a A‸S b', /--target/],
	['a port', 'FROM a\nEXPOSE 80‸80/udp', /8080 over UDP/],
	['NONE', 'FROM a\nHEALTHCHECK NO‸NE', /base image/],
	['a real-time signal', 'FROM a\nSTOPSIGNAL SIGRT‸MIN+3', /37/],
	['a signal by its number', 'FROM a\nSTOPSIGNAL ‸9', /SIGKILL/],
	['a key of OCI', 'FROM a\nLABEL org.opencontainers.image.sour‸ce=x', /source code/],
	['PATH', 'FROM a\nENV PATH=$PA‸TH:/x', /Set by the image `a`/],
	['a rule without the words of one place', 'FROM a\n# hadolint ignore=DL30‸08\nRUN b', /"…" has no version/],
	['a heredoc', 'FROM alpine\nCOPY <<"E‸OF" /a\nx\nEOF', /not expanded/],
];

describe('Dockerfile hover', () => {
	for (const [name, marked, pattern] of expectations) {
		it(`explains ${name}`, async () => assert.match(await hover(marked), pattern));
	}

	it('speaks Korean', async () => {
		assert.match(await hover('FROM alpine\nR‸UN true', { locale: 'ko' }), /레이어/);
	});

	it('shows what the engine knows of an image', async () => {
		const images = [{ references: ['acme/tool:7'], id: '1', size: 12_300_000, ports: ['80/tcp'], user: 'web' }];
		const text = await hover('FROM acme/to‸ol:7', { images });
		assert.match(text, /12\.3 MB/);
		assert.match(text, /`80\/tcp`/);
	});

	it('lets no text of the file become Markdown', async () => {
		const text = await hover('# V [x](command:evil) <img>\nARG V=```a\nFROM alpine:$‸V');
		assert.doesNotMatch(text, /[^\\]\[x\]\(command/);
		assert.doesNotMatch(text, /[^\\]<img/);
	});
});
