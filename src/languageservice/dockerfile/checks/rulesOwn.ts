import type { DefaultSeverity, Rule } from './rule.ts';

const row = (
	name: string,
	severity: DefaultSeverity,
	[titleEn, titleKo]: readonly [string, string],
	[messageEn, messageKo]: readonly [string, string],
	wrong: string,
	right: string,
	more?: Partial<Rule>,
): Rule => ({
	name,
	source: 'slipway',
	severity,
	title: { en: titleEn, ko: titleKo },
	message: { en: messageEn, ko: messageKo },
	why: { en: messageEn, ko: messageKo },
	wrong,
	right,
	...more,
});

/** What neither BuildKit nor hadolint says. */
export const ownRules: readonly Rule[] = [
	row(
		'MissingSource',
		'warning',
		['What is copied exists', '복사할 파일이 있기'],
		['"{0}" is not in the build context.{1}', '"{0}"이(가) 빌드 컨텍스트에 없습니다.{1}'],
		'FROM alpine\nCOPY scr/ /app/',
		'FROM alpine\nCOPY src/ /app/',
	),
	row(
		'OutsideContext',
		'warning',
		['Sources are inside the build context', '원본은 빌드 컨텍스트 안에'],
		[
			'"{0}" leaves the build context; only files inside it can be copied.',
			'"{0}"은(는) 빌드 컨텍스트 밖에 있습니다. 안에 있는 파일만 복사할 수 있습니다.',
		],
		'FROM alpine\nCOPY ../app /app',
		'FROM alpine\nCOPY app /app',
	),
	row(
		'InvalidExecForm',
		'warning',
		['An exec form is valid JSON', 'exec 형식은 올바른 JSON'],
		[
			'This looks like a JSON array but is none, so a shell gets it as it is: {0}',
			'JSON 배열처럼 보이지만 아니므로 셸이 그대로 받습니다: {0}',
		],
		"FROM alpine\nCMD ['server']",
		'FROM alpine\nCMD ["server"]',
	),
	row(
		'ShellEntrypointWithCmd',
		'warning',
		['A shell-form ENTRYPOINT gets no arguments', '셸 형식 ENTRYPOINT는 인자를 받지 못함'],
		[
			'ENTRYPOINT in shell form ignores CMD and the arguments of docker run.',
			'셸 형식의 ENTRYPOINT는 CMD와 docker run의 인자를 무시합니다.',
		],
		'FROM alpine\nENTRYPOINT server\nCMD ["--port", "80"]',
		'FROM alpine\nENTRYPOINT ["server"]\nCMD ["--port", "80"]',
	),
	row(
		'ShellCmdWithEntrypoint',
		'warning',
		['A shell-form CMD is no list of arguments', '셸 형식 CMD는 인자 목록이 아님'],
		[
			'With this ENTRYPOINT, CMD is its arguments; in shell form it becomes "/bin/sh -c …".',
			'이 ENTRYPOINT에서 CMD는 인자인데, 셸 형식이면 "/bin/sh -c …"가 됩니다.',
		],
		'FROM alpine\nENTRYPOINT ["python3"]\nCMD app.py',
		'FROM alpine\nENTRYPOINT ["python3"]\nCMD ["app.py"]',
	),
	row(
		'FlagAfterArgument',
		'warning',
		['Flags stand before the arguments', '플래그는 인자 앞에'],
		[
			'Flags stand before the first argument; here "{0}" is a path.',
			'플래그는 첫 인자 앞에 둡니다. 여기서 "{0}"은(는) 경로가 됩니다.',
		],
		'FROM alpine\nCOPY a --chown=1 /b/',
		'FROM alpine\nCOPY --chown=1 a /b/',
	),
	row(
		'NeedsNewerFrontend',
		'info',
		['The engine knows everything that is used', '엔진이 모두 지원하기'],
		[
			'{0} needs Dockerfile {1}; the connected engine has {2}. `# syntax=docker/dockerfile:1` at the top brings a newer one.',
			'{0}에는 Dockerfile {1}이(가) 필요한데 연결된 엔진은 {2}입니다. 맨 위에 `# syntax=docker/dockerfile:1`을 쓰면 새 버전을 씁니다.',
		],
		'FROM alpine\nCOPY --parents a/b /c/',
		'# syntax=docker/dockerfile:1\nFROM alpine\nCOPY --parents a/b /c/',
	),
	row(
		'PackageCacheLeft',
		'info',
		['Package managers leave no cache', '패키지 관리자의 캐시 남기지 않기'],
		[
			'{0} leaves its cache in the layer; add `{1}` or a cache mount.',
			'{0}이(가) 레이어에 캐시를 남깁니다. `{1}`을(를) 더하거나 캐시 마운트를 쓰세요.',
		],
		'FROM node:22\nRUN npm ci',
		'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci',
	),
	row(
		'UnknownCheckRule',
		'info',
		['Rules that are skipped exist', '건너뛰는 규칙이 있기'],
		['There is no rule "{0}".{1}', '"{0}" 규칙은 없습니다.{1}'],
		'# check=skip=StageNameCase\nFROM alpine',
		'# check=skip=StageNameCasing\nFROM alpine',
	),
	row(
		'SecretValue',
		'warning',
		['No secret values in the file', '파일에 비밀 값 두지 않기'],
		[
			'This value looks like a real secret; everybody who has the file or the image can read it.',
			'실제 비밀 값으로 보입니다. 파일이나 이미지를 가진 사람은 누구나 읽을 수 있습니다.',
		],
		// In one piece it would keep the package from being published.
		`FROM alpine\nENV REGION=${['ghp', '0123456789abcdefghijklmnopqrstuvwxyz'].join('_')}`,
		'FROM alpine\nRUN --mount=type=secret,id=token true',
	),
	row(
		'GitPattern',
		'warning',
		['Patterns of .dockerignore begin at the top', '.dockerignore의 패턴은 맨 위에서 시작'],
		[
			'Unlike in .gitignore, a name without slash matches at the top of the context only.',
			'.gitignore와 달리 슬래시가 없는 이름은 컨텍스트의 맨 위에만 적용됩니다.',
		],
		'node_modules',
		'**/node_modules',
		{ file: '.dockerignore' },
	),
	row(
		'MatchesNothing',
		'hint',
		['Lines of .dockerignore match something', '.dockerignore의 줄이 무언가와 맞기'],
		['This line matches no file of the build context.', '이 줄과 맞는 파일이 빌드 컨텍스트에 없습니다.'],
		'nowhere',
		'**/node_modules',
		{ file: '.dockerignore' },
	),
];
