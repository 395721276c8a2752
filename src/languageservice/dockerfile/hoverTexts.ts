import { type Locale, say, type Text } from '../host.ts';
import type { Rule } from './checks/rule.ts';
import { ruleLink } from './checks/rules.ts';
import type { FlagData, InstructionData } from './instructions.ts';
import type { DirectiveName } from './directives.ts';
import { signals } from './signals.ts';

const reference = 'https://docs.docker.com/reference/dockerfile/';

const words: Record<string, Text> = {
	since: { en: 'Since Dockerfile {0}.', ko: 'Dockerfile {0}부터.' },
	more: { en: 'Documentation', ko: '문서' },
	wrong: { en: 'Instead of', ko: '이것 대신' },
	right: { en: 'write', ko: '이렇게 씁니다' },
};

function block(code: string): string {
	return `\`\`\`dockerfile\n${code}\n\`\`\``;
}

export function instructionMarkdown(data: InstructionData, locale: Locale): string {
	const forms = data.forms.join('\n');
	const link = `[${say(words.more as Text, locale)}](${reference}#${data.anchor})`;
	return `${block(forms)}\n\n${say(data.text, locale)}\n\n${block(data.example)}\n\n${link}`;
}

export function flagMarkdown(flag: FlagData, locale: Locale): string {
	const since = flag.since ? `\n\n${say(words.since as Text, locale, flag.since)}` : '';
	return `**--${flag.name}**\n\n${say(flag.text, locale)}${since}\n\n${block(flag.example)}`;
}

export function ruleMarkdown(rule: Rule, locale: Locale): string {
	const link = `[${say(words.more as Text, locale)}](${ruleLink(rule.name)})`;
	return [
		`**${rule.name}**: ${say(rule.title, locale)}`,
		say(rule.why, locale),
		say(words.wrong as Text, locale),
		block(rule.wrong),
		say(words.right as Text, locale),
		block(rule.right),
		link,
	].join('\n\n');
}

export const directiveTexts: Readonly<Record<DirectiveName, Text>> = {
	syntax: {
		en: 'The Dockerfile frontend that reads this file. `docker/dockerfile:1` always is the newest stable one, whatever the engine bundles.',
		ko: '이 파일을 읽을 Dockerfile 프런트엔드(frontend)입니다. `docker/dockerfile:1`은 엔진과 관계없이 항상 최신 안정 버전입니다.',
	},
	escape: {
		en: 'The character that escapes and continues lines: a backslash (default) or a backtick, which suits Windows paths.',
		ko: '이스케이프와 줄 잇기에 쓸 문자입니다. 백슬래시(기본값)나 Windows 경로에 알맞은 백틱(backtick)입니다.',
	},
	check: {
		en: 'Which build checks are skipped (`skip=`), switched on (`experimental=`), and whether findings fail the build (`error=true`). Since Dockerfile 1.8.',
		ko: '건너뛸 빌드 검사(`skip=`), 켤 검사(`experimental=`), 발견 시 빌드를 실패시킬지(`error=true`)를 정합니다. Dockerfile 1.8부터.',
	},
};

export const checkOptionTexts: Readonly<Record<'skip' | 'error' | 'experimental', Text>> = {
	skip: { en: 'Names of the checks to skip, or `all`.', ko: '건너뛸 검사의 이름 또는 `all`입니다.' },
	error: { en: 'Whether findings make the build fail.', ko: '발견한 것이 있으면 빌드를 실패시킬지 정합니다.' },
	experimental: {
		en: 'Names of experimental checks to switch on, or `all`.',
		ko: '켤 실험적 검사의 이름 또는 `all`입니다.',
	},
};

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

const signalTexts: Readonly<Record<string, readonly [string, string]>> = {
	TERM: [
		'asks the program to end; the default of docker stop',
		'프로그램에 종료를 요청합니다. docker stop의 기본값입니다',
	],
	KILL: ['ends the program at once; it cannot be caught', '프로그램을 즉시 끝냅니다. 막을 수 없습니다'],
	INT: ['interrupt, as Ctrl+C', 'Ctrl+C와 같은 중단입니다'],
	QUIT: ['quit; graceful for nginx and php-fpm', '종료합니다. nginx와 php-fpm은 하던 일을 마칩니다'],
	HUP: ['hang up; many servers read their settings again', '많은 서버가 설정을 다시 읽습니다'],
	USR1: ['for the program itself', '프로그램이 정한 용도입니다'],
	USR2: ['for the program itself', '프로그램이 정한 용도입니다'],
	WINCH: ['window changed; graceful for Apache', '창 크기 변경입니다. Apache는 하던 일을 마칩니다'],
	STOP: ['pauses the program', '프로그램을 멈춥니다'],
	CONT: ['continues the program', '프로그램을 이어서 실행합니다'],
};

export function signalText(name: string): Text {
	const [en, ko] = signalTexts[name] ?? ['', ''];
	const number = signals[name] ?? 0;
	return { en: `**SIG${name}** (${number}) ${en}`.trim(), ko: `**SIG${name}** (${number}) ${ko}`.trim() };
}
