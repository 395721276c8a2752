import { type Rule, rule, service } from './rule.ts';

/** A service that uses a name, without and with its declaration. */
function undefinedName(kind: string, ko: string, use: string, section: string, body: string): Rule {
	const noun = kind.toLowerCase();
	return rule(
		'compose',
		`Undefined${kind}`,
		'error',
		[`Every ${noun} that is used is declared`, `사용하는 ${ko}은(는) 선언되어 있기`],
		[
			`The ${noun} "{0}" is not declared under "${section}".{1}`,
			`${ko} "{0}"이(가) "${section}"에 선언되어 있지 않습니다.{1}`,
		],
		[service(use), `${service(use)}\n${section}:\n  ${body}`],
	);
}

/** What names, combinations and files must be like. */
export const referenceRules: readonly Rule[] = [
	rule(
		'compose',
		'UndefinedService',
		'error',
		['Every service that is named exists', '이름을 쓴 서비스는 존재하기'],
		['There is no service "{0}".{1}', '서비스 "{0}"이(가) 없습니다.{1}'],
		[service('depends_on: [db]'), `${service('depends_on: [db]')}\n  db:\n    image: postgres`],
	),
	rule(
		'compose',
		'DisabledService',
		'error',
		['A service depends on services that run with it', '함께 실행되는 서비스에만 의존'],
		[
			'The service "{0}" runs only with one of its profiles ({1}), so nothing without them can depend on it.',
			'서비스 "{0}"은(는) 프로필({1})을 켜야 실행되므로 프로필 없는 서비스가 의존할 수 없습니다.',
		],
		[
			`${service('depends_on: [db]')}\n  db:\n    image: postgres\n    profiles: [full]`,
			`${service('depends_on: [db]')}\n  db:\n    image: postgres`,
		],
	),
	undefinedName('Network', '네트워크', 'networks: [back]', 'networks', 'back:'),
	undefinedName('Volume', '볼륨', 'volumes: ["data:/data"]', 'volumes', 'data:'),
	undefinedName('Secret', '시크릿', 'secrets: [token]', 'secrets', 'token: {file: ./token}'),
	undefinedName('Config', '컨피그', 'configs: [site]', 'configs', 'site: {file: ./site}'),
	undefinedName('Model', '모델', 'models: [llm]', 'models', 'llm: {model: ai/smollm2}'),
	rule(
		'compose',
		'MissingImage',
		'error',
		['A service has an image or a build', '서비스에는 image나 build가 있기'],
		['The service "{0}" has neither "image" nor "build".', '서비스 "{0}"에 "image"도 "build"도 없습니다.'],
		['services:\n  web:\n    tty: true', service('tty: true')],
	),
	rule(
		'compose',
		'ConflictingKeys',
		'error',
		['Keys that exclude each other do not meet', '함께 쓸 수 없는 키는 하나만'],
		['"{0}" and "{1}" exclude each other.', '"{0}"와(과) "{1}"은(는) 함께 쓸 수 없습니다.'],
		[`${service('network_mode: host', 'networks: [default]')}`, service('network_mode: host')],
	),
	rule(
		'compose',
		'DistinctValues',
		'error',
		['Two ways to say the same agree', '같은 뜻의 두 값은 일치하기'],
		['"{0}" and "{1}" must have the same value.', '"{0}"와(과) "{1}"의 값은 같아야 합니다.'],
		[service('scale: 2', 'deploy:', '  replicas: 3'), service('scale: 2', 'deploy:', '  replicas: 2')],
	),
	rule(
		'compose',
		'MissingContent',
		'error',
		['A config or secret has one source', '컨피그와 시크릿에는 출처가 하나'],
		['One of {0} must be set.', '{0} 중 하나가 있어야 합니다.'],
		[`${service()}\nsecrets:\n  token: {}`, `${service()}\nsecrets:\n  token: {file: ./token}`],
	),
	rule(
		'compose',
		'PlatformMismatch',
		'error',
		['build.platforms includes platform', 'build.platforms는 platform을 포함'],
		['"build.platforms" must include "{0}".', '"build.platforms"에 "{0}"이(가) 있어야 합니다.'],
		[
			'services:\n  web:\n    platform: linux/arm64\n    build:\n      platforms: [linux/amd64]',
			'services:\n  web:\n    platform: linux/arm64\n    build:\n      platforms: [linux/arm64]',
		],
	),
	rule(
		'compose',
		'DuplicateContainerName',
		'error',
		['Container names differ', '컨테이너 이름은 서로 다르기'],
		[
			'The service "{1}" has the container name "{0}" already.',
			'서비스 "{1}"이(가) 컨테이너 이름 "{0}"을(를) 이미 쓰고 있습니다.',
		],
		[
			`${service('container_name: one')}\n  db:\n    image: postgres\n    container_name: one`,
			`${service('container_name: one')}\n  db:\n    image: postgres\n    container_name: two`,
		],
	),
	rule(
		'compose',
		'DuplicateMount',
		'error',
		['One mount for each path', '경로마다 마운트는 하나'],
		['"{0}" is mounted already.', '"{0}"은(는) 이미 마운트되어 있습니다.'],
		[service('tmpfs: [/run]', 'volumes: ["./run:/run"]'), service('tmpfs: [/run]', 'volumes: ["./run:/data"]')],
	),
	rule(
		'compose',
		'MissingTarget',
		'error',
		['Files are synchronised to a target', '동기화에는 대상 경로가 있기'],
		['The action "{0}" needs a "target".', '"{0}" 동작에는 "target"이 필요합니다.'],
		[
			'services:\n  web:\n    build: .\n    develop:\n      watch:\n        - path: .\n          action: sync',
			'services:\n  web:\n    build: .\n    develop:\n      watch:\n        - path: .\n          action: sync\n          target: /app',
		],
	),
	rule(
		'compose',
		'IncludeConflict',
		'error',
		['What is included does not differ from what is here', '포함한 파일과 내용이 충돌하지 않기'],
		['"{0}" is also in an included file, and differs.', '포함한 파일에도 "{0}"이(가) 있고 내용이 다릅니다.'],
		[`include: [other.yaml]\n${service()}`, 'include: [other.yaml]\nservices:\n  app:\n    image: nginx'],
		{ files: { 'other.yaml': 'services:\n  web:\n    image: httpd\n' } },
	),
	rule(
		'compose',
		'DependencyCycle',
		'error',
		['Dependencies end somewhere', '의존 관계는 순환하지 않기'],
		['This makes services wait for each other: {0}', '서비스가 서로를 기다리게 됩니다: {0}'],
		[
			'services:\n  a:\n    image: nginx\n    depends_on: [b]\n  b:\n    image: nginx\n    depends_on: [a]',
			'services:\n  a:\n    image: nginx\n    depends_on: [b]\n  b:\n    image: nginx',
		],
	),
	rule(
		'compose',
		'ExtendsCycle',
		'error',
		['Services do not extend each other', '서비스끼리 서로 확장하지 않기'],
		['Services extend each other: {0}', '서비스가 서로를 확장합니다: {0}'],
		[
			'services:\n  a:\n    extends: b\n  b:\n    extends: a',
			'services:\n  a:\n    extends: b\n  b:\n    image: nginx',
		],
	),
	rule(
		'compose',
		'IncludeCycle',
		'error',
		['Files do not include each other', '파일끼리 서로 포함하지 않기'],
		['Files include each other: {0}', '파일이 서로를 포함합니다: {0}'],
		[`include: [other.yaml]\n${service()}`, service()],
		{ files: { 'other.yaml': 'include: [compose.yaml]\nservices:\n  db:\n    image: postgres\n' } },
	),
	rule(
		'compose',
		'MissingFile',
		'error',
		['Files that Compose reads exist', 'Compose가 읽는 파일은 존재하기'],
		['There is no file "{0}".', '파일 "{0}"이(가) 없습니다.'],
		[service('env_file: nope.env'), service('env_file: web.env')],
		{ files: { 'web.env': 'A=1\n' } },
	),
	rule(
		'compose',
		'OtherFileProblem',
		'error',
		['Files that are used have no problems', '사용하는 파일에 문제가 없기'],
		['In {0}, line {1}: {2}', '{0}의 {1}번째 줄: {2}'],
		[`include: [other.yaml]\n${service()}`, service()],
		{ files: { 'other.yaml': 'services:\n  db:\n    image: postgres\n    foo: 1\n' } },
	),
];
