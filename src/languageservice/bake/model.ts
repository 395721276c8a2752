import type { Text } from '../host.ts';

export type ValueKind = 'string' | 'bool' | 'strings' | 'entries' | 'map' | 'any' | 'names';

export interface AttributeModel {
	readonly kind: ValueKind;
	readonly text: Text;
	/** The attribute as one would write it. */
	readonly example: string;
	readonly required?: boolean;
}

export interface BlockModel {
	readonly text: Text;
	readonly example: string;
	readonly attributes: Readonly<Record<string, AttributeModel>>;
	/** Blocks inside. */
	readonly blocks?: Readonly<Record<string, BlockModel>>;
}

/** Words for the kinds of values, as hovers and problems say them. */
export const kindTexts: Readonly<Record<ValueKind, Text>> = {
	string: { en: 'a string', ko: '문자열' },
	bool: { en: '`true` or `false`', ko: '`true` 또는 `false`' },
	strings: { en: 'a list of strings', ko: '문자열 목록' },
	entries: { en: 'a list of strings or maps', ko: '문자열이나 맵의 목록' },
	map: { en: 'a map of strings', ko: '문자열 맵' },
	any: { en: 'any value', ko: '아무 값' },
	names: { en: 'a list of names', ko: '이름 목록' },
};

export const networkValues: readonly string[] = ['default', 'host', 'none'];
export const entitlementValues: readonly string[] = ['network.host', 'security.insecure'];
export const callValues: readonly string[] = ['build', 'check', 'outline', 'targets'];
export const commonPlatforms: readonly string[] = [
	'linux/amd64',
	'linux/arm64',
	'linux/arm/v7',
	'linux/arm/v6',
	'linux/386',
	'linux/ppc64le',
	'linux/riscv64',
	'linux/s390x',
	'windows/amd64',
];
/** Beginnings of the items of lists that describe where something comes from or goes to. */
export const itemStarts: Readonly<Record<string, readonly string[]>> = {
	output: [
		'type=docker',
		'type=image',
		'type=registry',
		'type=local,dest=',
		'type=oci,dest=',
		'type=tar,dest=',
		'type=cacheonly',
	],
	'cache-from': ['type=registry,ref=', 'type=gha', 'type=local,src=', 'type=s3,', 'type=azblob,'],
	'cache-to': [
		'type=registry,ref=',
		'type=gha,mode=max',
		'type=local,dest=',
		'type=inline',
		'type=s3,',
		'type=azblob,',
	],
	attest: ['type=provenance,mode=max', 'type=provenance,mode=min', 'type=sbom'],
	secret: ['type=file,id=', 'type=env,id='],
	ssh: ['default'],
	ulimits: ['nofile=1024:1024', 'nproc=1024'],
	annotations: ['index:', 'manifest:', 'index,manifest:'],
};

