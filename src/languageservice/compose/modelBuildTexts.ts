import { entry } from './modelTypes.ts';

/** What there is to say about the keys of `build`. */
export const buildFacts = {
	context: entry(
		'context: ./app',
		'The folder, or Git URL, whose files the build may use. Paths are taken from the compose file. A single `.` is the folder of the compose file.',
		'빌드에 쓸 파일이 있는 폴더 또는 Git URL입니다. 경로는 Compose 파일을 기준으로 합니다. `.`은 Compose 파일이 있는 폴더입니다.',
		{ default: '`.`' },
	),
	dockerfile: entry(
		'dockerfile: prod.Dockerfile',
		'Another Dockerfile than `Dockerfile`, as a path inside the context.',
		'`Dockerfile` 대신 쓸 Dockerfile이며 컨텍스트 안의 경로로 적습니다.',
		{ default: '`Dockerfile`', excludes: ['dockerfile_inline'] },
	),
	dockerfile_inline: entry(
		'dockerfile_inline: |\n  FROM alpine\n  RUN apk add curl',
		'The Dockerfile itself, written into the compose file.',
		'Dockerfile의 내용을 Compose 파일에 그대로 적습니다.',
		{ excludes: ['dockerfile'], since: '2.17' },
	),
	target: entry(
		'target: dev',
		'The stage of a multi-stage Dockerfile to build, by the name after `AS`. Without it the last stage is built.',
		'멀티 스테이지 Dockerfile에서 빌드할 스테이지이며 `AS` 뒤의 이름을 적습니다. 없으면 마지막 스테이지를 빌드합니다.',
	),
	args: entry(
		'args:\n  NODE_VERSION: "22"',
		'Values for `ARG` of the Dockerfile, as a map or a list of `NAME=value`. A name without a value is taken from the environment. They stay visible in the history of the image: use `secrets` for passwords.',
		'Dockerfile의 `ARG`에 줄 값이며 맵이나 `이름=값`의 목록으로 적습니다. 값이 없으면 환경에서 가져옵니다. 이미지 기록에 남으므로 비밀번호에는 `secrets`를 씁니다.',
	),
	additional_contexts: entry(
		'additional_contexts:\n  resources: ./resources',
		'More sources that the Dockerfile names in `FROM` and `COPY --from`: folders, URLs, images (`docker-image://`) or another service (`service:name`).',
		'Dockerfile의 `FROM`과 `COPY --from`에서 이름으로 쓸 추가 컨텍스트입니다. 폴더, URL, 이미지(`docker-image://`), 다른 서비스(`service:이름`)를 적습니다.',
		{ since: '2.17' },
	),
	cache_from: entry(
		'cache_from:\n  - type=registry,ref=user/app:cache',
		'Where the builder looks for layers that are built already: images or entries of `type=…`.',
		'이미 빌드한 레이어를 찾을 곳입니다. 이미지나 `type=…` 항목을 적습니다.',
	),
	cache_to: entry(
		'cache_to:\n  - type=local,dest=./cache',
		'Where the builder puts the cache of this build for others.',
		'이번 빌드의 캐시를 저장할 곳입니다.',
	),
	entitlements: entry(
		'entitlements:\n  - network.host',
		'Extra privileges that steps of this build may ask for.',
		'이 빌드의 단계가 요청할 수 있는 추가 권한입니다.',
		{ since: '2.27.1' },
	),
	extra_hosts: entry(
		'extra_hosts:\n  - "somehost=162.242.195.82"',
		'Lines for `/etc/hosts` while building, as `name=address` or a map.',
		'빌드하는 동안 `/etc/hosts`에 더할 줄이며 `이름=주소`나 맵으로 적습니다.',
	),
	isolation: entry(
		'isolation: default',
		'How strictly build steps are separated from the host, on Windows.',
		'Windows에서 빌드 단계를 호스트와 얼마나 엄격히 나눌지 정합니다.',
	),
	labels: entry(
		'labels:\n  org.opencontainers.image.source: https://example.com/app',
		'Metadata of the image, as a map or a list of `name=value`. Those of the service are labels of its containers.',
		'이미지의 메타데이터이며 맵이나 `이름=값`의 목록으로 적습니다. 서비스의 `labels`는 컨테이너의 레이블입니다.',
	),
	network: entry(
		'network: host',
		'The network for `RUN` steps: `host`, `none`, or the name of a network.',
		'`RUN` 단계에서 쓸 네트워크이며 `host`, `none` 또는 네트워크 이름을 적습니다.',
	),
	no_cache: entry(
		'no_cache: true',
		'Builds every step again, without the cache.',
		'캐시를 쓰지 않고 모든 단계를 다시 빌드합니다.',
		{ default: '`false`' },
	),
	no_cache_filter: entry(
		'no_cache_filter: deps',
		'Stages that are built again without the cache, while the others may use it.',
		'캐시 없이 다시 빌드할 스테이지입니다. 다른 스테이지는 캐시를 씁니다.',
		{ since: '5.0' },
	),
	platforms: entry(
		'platforms:\n  - linux/amd64\n  - linux/arm64',
		'Platforms to build the image for. If the service sets `platform`, it must be among them.',
		'이미지를 빌드할 플랫폼입니다. 서비스에 `platform`이 있으면 여기에 들어 있어야 합니다.',
	),
	privileged: entry(
		'privileged: true',
		'Runs build steps with more privileges, where the builder supports it.',
		'빌더가 지원하면 빌드 단계를 더 많은 권한으로 실행합니다.',
		{ default: '`false`' },
	),
	provenance: entry(
		'provenance: mode=max',
		'Adds a record to the image of how it was built: `true`, `false` or its mode.',
		'이미지가 어떻게 빌드되었는지에 관한 기록을 더합니다. `true`, `false` 또는 모드를 적습니다.',
		{ since: '2.39' },
	),
	pull: entry(
		'pull: true',
		'Looks for newer base images at every build.',
		'빌드할 때마다 더 새로운 베이스 이미지가 있는지 확인합니다.',
		{ default: '`false`' },
	),
	sbom: entry(
		'sbom: true',
		'Adds a list of the software in the image: `true`, `false` or options of the generator.',
		'이미지에 든 소프트웨어의 목록(SBOM)을 더합니다. `true`, `false` 또는 생성기 옵션을 적습니다.',
		{ since: '2.39' },
	),
	secrets: entry(
		'secrets:\n  - db_password',
		'Secrets for `RUN --mount=type=secret`, which leave no trace in the image. They must be declared under the top-level `secrets`.',
		'`RUN --mount=type=secret`에서 쓸 비밀 값이며 이미지에 흔적을 남기지 않습니다. 최상위 `secrets`에 선언해야 합니다.',
	),
	shm_size: entry('shm_size: 2gb', 'Size of `/dev/shm` while building.', '빌드하는 동안 `/dev/shm`의 크기입니다.', {
		default: '`64m`',
	}),
	ssh: entry(
		'ssh:\n  - default',
		'SSH agents or keys for `RUN --mount=type=ssh`: `default` is the agent of this computer, `name=path` a key.',
		'`RUN --mount=type=ssh`에서 쓸 SSH 에이전트나 키입니다. `default`는 이 컴퓨터의 에이전트, `이름=경로`는 키입니다.',
	),
	tags: entry(
		'tags:\n  - "registry.example.com/app:1.2"',
		'More names for the built image, besides `image`.',
		'빌드한 이미지에 `image` 말고 더 붙일 이름입니다.',
	),
	ulimits: entry(
		'ulimits:\n  nofile: 20000',
		'Limits of the processes of build steps.',
		'빌드 단계에서 실행되는 프로세스의 한도입니다.',
	),
};
