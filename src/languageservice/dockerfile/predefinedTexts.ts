import type { Locale, Text } from '../host.ts';
import { explained } from './hoverTexts.ts';

/** What BuildKit sets by itself. */
export const predefinedTexts: Readonly<Record<string, Text>> = {
	TARGETPLATFORM: {
		en: 'The platform that is built for, such as `linux/amd64`, `linux/arm/v7` or `windows/amd64`.',
		ko: '빌드 대상 플랫폼입니다. 예: `linux/amd64`, `linux/arm/v7`, `windows/amd64`.',
	},
	TARGETOS: {
		en: 'The operating system of the target: `linux`, `windows`.',
		ko: '대상의 운영 체제입니다: `linux`, `windows`.',
	},
	TARGETARCH: {
		en: 'The architecture of the target: `amd64`, `arm64`, `arm`.',
		ko: '대상의 아키텍처입니다: `amd64`, `arm64`, `arm`.',
	},
	TARGETVARIANT: {
		en: 'The variant of the target, such as `v7`; often empty.',
		ko: '대상의 변형입니다(예: `v7`). 비어 있을 때가 많습니다.',
	},
	TARGETOSVERSION: {
		en: 'The version of the target’s operating system; set for Windows.',
		ko: '대상 운영 체제의 버전입니다. Windows에서 쓰입니다.',
	},
	TARGETSTAGE: { en: 'The stage that is built.', ko: '빌드하는 스테이지입니다.' },
	BUILDPLATFORM: {
		en: 'The platform of the machine that builds, such as `linux/amd64`.',
		ko: '빌드하는 컴퓨터의 플랫폼입니다. 예: `linux/amd64`.',
	},
	BUILDOS: { en: 'The operating system of the machine that builds.', ko: '빌드하는 컴퓨터의 운영 체제입니다.' },
	BUILDARCH: {
		en: 'The architecture of the machine that builds: `amd64`, `arm64`.',
		ko: '빌드하는 컴퓨터의 아키텍처입니다: `amd64`, `arm64`.',
	},
	BUILDVARIANT: {
		en: 'The variant of the machine that builds; often empty.',
		ko: '빌드하는 컴퓨터의 변형입니다. 비어 있을 때가 많습니다.',
	},
	BUILDOSVERSION: { en: 'The version of the operating system that builds.', ko: '빌드하는 운영 체제의 버전입니다.' },
	HTTP_PROXY: {
		en: 'Proxy for HTTP; can be given to any build and leaves no trace in the image.',
		ko: 'HTTP 프록시입니다. 어느 빌드에나 줄 수 있고 이미지에 남지 않습니다.',
	},
	HTTPS_PROXY: {
		en: 'Proxy for HTTPS; can be given to any build and leaves no trace in the image.',
		ko: 'HTTPS 프록시입니다. 어느 빌드에나 줄 수 있고 이미지에 남지 않습니다.',
	},
	FTP_PROXY: { en: 'Proxy for FTP.', ko: 'FTP 프록시입니다.' },
	NO_PROXY: { en: 'Hosts that are reached without a proxy.', ko: '프록시 없이 연결할 호스트입니다.' },
	ALL_PROXY: { en: 'Proxy for every protocol.', ko: '모든 프로토콜의 프록시입니다.' },
	SOURCE_DATE_EPOCH: {
		en: 'Time stamp (seconds since 1970) for everything in the image, for reproducible builds.',
		ko: '재현 가능한 빌드를 위해 이미지의 모든 것에 쓸 시각(1970년부터의 초)입니다.',
	},
	BUILDKIT_SYNTAX: {
		en: 'The frontend to use, as the syntax directive does.',
		ko: 'syntax 지시어처럼 쓸 프런트엔드입니다.',
	},
	BUILDKIT_INLINE_CACHE: { en: 'Puts cache metadata in the image.', ko: '캐시 메타데이터를 이미지에 넣습니다.' },
	BUILDKIT_CONTEXT_KEEP_GIT_DIR: {
		en: 'Keeps the `.git` folder of a git context.',
		ko: 'git 컨텍스트의 `.git` 폴더를 남깁니다.',
	},
	BUILDKIT_MULTI_PLATFORM: {
		en: 'Makes the output the same for one and several platforms.',
		ko: '플랫폼이 하나든 여럿이든 출력을 같게 만듭니다.',
	},
	BUILDKIT_SANDBOX_HOSTNAME: {
		en: 'Host name inside RUN; `buildkitsandbox` by default.',
		ko: 'RUN 안의 호스트 이름입니다. 기본값은 `buildkitsandbox`입니다.',
	},
	BUILDKIT_SBOM_SCAN_CONTEXT: {
		en: 'Whether the build context is scanned for the SBOM.',
		ko: 'SBOM을 만들 때 빌드 컨텍스트도 검사할지 정합니다.',
	},
	BUILDKIT_SBOM_SCAN_STAGE: {
		en: 'Whether this stage is scanned for the SBOM.',
		ko: 'SBOM을 만들 때 이 스테이지도 검사할지 정합니다.',
	},
};

/** Frontends that brought what has not been there from the start. */
const since: Readonly<Record<string, string>> = {
	SOURCE_DATE_EPOCH: '1.5',
	BUILDKIT_SBOM_SCAN_CONTEXT: '1.5',
	BUILDKIT_SBOM_SCAN_STAGE: '1.5',
};

/** What a variable is that BuildKit knows by itself; undefined for others. */
export function predefinedMarkdown(name: string, locale: Locale): string | undefined {
	const known = Object.hasOwn(predefinedTexts, name) ? name : name.toUpperCase();
	const text = Object.hasOwn(predefinedTexts, known) ? predefinedTexts[known] : undefined;
	if (!text || (known !== name && !known.endsWith('_PROXY'))) {
		return undefined;
	}
	return explained('', text, { since: since[known], ...placeOf(known) }, locale).trim();
}

function placeOf(name: string): { example: string; anchor: string } {
	if (/^(BUILD|TARGET)(PLATFORM|OS|ARCH|VARIANT|OSVERSION|STAGE)$/.test(name)) {
		const example = name.startsWith('BUILD')
			? `FROM --platform=$BUILDPLATFORM alpine\nARG ${name}\nRUN echo $${name}`
			: `ARG ${name}\nRUN echo $${name}`;
		return { example, anchor: 'automatic-platform-args-in-the-global-scope' };
	}
	if (name.endsWith('_PROXY')) {
		return { example: `# docker build --build-arg ${name}=http://proxy.example.com .`, anchor: 'predefined-args' };
	}
	return /SBOM/.test(name)
		? { example: `ARG ${name}=true`, anchor: 'buildkit-built-in-build-args' }
		: { example: `# docker build --build-arg ${name}=… .`, anchor: 'buildkit-built-in-build-args' };
}