const target: Readonly<Record<string, AttributeModel>> = {
	annotations: {
		kind: 'strings',
		text: {
			en: 'OCI annotations for the image, each `key=value`. A prefix such as `index:` or `manifest:` says what is annotated.',
			ko: '이미지에 붙일 OCI 주석이며 각각 `키=값`으로 씁니다. `index:`, `manifest:` 같은 접두어로 붙일 곳을 정합니다.',
		},
		example: 'annotations = ["org.opencontainers.image.authors=me"]',
	},
	args: {
		kind: 'map',
		text: {
			en: 'Values for the `ARG` instructions of the Dockerfile. `null` takes the default that the Dockerfile has.',
			ko: 'Dockerfile의 `ARG` 명령어에 넘길 값입니다. `null`이면 Dockerfile의 기본값을 씁니다.',
		},
		example: 'args = {\n  VERSION = "1.2"\n}',
	},
	attest: {
		kind: 'entries',
		text: {
			en: 'Attestations to attach to the image: provenance and SBOM.',
			ko: '이미지에 붙일 증명(provenance, SBOM)입니다.',
		},
		example: 'attest = ["type=provenance,mode=max", "type=sbom"]',
	},
	'cache-from': {
		kind: 'entries',
		text: {
			en: 'Where the build looks for a cache that earlier builds left.',
			ko: '이전 빌드가 남긴 캐시를 찾을 곳입니다.',
		},
		example: 'cache-from = ["type=registry,ref=me/app:cache"]',
	},
	'cache-to': {
		kind: 'entries',
		text: { en: 'Where the build leaves its cache for later builds.', ko: '다음 빌드를 위해 캐시를 남길 곳입니다.' },
		example: 'cache-to = ["type=registry,ref=me/app:cache,mode=max"]',
	},
	call: {
		kind: 'string',
		text: {
			en: 'What to do with the Dockerfile: `build` it, or only `check`, `outline` or list its `targets`.',
			ko: 'Dockerfile로 할 일입니다. `build`는 빌드하고, `check`, `outline`, `targets`는 살펴보기만 합니다.',
		},
		example: 'call = "check"',
	},
	context: {
		kind: 'string',
		text: {
			en: 'The build context: a folder, relative to where bake runs, or a URL. The default is `.`.',
			ko: '빌드 컨텍스트입니다. bake를 실행한 위치를 기준으로 한 폴더나 URL이며 기본값은 `.`입니다.',
		},
		example: 'context = "./web"',
	},
	contexts: {
		kind: 'map',
		text: {
			en: 'More contexts by name, for `FROM` and `COPY --from`: a folder, `docker-image://…`, a Git URL, or `target:name` for the result of another target.',
			ko: '`FROM`과 `COPY --from`에서 쓸 추가 컨텍스트입니다. 폴더, `docker-image://…`, Git URL, 또는 다른 타깃의 결과인 `target:이름`을 씁니다.',
		},
		example: 'contexts = {\n  base = "target:base"\n}',
	},
	description: {
		kind: 'string',
		text: {
			en: 'A sentence about the target, shown by `bake --list`.',
			ko: '타깃을 설명하는 글이며 `bake --list`에 나옵니다.',
		},
		example: 'description = "The web server"',
	},
	dockerfile: {
		kind: 'string',
		text: {
			en: 'The Dockerfile, relative to the build context. The default is `Dockerfile`.',
			ko: '빌드 컨텍스트를 기준으로 한 Dockerfile 경로이며 기본값은 `Dockerfile`입니다.',
		},
		example: 'dockerfile = "web.Dockerfile"',
	},
	'dockerfile-inline': {
		kind: 'string',
		text: {
			en: 'The text of a Dockerfile, in place of a file. `dockerfile` is then ignored.',
			ko: '파일 대신 쓸 Dockerfile의 내용입니다. 이때 `dockerfile`은 무시됩니다.',
		},
		example: 'dockerfile-inline = "FROM alpine"',
	},
	entitlements: {
		kind: 'strings',
		text: {
			en: 'Rights that the build needs beyond the usual: `network.host`, `security.insecure`.',
			ko: '빌드에 추가로 필요한 권한입니다: `network.host`, `security.insecure`.',
		},
		example: 'entitlements = ["network.host"]',
	},
	'extra-hosts': {
		kind: 'map',
		text: {
			en: 'Host names and their addresses, known during the build.',
			ko: '빌드하는 동안 쓸 호스트 이름과 주소입니다.',
		},
		example: 'extra-hosts = {\n  db = "10.0.0.5"\n}',
	},
	inherits: {
		kind: 'names',
		text: {
			en: 'Targets whose attributes this one takes over. Later ones win, and what is set here wins over all.',
			ko: '속성을 물려받을 타깃입니다. 나중 것이 앞의 것을 덮어쓰고, 여기서 정한 값이 가장 우선합니다.',
		},
		example: 'inherits = ["base"]',
	},
	labels: {
		kind: 'map',
		text: { en: 'Labels of the image.', ko: '이미지의 레이블입니다.' },
		example: 'labels = {\n  "org.opencontainers.image.source" = "https://example.com"\n}',
	},
	matrix: {
		kind: 'any',
		text: {
			en: 'Lists of values; the target is built once for every combination, under the name that `name` gives.',
			ko: '값의 목록입니다. 모든 조합마다 `name`이 정하는 이름으로 타깃을 한 번씩 빌드합니다.',
		},
		example: 'matrix = {\n  version = ["18", "20"]\n}',
	},
	name: {
		kind: 'string',
		text: { en: 'The name of each target of a `matrix`.', ko: '`matrix`로 만들어지는 각 타깃의 이름입니다.' },
		example: 'name = "app-${version}"',
	},
	network: {
		kind: 'string',
		text: {
			en: 'The network of `RUN` instructions: `default`, `host` (needs the entitlement `network.host`) or `none`.',
			ko: '`RUN` 명령어가 쓰는 네트워크입니다: `default`, `host`(`network.host` 권한 필요), `none`.',
		},
		example: 'network = "none"',
	},
	'no-cache': {
		kind: 'bool',
		text: { en: 'Whether to build without the cache.', ko: '캐시를 쓰지 않고 빌드할지 정합니다.' },
		example: 'no-cache = true',
	},
	'no-cache-filter': {
		kind: 'strings',
		text: { en: 'Stages that are built without the cache.', ko: '캐시를 쓰지 않고 빌드할 스테이지입니다.' },
		example: 'no-cache-filter = ["test"]',
	},
	output: {
		kind: 'entries',
		text: {
			en: 'Where the result goes: into the engine, a registry, a folder or an archive.',
			ko: '결과를 보낼 곳입니다. Docker 엔진, 레지스트리, 폴더, 아카이브 중에서 정합니다.',
		},
		example: 'output = ["type=docker"]',
	},
	platforms: {
		kind: 'strings',
		text: { en: 'The platforms to build for.', ko: '빌드할 플랫폼입니다.' },
		example: 'platforms = ["linux/amd64", "linux/arm64"]',
	},
	policy: {
		kind: 'any',
		text: { en: 'Policies that the sources of the build must satisfy.', ko: '빌드의 소스가 지켜야 할 정책입니다.' },
		example: 'policy = [{ filename = "policy.rego" }]',
	},
	pull: {
		kind: 'bool',
		text: { en: 'Whether base images are always pulled anew.', ko: '베이스 이미지를 항상 새로 가져올지 정합니다.' },
		example: 'pull = true',
	},
	secret: {
		kind: 'entries',
		text: {
			en: 'Secrets for `RUN --mount=type=secret`, out of a file or an environment variable. They do not stay in the image.',
			ko: '`RUN --mount=type=secret`에 넘길 비밀 값이며 파일이나 환경 변수에서 가져옵니다. 이미지에 남지 않습니다.',
		},
		example: 'secret = ["type=env,id=TOKEN"]',
	},
	'shm-size': {
		kind: 'string',
		text: { en: 'The size of `/dev/shm` during the build.', ko: '빌드하는 동안 `/dev/shm`의 크기입니다.' },
		example: 'shm-size = "128m"',
	},
	ssh: {
		kind: 'entries',
		text: {
			en: 'SSH agents or keys for `RUN --mount=type=ssh`.',
			ko: '`RUN --mount=type=ssh`에 넘길 SSH 에이전트나 키입니다.',
		},
		example: 'ssh = ["default"]',
	},
	tags: {
		kind: 'strings',
		text: { en: 'Names of the image, with tags.', ko: '이미지의 이름과 태그입니다.' },
		example: 'tags = ["me/app:latest"]',
	},
	target: {
		kind: 'string',
		text: {
			en: 'The stage of the Dockerfile to build. The default is the last.',
			ko: '빌드할 Dockerfile의 스테이지이며 기본값은 마지막 스테이지입니다.',
		},
		example: 'target = "runtime"',
	},
	ulimits: {
		kind: 'strings',
		text: { en: 'Limits for processes of the build.', ko: '빌드 프로세스의 제한입니다.' },
		example: 'ulimits = ["nofile=1024:1024"]',
	},
};

