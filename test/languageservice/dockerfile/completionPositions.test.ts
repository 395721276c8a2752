import assert from 'node:assert/strict';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never } from '../../support/inMemoryHost.ts';

const files = {
	'package.json': '',
	'src/app.ts': '',
	'src/lib/x.ts': '',
	'node_modules/x/y': '',
	'.dockerignore': 'node_modules\n*.log\n!keep.log\n',
	'a.log': '',
	'keep.log': '',
	'my file.txt': '',
};
const digest = `sha256:${'a'.repeat(64)}`;
const images = [
	{ references: ['acme/app:1.2', 'acme/app:latest'], id: 'x', digest, ports: ['9090/tcp'], env: ['FOO=bar'] },
];

async function labels(marked: string): Promise<string[]> {
	const { document, position } = markedDockerfile(marked);
	const items = await createDockerfileService(inMemoryHost({ files, images })).complete(document, position, never);
	return items.map(item => item.label);
}

/** What is offered at a place, and what is not. */
const places: readonly (readonly [string, readonly string[], readonly string[]])[] = [
	['FROM a\nONBUILD ‸', ['RUN', 'COPY'], ['FROM', 'ONBUILD', 'MAINTAINER']],
	['FROM a\nONBUILD COPY --‸', ['--from=', '--link'], ['--unpack', '--mount=']],
	['FROM a\nONBUILD RUN --mount=type=‸', ['cache', 'secret'], []],
	['FROM a AS x\nFROM b\nONBUILD COPY --from=‸', ['x'], []],
	['FROM a\nRUN --network=none \\\n  --‸', ['--mount=', '--security='], ['--network=']],
	['FROM a\nRUN --mount=type=cache,target=/x \\\n  --mount=‸', ['type=', 'target='], []],
	['FROM a\nRUN apk add \\\n  --‸', [], ['--mount=']],
	['FROM a\nENV A=1 \\\n  B=$‸', ['${PATH}'], ['${A}']],
	['FROM a\nENV A=1\nENV B=1 \\\n  C=$‸', ['${A}'], ['${B}']],
	['FROM a\nRUN <<EOF\nR‸\nEOF', [], ['RUN']],
	['FROM a\nCOPY <<EOF /x\nFR‸\nEOF', [], ['FROM']],
	['FROM a\nARG V=1\nCOPY <<EOF /x\n$‸\nEOF', ['${V}'], []],
	["FROM a\nARG V=1\nCOPY <<'EOF' /x\n$‸\nEOF", [], ['${V}']],
	['FROM a\nRUN --mount=type=bind,‸', ['source=', 'from=', 'readwrite'], ['sharing=', 'size=', 'env=']],
	['FROM a\nRUN --mount=type=cache,target=/x,‸', ['id=', 'sharing=', 'mode='], ['target=', 'required', 'env=']],
	['FROM a\nRUN --mount=type=tmpfs,‸', ['target=', 'size='], ['from=', 'sharing=', 'id=']],
	['FROM a\nRUN --mount=type=ssh,‸', ['id=', 'required', 'mode='], ['from=', 'size=', 'env=']],
	['FROM a\nRUN --mount=type=secret,id=a,required=‸', ['true', 'false'], []],
	['FROM a\nRUN --mount=type=cache,sharing=‸', ['shared', 'private', 'locked'], []],
	['FROM a\nRUN --mount=type=bind,source=‸', ['package.json', 'src/'], ['node_modules/']],
	['FROM a\nRUN --mount=type=bind,source=src/‸,target=/x b', ['app.ts', 'lib/'], ['package.json']],
	['FROM a AS x\nFROM b\nRUN --mount=from=‸', ['x'], ['0']],
	['FROM a AS x\nFROM b\nCOPY --from=‸', ['x', '0', 'acme/app:1.2'], ['1']],
	['FROM a AS x\nFROM b\nCOPY --from=$‸', [], ['${PATH}']],
	['FROM a\nCOPY --exclude=$‸', [], ['${PATH}']],
	['FROM a\nCOPY --link=‸', ['true', 'false'], []],
	['FROM a\nRUN adduser bob\nCOPY --chown=‸', ['bob:bob', '1000:1000'], []],
	['FROM a\nRUN addgroup staff\nCOPY --chown=bob:‸', ['staff', 'root'], ['bob:bob']],
	['FROM a\nADD --checksum=‸', ['sha256:'], []],
	['FROM --‸', ['--platform='], ['--from=']],
	['FROM --platform=‸', ['linux/amd64', '$BUILDPLATFORM'], []],
	['FROM --platform=$‸', ['${BUILDPLATFORM}', '${TARGETARCH}'], ['${PATH}']],
	['FROM a AS x\nFROM ‸', ['x', 'scratch', 'debian'], ['0']],
	['FROM a AS x\nFROM \\\n  ‸', ['x', 'scratch'], []],
	['FROM acme/app:‸', ['1.2', 'latest'], []],
	['FROM acme/app:1.2@‸', [digest], ['latest']],
	['FROM alpine:‸', ['3.22'], []],
	['FROM a ‸', ['AS'], []],
	['from a ‸', ['as'], ['AS']],
	['FROM a AS ‸', ['build'], ['scratch']],
	['ARG V=1\nFROM a:$‸', ['${V}', '${TARGETOS}'], []],
	['FROM a:$‸\nARG V=1', [], ['${V}']],
	['FROM a\nARG V=1\nENV X=${V:‸', ['${V:-default}', '${V:+word}', '${V:?message}'], ['${V#pattern}']],
	['FROM a\nARG V=1\nENV X=${V#‸}', ['${V#pattern}', '${V##pattern}'], ['${V:-default}']],
	['FROM a\nARG V=1\nENV X=${V/‸', ['${V/old/new}', '${V//old/new}'], []],
	['FROM a\nARG V=1\nENV X="$‸"', ['${V}'], []],
	['FROM a\nARG V=1\nRUN echo ${‸', ['${V}', '${HTTP_PROXY}'], []],
	['FROM a\nARG V=1\nLABEL x=$‸', ['${V}'], ['${HTTP_PROXY}']],
	['FROM a AS b\nENV P=1\nFROM b\nEXPOSE $‸', ['${P}'], []],
	['FROM a AS b\nENV P=1\nFROM c\nEXPOSE $‸', [], ['${P}']],
	['FROM acme/app:1.2\nENV X=$‸', ['${FOO}', '${PATH}'], []],
	['FROM acme/app:1.2\nONBUILD RUN echo $‸', ['${FOO}'], []],
	['FROM scratch\nENV X=$‸', [], ['${PATH}']],
	['FROM a\nCOPY ‸', ['package.json', 'src/', 'keep.log'], ['node_modules/', 'a.log', 'my file.txt']],
	['FROM a\nCOPY ["‸', ['package.json', 'my file.txt'], ['node_modules/']],
	['FROM a\nCOPY src/‸', ['app.ts', 'lib/'], ['package.json']],
	['FROM a\nCOPY ./src/l‸', ['lib/'], []],
	['FROM a\nWORKDIR /srv\nCOPY a ‸', ['./', '/srv/'], []],
	['FROM a AS x\nWORKDIR /out\nFROM b\nCOPY --from=x ‸', ['/out'], ['package.json']],
	['FROM acme/app:1.2\nEXPOSE ‸', ['9090', '80'], []],
	['FROM a\nEXPOSE 80/‸', ['tcp', 'udp', 'sctp'], ['80']],
	['FROM a\nSTOPSIGNAL ‸', ['SIGTERM', 'SIGQUIT'], []],
	['FROM node:22\nUSER ‸', ['node', 'root'], []],
	['FROM a\nRUN useradd -m bob\nUSER ‸', ['bob'], []],
	['FROM a\nRUN groupadd staff\nUSER bob:‸', ['staff'], ['1000:1000']],
	['FROM node:22\nCMD ‸', ['["node", "server.js"]'], []],
	['FROM node:22\nCMD ["‸', ['node', 'npm'], ['java']],
	['FROM node:22\nENTRYPOINT ["node", "‸', ['server.js'], ['node']],
	['FROM a\nSHELL ["‸', ['/bin/bash', 'powershell'], []],
	['FROM a\nSHELL ["/bin/bash", "‸', ['-c', '-o'], []],
	['FROM a\nRUN ["‸', ['sh'], []],
	['FROM a\nHEALTHCHECK ‸', ['CMD', 'NONE', '--interval='], []],
	['FROM a\nHEALTHCHECK --timeout=3s --‸', ['--interval='], ['--timeout=']],
	['FROM a\nHEALTHCHECK CMD ‸', ['curl -f http://localhost/ || exit 1'], ['NONE']],
	['ARG V\nFROM a\nARG ‸', ['V', 'TARGETARCH', 'SOURCE_DATE_EPOCH', 'HTTP_PROXY'], []],
	['# ‸', ['syntax', 'escape', 'check'], []],
	['# syntax=a\n# ‸', ['escape', 'check'], ['syntax']],
	['FROM a\n# ‸\nRUN b', ['check', 'hadolint ignore='], ['syntax']],
	['FROM a\n# hadolint ignore=DL3006,‸\nRUN b', ['DL3008'], ['DL3006']],
	['# check=error=‸', ['true', 'false'], []],
	['# check=skip=all;‸', ['error=', 'experimental='], ['skip=']],
	['from a\n‸', ['run', 'copy'], ['RUN']],
	['FROM a\n# words ‸', [], ['check', 'RUN']],
];

describe('Dockerfile completion, place by place', () => {
	for (const [marked, wanted, unwanted] of places) {
		it(JSON.stringify(marked), async () => {
			const offered = await labels(marked);
			assert.deepEqual(
				wanted.filter(label => !offered.includes(label)),
				[],
				offered.join(' '),
			);
			assert.deepEqual(
				unwanted.filter(label => offered.includes(label)),
				[],
			);
		});
	}
});
