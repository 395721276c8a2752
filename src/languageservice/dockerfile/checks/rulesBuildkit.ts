import type { Text } from '../../host.ts';
import type { Rule } from './rule.ts';

const row = (
	name: string,
	title: Text,
	message: Text,
	why: Text,
	wrong: string,
	right: string,
	more?: Partial<Rule>,
): Rule => ({
	name,
	source: 'buildkit',
	severity: 'warning',
	title,
	message,
	why,
	wrong,
	right,
	...more,
});

/** BuildKit's own checks, under their own names. */
export const buildkitRules: readonly Rule[] = [
	row(
		'StageNameCasing',
		{ en: 'Stage names are written in lower case', ko: '스테이지 이름은 소문자로 쓰기' },
		{
			en: 'Stage name "{0}" should be lowercase.',
			ko: '스테이지 이름 "{0}"은(는) 소문자(lowercase)로 쓰는 것이 좋습니다.',
		},
		{
			en: 'Names of stages do not distinguish case; one way of writing them avoids surprises.',
			ko: '스테이지 이름은 대소문자를 구별하지 않으므로 한 가지로 쓰는 것이 안전합니다.',
		},
		'FROM alpine AS Build',
		'FROM alpine AS build',
	),
	row(
		'FromAsCasing',
		{ en: 'AS is written in the case of FROM', ko: 'AS의 대소문자를 FROM에 맞추기' },
		{ en: '"{1}" and "{0}" differ in case.', ko: '"{1}"와(과) "{0}"의 대소문자가 다릅니다.' },
		{ en: 'One case for all keywords reads better.', ko: '키워드의 대소문자를 통일하면 읽기 쉽습니다.' },
		'FROM alpine as build',
		'FROM alpine AS build',
	),
	row(
		'NoEmptyContinuation',
		{ en: 'No blank lines inside an instruction', ko: '명령어 안에 빈 줄 두지 않기' },
		{
			en: 'This instruction has a blank line inside; that will be an error one day.',
			ko: '명령어 안에 빈 줄이 있습니다. 나중에는 오류가 됩니다.',
		},
		{ en: 'A blank line after a continuation is easily a mistake.', ko: '줄을 이은 뒤의 빈 줄은 실수이기 쉽습니다.' },
		'FROM alpine\nRUN apk update && \\\n\n    apk upgrade',
		'FROM alpine\nRUN apk update && \\\n    apk upgrade',
	),
	row(
		'ConsistentInstructionCasing',
		{ en: 'All instructions are written in one case', ko: '명령어의 대소문자 통일하기' },
		{
			en: '{0} should be {1}, as most instructions of this file are.',
			ko: '이 파일의 다른 명령어처럼 {0}을(를) {1}로 쓰는 것이 좋습니다.',
		},
		{ en: 'One case for all instructions reads better.', ko: '명령어의 대소문자를 통일하면 읽기 쉽습니다.' },
		'FROM alpine\nrun true\nUSER app',
		'FROM alpine\nRUN true\nUSER app',
	),
	row(
		'DuplicateStageName',
		{ en: 'Each stage has a name of its own', ko: '스테이지 이름은 서로 다르게' },
		{ en: 'There is already a stage "{0}".', ko: '"{0}" 스테이지가 이미 있습니다.' },
		{ en: 'A name can mean one stage only.', ko: '이름 하나는 스테이지 하나만 가리켜야 합니다.' },
		'FROM alpine AS a\nFROM busybox AS a',
		'FROM alpine AS a\nFROM busybox AS b',
	),
	row(
		'ReservedStageName',
		{ en: 'No stage is called scratch or context', ko: '스테이지 이름으로 scratch와 context 쓰지 않기' },
		{
			en: '"{0}" is reserved and should not name a stage.',
			ko: '"{0}"은(는) 예약된 이름이므로 스테이지 이름으로 쓰지 않는 것이 좋습니다.',
		},
		{ en: 'Both words already mean something else.', ko: '두 단어는 이미 다른 뜻이 있습니다.' },
		'FROM alpine AS scratch',
		'FROM alpine AS base',
	),
	row(
		'JSONArgsRecommended',
		{ en: 'CMD and ENTRYPOINT are JSON arrays', ko: 'CMD와 ENTRYPOINT는 JSON 배열로' },
		{
			en: 'A JSON array is better for {0}: the shell form keeps signals from the program.',
			ko: '{0}에는 JSON 배열이 좋습니다. 셸 형식에서는 프로그램이 시그널을 받지 못합니다.',
		},
		{
			en: 'In shell form the program is a child of the shell, and `docker stop` has to kill it.',
			ko: '셸 형식에서는 프로그램이 셸의 자식이 되어 `docker stop`이 강제로 끝내야 합니다.',
		},
		'FROM alpine\nCMD my-server --port 80',
		'FROM alpine\nCMD ["my-server", "--port", "80"]',
	),
	row(
		'MaintainerDeprecated',
		{ en: 'MAINTAINER is deprecated', ko: 'MAINTAINER는 더 이상 권장되지 않음' },
		{
			en: 'MAINTAINER is deprecated; a LABEL says the same.',
			ko: 'MAINTAINER는 더 이상 권장되지 않습니다. LABEL로 적을 수 있습니다.',
		},
		{ en: 'Labels can be read by tools.', ko: '레이블은 도구가 읽을 수 있습니다.' },
		'FROM alpine\nMAINTAINER jo@example.com',
		'FROM alpine\nLABEL org.opencontainers.image.authors="jo@example.com"',
		{ tag: 'deprecated' },
	),
	row(
		'UndefinedArgInFrom',
		{ en: 'FROM uses only declared arguments', ko: 'FROM에는 선언된 인자만 쓰기' },
		{
			en: 'The argument "{0}" is not declared before the first FROM.{1}',
			ko: '"{0}" 인자가 첫 FROM 앞에 선언되지 않았습니다.{1}',
		},
		{
			en: 'FROM sees only ARGs that stand before the first FROM.',
			ko: 'FROM에서는 첫 FROM 앞의 ARG만 쓸 수 있습니다.',
		},
		'FROM alpine:${VERSION:-3}',
		'ARG VERSION=3\nFROM alpine:${VERSION}',
	),
	row(
		'WorkdirRelativePath',
		{ en: 'The first WORKDIR is an absolute path', ko: '첫 WORKDIR은 절대 경로로' },
		{
			en: 'The relative folder "{0}" depends on the base image.',
			ko: '상대 경로 "{0}"은(는) 베이스 이미지에 따라 달라집니다.',
		},
		{
			en: 'A relative path continues the folder of the base image, which may change.',
			ko: '상대 경로는 바뀔 수 있는 베이스 이미지의 폴더에 이어집니다.',
		},
		'FROM alpine\nWORKDIR app',
		'FROM alpine\nWORKDIR /app',
	),
	row(
		'UndefinedVar',
		{ en: 'Variables are defined before they are used', ko: '변수는 쓰기 전에 정의하기' },
		{ en: 'The variable ${0} is not defined here.{1}', ko: '${0} 변수가 여기서 정의되어 있지 않습니다.{1}' },
		{ en: 'An undefined variable is expanded to nothing.', ko: '정의되지 않은 변수는 빈 값이 됩니다.' },
		'FROM alpine AS base\nCOPY $foo .',
		'FROM alpine AS base\nARG foo\nCOPY $foo .',
	),
	row(
		'MultipleInstructionsDisallowed',
		{ en: 'One CMD, ENTRYPOINT and HEALTHCHECK a stage', ko: '스테이지마다 CMD, ENTRYPOINT, HEALTHCHECK는 하나씩' },
		{
			en: 'This {0} is ignored: a later one of the stage replaces it.',
			ko: '같은 스테이지의 뒤에 있는 것이 대신하므로 이 {0}은(는) 무시됩니다.',
		},
		{ en: 'Only the last one counts.', ko: '마지막 것만 유효합니다.' },
		'FROM alpine\nCMD ["a"]\nCMD ["b"]',
		'FROM alpine\nCMD ["b"]',
		{ tag: 'unnecessary' },
	),
	row(
		'LegacyKeyValueFormat',
		{ en: 'ENV and LABEL are written name=value', ko: 'ENV와 LABEL은 이름=값으로' },
		{
			en: 'Write {0} {1}=… with `=`; the form with a blank is out of date.',
			ko: '{0} {1}=…처럼 `=`로 쓰세요. 빈칸을 쓰는 형식은 오래된 것입니다.',
		},
		{
			en: 'The old form takes one pair only and makes quotes part of the value.',
			ko: '옛 형식은 쌍을 하나만 받고 따옴표가 값의 일부가 됩니다.',
		},
		'FROM alpine\nENV NAME value',
		'FROM alpine\nENV NAME=value',
	),
	row(
		'InvalidBaseImagePlatform',
		{ en: 'The base image fits the platform of the build', ko: '베이스 이미지가 빌드 플랫폼과 맞기' },
		{
			en: 'The local image {0} is for {1}, not for {2} as the build asks.',
			ko: '로컬 이미지 {0}은(는) 빌드가 요구하는 {2}용이 아니라 {1}용입니다.',
		},
		{
			en: 'An image of another platform does not run, or only emulated.',
			ko: '다른 플랫폼의 이미지는 실행되지 않거나 에뮬레이션으로만 실행됩니다.',
		},
		'FROM arm64v8/alpine',
		'FROM alpine',
	),
	row(
		'RedundantTargetPlatform',
		{ en: '--platform=$TARGETPLATFORM says nothing', ko: '--platform=$TARGETPLATFORM은 불필요함' },
		{
			en: '--platform={0} is the default and can be left out.',
			ko: '--platform={0}은(는) 기본값이므로 지워도 됩니다.',
		},
		{ en: 'The target platform is what FROM uses anyway.', ko: 'FROM은 원래 대상 플랫폼을 씁니다.' },
		'FROM --platform=$TARGETPLATFORM alpine',
		'FROM alpine',
		{ tag: 'unnecessary' },
	),
	row(
		'SecretsUsedInArgOrEnv',
		{ en: 'No secrets in ARG and ENV', ko: 'ARG와 ENV에 비밀 값 두지 않기' },
		{
			en: '{0} "{1}" looks like a secret: everybody who has the image can read it.',
			ko: '{0} "{1}"은(는) 비밀 값으로 보입니다. 이미지를 가진 사람은 누구나 읽을 수 있습니다.',
		},
		{
			en: 'Values of ARG and ENV stay in the image. Use `RUN --mount=type=secret`.',
			ko: 'ARG와 ENV의 값은 이미지에 남습니다. `RUN --mount=type=secret`을 쓰세요.',
		},
		'FROM alpine\nARG AWS_SECRET_ACCESS_KEY',
		'FROM alpine\nRUN --mount=type=secret,id=aws true',
	),
	row(
		'InvalidDefaultArgInFrom',
		{ en: 'The default arguments give a valid base image', ko: '인자의 기본값이 올바른 베이스 이미지가 되기' },
		{
			en: 'With the default values of its arguments, "{0}" is no valid image name.',
			ko: '인자의 기본값으로는 "{0}"이(가) 올바른 이미지 이름이 되지 않습니다.',
		},
		{ en: 'A build without arguments should work.', ko: '인자 없이도 빌드되어야 합니다.' },
		'ARG TAG\nFROM alpine:$TAG',
		'ARG TAG=3.22\nFROM alpine:$TAG',
	),
	row(
		'FromPlatformFlagConstDisallowed',
		{ en: '--platform is no constant', ko: '--platform에 고정된 값 쓰지 않기' },
		{
			en: '--platform should not be the constant "{0}".',
			ko: '--platform에 고정된 값 "{0}"을(를) 쓰지 않는 것이 좋습니다.',
		},
		{
			en: 'A constant platform keeps the image from being built for others. A stage that has the platform in its name is fine.',
			ko: '고정된 플랫폼은 다른 플랫폼용 빌드를 막습니다. 이름에 플랫폼이 있는 스테이지는 괜찮습니다.',
		},
		'FROM --platform=linux/amd64 alpine AS base',
		'FROM --platform=$BUILDPLATFORM alpine AS base',
	),
	row(
		'CopyIgnoredFile',
		{ en: 'What is copied is not excluded', ko: '제외된 파일은 복사하지 않기' },
		{
			en: '"{0}" is excluded by .dockerignore and will not be found.',
			ko: '"{0}"은(는) .dockerignore가 제외하므로(excluded) 찾을 수 없습니다.',
		},
		{
			en: '.dockerignore keeps the file out of the build context.',
			ko: '.dockerignore가 파일을 빌드 컨텍스트에서 뺍니다.',
		},
		'# .dockerignore has: *.md\nFROM alpine\nCOPY README.md /',
		'FROM alpine\nCOPY src /src',
	),
	row(
		'InvalidDefinitionDescription',
		{ en: 'A comment above ARG or FROM … AS describes it', ko: 'ARG와 FROM … AS 위의 주석은 설명으로' },
		{
			en: 'The comment above {0} should begin with "{1} ", or be cut off by an empty comment line.',
			ko: '{0} 위의 주석은 "{1} "(으)로 시작하거나 빈 주석 줄로 떼어 놓아야 합니다.',
		},
		{
			en: 'Such comments are shown by `docker build --call=outline`.',
			ko: '이런 주석은 `docker build --call=outline`에 표시됩니다.',
		},
		'# the tag\nARG TAG=1\nFROM alpine:$TAG',
		'# TAG the tag\nARG TAG=1\nFROM alpine:$TAG',
		{ experimental: true },
	),
	row(
		'ExposeProtoCasing',
		{ en: 'Protocols of EXPOSE are written in lower case', ko: 'EXPOSE의 프로토콜은 소문자로' },
		{ en: 'The protocol of "{0}" should be lowercase.', ko: '"{0}"의 프로토콜은 소문자로 쓰는 것이 좋습니다.' },
		{ en: 'Other cases are out of date.', ko: '대문자는 오래된 표기입니다.' },
		'FROM alpine\nEXPOSE 80/TCP',
		'FROM alpine\nEXPOSE 80/tcp',
	),
	row(
		'ExposeInvalidFormat',
		{ en: 'EXPOSE has no address and no host port', ko: 'EXPOSE에 주소와 호스트 포트 쓰지 않기' },
		{
			en: 'EXPOSE takes container ports only; the address or host port of "{0}" is ignored.',
			ko: 'EXPOSE에는 컨테이너 포트만 씁니다. "{0}"의 주소나 호스트 포트는 무시됩니다.',
		},
		{ en: 'Ports are published with `docker run -p`.', ko: '포트는 `docker run -p`로 공개합니다.' },
		'FROM alpine\nEXPOSE 127.0.0.1:80:80',
		'FROM alpine\nEXPOSE 80',
	),
];