/** The blocks of a bake file. */
export const blockModels: Readonly<Record<string, BlockModel>> = {
	target: {
		text: {
			en: 'One build: a Dockerfile with its context, arguments, tags and outputs. Run it by `docker buildx bake NAME`.',
			ko: '빌드 하나입니다. Dockerfile과 컨텍스트, 인수, 태그, 출력을 정합니다. `docker buildx bake 이름`으로 실행합니다.',
		},
		example: 'target "web" {\n  context = "./web"\n  tags    = ["me/web"]\n}',
		attributes: target,
	},
	group: {
		text: {
			en: 'Targets that are built together. The group `default` is built when bake is given no name.',
			ko: '함께 빌드할 타깃을 묶습니다. 이름을 주지 않으면 `default` 그룹을 빌드합니다.',
		},
		example: 'group "default" {\n  targets = ["web", "api"]\n}',
		attributes: {
			targets: {
				kind: 'names',
				text: { en: 'The targets and groups in this group.', ko: '이 그룹에 들어가는 타깃과 그룹입니다.' },
				example: 'targets = ["web", "api"]',
				required: true,
			},
			description: {
				kind: 'string',
				text: {
					en: 'A sentence about the group, shown by `bake --list`.',
					ko: '그룹을 설명하는 글이며 `bake --list`에 나옵니다.',
				},
				example: 'description = "Everything"',
			},
		},
	},
	variable: {
		text: {
			en: 'A value that is used as `${NAME}`. An environment variable of the same name takes the place of the default.',
			ko: '`${이름}`으로 쓰는 값입니다. 같은 이름의 환경 변수가 있으면 기본값 대신 쓰입니다.',
		},
		example: 'variable "TAG" {\n  default = "latest"\n}',
		attributes: {
			default: {
				kind: 'any',
				text: { en: 'The value where the environment has none.', ko: '환경 변수가 없을 때의 값입니다.' },
				example: 'default = "latest"',
			},
			type: {
				kind: 'any',
				text: {
					en: 'The type that a value must have: `string`, `number`, `bool`, `list(string)`…',
					ko: '값의 형식입니다: `string`, `number`, `bool`, `list(string)` 등.',
				},
				example: 'type = string',
			},
			description: {
				kind: 'string',
				text: {
					en: 'A sentence about the variable, shown by `bake --list`.',
					ko: '변수를 설명하는 글이며 `bake --list`에 나옵니다.',
				},
				example: 'description = "The tag of all images"',
			},
		},
		blocks: {
			validation: {
				text: { en: 'A condition that the value must satisfy.', ko: '값이 지켜야 할 조건입니다.' },
				example: 'validation {\n  condition     = TAG != ""\n  error_message = "TAG must not be empty."\n}',
				attributes: {
					condition: {
						kind: 'any',
						text: { en: 'An expression that must be true.', ko: '참이어야 하는 식입니다.' },
						example: 'condition = TAG != ""',
						required: true,
					},
					error_message: {
						kind: 'string',
						text: { en: 'What bake says when the condition is false.', ko: '조건이 거짓일 때 나오는 메시지입니다.' },
						example: 'error_message = "TAG must not be empty."',
					},
				},
			},
		},
	},
	function: {
		text: { en: 'A function of your own for expressions.', ko: '식에서 쓸 사용자 함수입니다.' },
		example: 'function "tag" {\n  params = [name]\n  result = "me/${name}:latest"\n}',
		attributes: {
			params: {
				kind: 'any',
				text: { en: 'The names of the parameters.', ko: '매개변수의 이름입니다.' },
				example: 'params = [name]',
				required: true,
			},
			variadic_params: {
				kind: 'any',
				text: {
					en: 'The name of a list that takes all further arguments.',
					ko: '나머지 인수를 모두 받는 목록의 이름입니다.',
				},
				example: 'variadic_params = rest',
			},
			result: {
				kind: 'any',
				text: { en: 'What the function gives.', ko: '함수의 결과입니다.' },
				example: 'result = "me/${name}"',
				required: true,
			},
		},
	},
};
