import { type Rule, rule, service } from './rule.ts';

const twoServices = (first: string, second: string) =>
	`services:\n  a:\n    image: nginx\n    ${first}\n  b:\n    image: nginx\n    ${second}`;

/** What Compose says nothing of, but a person would want to know before `up`. */
export const beyondRules: readonly Rule[] = [
	rule(
		'slipway',
		'DuplicateHostPort',
		'info',
		['A host port is published once', '호스트 포트는 한 번만 게시'],
		[
			'The service "{1}" publishes host port {0} too; only one of them can start.',
			'서비스 "{1}"도 호스트 포트 {0}을(를) 게시합니다. 둘 중 하나만 시작할 수 있습니다.',
		],
		[twoServices('ports: ["80:80"]', 'ports: ["80:80"]'), twoServices('ports: ["80:80"]', 'ports: ["81:80"]')],
	),
	rule(
		'slipway',
		'HostPortTaken',
		'info',
		['Host ports are free', '호스트 포트는 비어 있기'],
		[
			'Host port {0} is taken by the container "{1}" now.',
			'지금 컨테이너 "{1}"이(가) 호스트 포트 {0}을(를) 쓰고 있습니다.',
		],
		[service('ports: ["8080:80"]'), service('ports: ["8081:80"]')],
	),
	rule(
		'slipway',
		'MissingDockerfile',
		'info',
		['The Dockerfile of a build exists', '빌드할 Dockerfile이 있기'],
		['There is no Dockerfile "{0}".', 'Dockerfile "{0}"이(가) 없습니다.'],
		['services:\n  web:\n    build: ./nope', 'services:\n  web:\n    build: ./app'],
		{ files: { 'app/Dockerfile': 'FROM alpine\n' } },
	),
	rule(
		'slipway',
		'UndefinedStage',
		'info',
		['build.target is a stage of the Dockerfile', 'build.target은 Dockerfile의 스테이지'],
		['The Dockerfile has no stage "{0}".{1}', 'Dockerfile에 스테이지 "{0}"이(가) 없습니다.{1}'],
		[
			'services:\n  web:\n    build:\n      context: .\n      target: prod',
			'services:\n  web:\n    build:\n      context: .\n      target: dev',
		],
		{ files: { Dockerfile: 'FROM alpine AS dev\n' } },
	),
	rule(
		'slipway',
		'MissingResourceFile',
		'info',
		['Files of configs and secrets exist', '컨피그와 시크릿의 파일이 있기'],
		[
			'There is no file "{0}"; containers that use it will not start.',
			'파일 "{0}"이(가) 없습니다. 이 파일을 쓰는 컨테이너는 시작되지 않습니다.',
		],
		[
			`${service('secrets: [token]')}\nsecrets:\n  token:\n    file: ./nope`,
			`${service('secrets: [token]')}\nsecrets:\n  token:\n    file: ./token`,
		],
		{ files: { token: 'x' } },
	),
	rule(
		'slipway',
		'MissingBindSource',
		'info',
		['What is mounted from the host exists', '호스트에서 마운트할 경로가 있기'],
		['There is no "{0}"; Docker would create an empty folder.', '"{0}"이(가) 없습니다. Docker가 빈 폴더를 만듭니다.'],
		[service('volumes: ["./nope:/data"]'), service('volumes: ["./data:/data"]')],
		{ files: { 'data/x': '' } },
	),
	rule(
		'slipway',
		'MissingHealthcheck',
		'info',
		['What is waited for to be healthy has a health check', '정상 상태를 기다리는 대상에는 상태 확인'],
		[
			'The service "{0}" has no "healthcheck"; unless its image has one, this waits for ever.',
			'서비스 "{0}"에 "healthcheck"가 없습니다. 이미지에도 없다면 계속 기다리게 됩니다.',
		],
		[
			`${service('depends_on:', '  db:', '    condition: service_healthy')}\n  db:\n    image: postgres`,
			`${service('depends_on:', '  db:', '    condition: service_healthy')}\n  db:\n    image: postgres\n    healthcheck:\n      test: pg_isready`,
		],
	),
	rule(
		'slipway',
		'UnknownTag',
		'info',
		['Tags are those that Compose knows', 'Compose가 아는 태그 사용'],
		['Compose ignores the tag "{0}".{1}', 'Compose는 태그 "{0}"을(를) 무시합니다.{1}'],
		[service('ports: !overide ["80:80"]'), service('ports: !override ["80:80"]')],
	),
	rule(
		'slipway',
		'PlainPassword',
		'hint',
		['Passwords are not in the file', '비밀번호는 파일 밖에'],
		[
			'"{0}" holds a secret in plain text; use a variable or a secret.',
			'"{0}"에 비밀 값이 그대로 적혀 있습니다. 변수나 시크릿을 사용하세요.',
		],
		[service('environment:', '  DB_PASSWORD: hunter2'), service('environment:', '  DB_PASSWORD: ${DB_PASSWORD:-}')],
	),
	rule(
		'slipway',
		'LatestTag',
		'off',
		['Images have a version', '이미지에는 버전'],
		[
			'"{0}" is whatever is newest when it is pulled; name a version.',
			'"{0}"은(는) 가져올 때마다 달라질 수 있습니다. 버전을 지정하세요.',
		],
		['services:\n  web:\n    image: nginx', 'services:\n  web:\n    image: nginx:1.27'],
	),
	rule(
		'slipway',
		'LocalhostReference',
		'info',
		['Services reach each other by name', '서비스끼리는 이름으로 접속'],
		[
			'Inside the container, localhost is the container itself; the service "{0}" is reached as "{0}".',
			'컨테이너 안에서 localhost는 컨테이너 자신입니다. 서비스 "{0}"에는 "{0}"(으)로 접속합니다.',
		],
		[
			`${service('environment:', '  DB: postgres://localhost:5432/app')}\n  db:\n    image: postgres`,
			`${service('environment:', '  DB: postgres://db:5432/app')}\n  db:\n    image: postgres`,
		],
	),
	rule(
		'slipway',
		'DataElsewhere',
		'info',
		['A volume is mounted where the image keeps its data', '볼륨은 이미지가 데이터를 두는 경로에'],
		[
			'The image "{0}" keeps its data in "{1}"; what is mounted here stays empty.',
			'이미지 "{0}"은(는) 데이터를 "{1}"에 둡니다. 여기에 마운트한 볼륨은 비어 있게 됩니다.',
		],
		[
			'services:\n  db:\n    image: postgres:16\n    volumes: ["data:/data"]\nvolumes:\n  data:',
			'services:\n  db:\n    image: postgres:16\n    volumes: ["data:/var/lib/postgresql/data"]\nvolumes:\n  data:',
		],
	),
];
