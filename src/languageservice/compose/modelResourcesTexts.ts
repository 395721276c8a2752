import { entry, type KeyFacts } from './modelTypes.ts';

const labels = (en: string, ko: string): KeyFacts =>
	entry(
		'labels:\n  com.example.team: backend',
		`Metadata of the ${en}, as a map or as a list of \`name=value\`. Tools and \`--filter label=…\` find it by them.`,
		`${ko}의 메타데이터이며 맵이나 \`이름=값\`의 목록으로 적습니다. 도구나 \`--filter label=…\`로 찾을 수 있습니다.`,
	);

/** `external.name`, which was replaced by `name`. */
export const externalFacts = {
	name: entry(
		'name: shared',
		'The name outside of this project. Write `name` beside `external: true` instead.',
		'이 프로젝트 밖에서의 이름입니다. 대신 `external: true` 옆에 `name`을 적으세요.',
		{
			deprecated: {
				en: 'Deprecated: use `name` beside `external: true`.',
				ko: '더 이상 권장되지 않습니다. `external: true` 옆에 `name`을 쓰세요.',
			},
		},
	),
};

export const networkFacts = {
	name: entry(
		'name: shared-net',
		'The real name of the network, without the project before it. With `external: true`, the name under which it is looked up.',
		'프로젝트 이름이 붙지 않는 실제 네트워크 이름입니다. `external: true`이면 이 이름으로 찾습니다.',
	),
	driver: entry(
		'driver: bridge',
		'The driver of the network. `bridge` joins containers of one host, `overlay` those of a swarm.',
		'네트워크 드라이버입니다. `bridge`는 한 호스트의 컨테이너를, `overlay`는 Swarm의 컨테이너를 잇습니다.',
		{ default: '`bridge`' },
	),
	driver_opts: entry(
		'driver_opts:\n  com.docker.network.driver.mtu: 1450',
		'Options of the driver; which ones there are depends on it.',
		'드라이버의 옵션입니다. 쓸 수 있는 옵션은 드라이버마다 다릅니다.',
	),
	attachable: entry(
		'attachable: true',
		'Other containers than those of services may join it too, with `docker run --network`. For networks of a swarm.',
		'서비스가 아닌 컨테이너도 `docker run --network`로 연결할 수 있게 합니다. Swarm 네트워크에 씁니다.',
		{ default: '`false`' },
	),
	enable_ipv4: entry(
		'enable_ipv4: true',
		'Whether containers get IPv4 addresses in this network.',
		'이 네트워크에서 컨테이너에 IPv4 주소를 줄지 정합니다.',
		{ default: '`true`', since: '2.33.1' },
	),
	enable_ipv6: entry(
		'enable_ipv6: true',
		'Whether containers get IPv6 addresses in this network.',
		'이 네트워크에서 컨테이너에 IPv6 주소를 줄지 정합니다.',
		{ default: '`false`' },
	),
	external: entry(
		'external: true',
		'The network exists already and is not made or removed by this project. It is an error if it is missing; only `name` may stand beside it.',
		'이미 있는 네트워크이며 이 프로젝트가 만들거나 제거하지 않습니다. 없으면 오류가 나고, 옆에는 `name`만 쓸 수 있습니다.',
		{ default: '`false`', excludes: ['driver', 'driver_opts', 'ipam', 'internal', 'labels'] },
	),
	internal: entry(
		'internal: true',
		'Containers of this network reach each other but not the outside.',
		'이 네트워크의 컨테이너끼리만 통신하고 밖으로는 나가지 못합니다.',
		{ default: '`false`' },
	),
	ipam: entry(
		'ipam:\n  config:\n    - subnet: 172.28.0.0/16',
		'How addresses of the network are given out. Set a subnet if it clashes with another one, or for fixed addresses.',
		'네트워크의 주소를 나눠 주는 방식입니다. 다른 네트워크와 겹치거나 고정 주소가 필요하면 서브넷을 정합니다.',
	),
	labels: labels('network', '네트워크'),
};

export const ipamFacts = {
	driver: entry('driver: default', 'Who gives out addresses.', '주소를 나눠 줄 드라이버입니다.', {
		default: '`default`',
	}),
	config: entry(
		'config:\n  - subnet: 172.28.0.0/16\n    gateway: 172.28.0.1',
		'The subnets of the network, each with its gateway and range.',
		'네트워크의 서브넷이며 각각 게이트웨이와 범위를 정합니다.',
	),
	options: entry('options:\n  foo: bar', 'Options of the IPAM driver.', 'IPAM 드라이버의 옵션입니다.'),
};

export const subnetFacts = {
	subnet: entry(
		'subnet: 172.28.0.0/16',
		'The addresses of the network in CIDR notation. It must not overlap with other networks of the host.',
		'CIDR 표기로 적은 네트워크 주소 범위입니다. 호스트의 다른 네트워크와 겹치면 안 됩니다.',
	),
	ip_range: entry(
		'ip_range: 172.28.5.0/24',
		'The part of the subnet from which containers get their addresses.',
		'서브넷 중에서 컨테이너에 주소를 나눠 줄 범위입니다.',
	),
	gateway: entry(
		'gateway: 172.28.0.1',
		'The address of the gateway in this subnet.',
		'이 서브넷의 게이트웨이 주소입니다.',
	),
	aux_addresses: entry(
		'aux_addresses:\n  router: 172.28.1.5',
		'Addresses that are taken by something else, as names and addresses.',
		'다른 곳에서 쓰고 있어 비워 둘 주소이며 이름과 주소로 적습니다.',
	),
};

export const volumeFacts = {
	name: entry(
		'name: shared-data',
		'The real name of the volume, without the project before it. With `external: true`, the name under which it is looked up.',
		'프로젝트 이름이 붙지 않는 실제 볼륨 이름입니다. `external: true`이면 이 이름으로 찾습니다.',
	),
	driver: entry(
		'driver: local',
		'The driver that keeps the data of the volume. Others than `local` are plugins of the engine.',
		'볼륨의 데이터를 보관할 드라이버입니다. `local` 이외의 것은 엔진의 플러그인입니다.',
		{ default: '`local`' },
	),
	driver_opts: entry(
		'driver_opts:\n  type: nfs\n  o: addr=10.40.0.199,rw\n  device: ":/docker/example"',
		'Options of the driver. With `local` they mount a file system: NFS, CIFS, tmpfs or a folder of the host.',
		'드라이버의 옵션입니다. `local`에서는 NFS, CIFS, tmpfs나 호스트 폴더를 마운트합니다.',
	),
	external: entry(
		'external: true',
		'The volume exists already and is not made or removed by this project. It is an error if it is missing; only `name` may stand beside it.',
		'이미 있는 볼륨이며 이 프로젝트가 만들거나 제거하지 않습니다. 없으면 오류가 나고, 옆에는 `name`만 쓸 수 있습니다.',
		{ default: '`false`', excludes: ['driver', 'driver_opts', 'labels'] },
	),
	labels: labels('volume', '볼륨'),
};

export const configFacts = {
	name: entry(
		'name: site-v2',
		'The name under which the engine keeps the config, without the project before it.',
		'프로젝트 이름이 붙지 않는, 엔진에 저장될 config의 이름입니다.',
	),
	file: entry(
		'file: ./site.conf',
		'The file with the content, relative to the compose file.',
		'내용이 든 파일이며 Compose 파일을 기준으로 적습니다.',
		{ excludes: ['content', 'environment', 'external'] },
	),
	content: entry(
		'content: |\n  server {\n    listen 80;\n  }',
		'The content itself. Variables `${NAME}` in it are filled in; write `$$` for a single dollar.',
		'내용을 그대로 적습니다. `${NAME}` 변수는 값으로 바뀌며, 달러 기호는 `$$`로 적습니다.',
		{ excludes: ['file', 'environment', 'external'], since: '2.23.1' },
	),
	environment: entry(
		'environment: SITE_CONFIG',
		'The environment variable of your shell whose value is the content.',
		'값을 내용으로 쓸 셸의 환경 변수 이름입니다.',
		{ excludes: ['file', 'content', 'external'], since: '2.23.1' },
	),
	external: entry(
		'external: true',
		'The config exists already on the engine and is not made by this project.',
		'엔진에 이미 있는 config이며 이 프로젝트가 만들지 않습니다.',
		{ default: '`false`', excludes: ['file', 'content', 'environment'] },
	),
	labels: labels('config', 'config'),
	template_driver: entry(
		'template_driver: golang',
		'Swarm: fills in templates in the content with this driver.',
		'Swarm: 내용의 템플릿을 이 드라이버로 채웁니다.',
	),
};

export const secretFacts = {
	name: entry(
		'name: db_password_v2',
		'The name under which the engine keeps the secret, without the project before it.',
		'프로젝트 이름이 붙지 않는, 엔진에 저장될 비밀 값의 이름입니다.',
	),
	file: entry(
		'file: ./db_password.txt',
		'The file that holds the secret, relative to the compose file. Keep it out of version control.',
		'비밀 값이 든 파일이며 Compose 파일을 기준으로 적습니다. 버전 관리에 넣지 않아야 합니다.',
		{ excludes: ['environment', 'external'] },
	),
	environment: entry(
		'environment: DB_PASSWORD',
		'The environment variable of your shell that holds the secret.',
		'비밀 값이 든 셸의 환경 변수 이름입니다.',
		{ excludes: ['file', 'external'] },
	),
	external: entry(
		'external: true',
		'The secret exists already on the engine; for Docker Swarm.',
		'엔진에 이미 있는 비밀 값입니다. Docker Swarm에서 씁니다.',
		{ default: '`false`', excludes: ['file', 'environment'] },
	),
	labels: labels('secret', '비밀 값'),
	driver: entry(
		'driver: vault',
		'Swarm: the plugin that keeps the secret.',
		'Swarm: 비밀 값을 보관하는 플러그인입니다.',
	),
	driver_opts: entry(
		'driver_opts:\n  path: secret/db',
		'Swarm: options of that plugin.',
		'Swarm: 그 플러그인의 옵션입니다.',
	),
	template_driver: entry(
		'template_driver: golang',
		'Swarm: fills in templates in the secret with this driver.',
		'Swarm: 비밀 값의 템플릿을 이 드라이버로 채웁니다.',
	),
};

export const modelFacts = {
	name: entry('name: small', 'Another name for the model.', '모델의 다른 이름입니다.'),
	model: entry(
		'model: ai/smollm2',
		'The model as an artifact of a registry: `ai/…` of Docker Hub or `hf.co/…` of Hugging Face.',
		'레지스트리에 있는 모델입니다. Docker Hub의 `ai/…`나 Hugging Face의 `hf.co/…`를 적습니다.',
	),
	context_size: entry(
		'context_size: 4096',
		'How many tokens the model takes into account at most. More needs more memory.',
		'모델이 한 번에 고려할 수 있는 토큰 수의 상한입니다. 클수록 메모리가 더 필요합니다.',
	),
	runtime_flags: entry(
		'runtime_flags:\n  - "--no-prefill-assistant"',
		'Raw arguments for the program that runs the model.',
		'모델을 실행하는 프로그램에 그대로 넘길 인자입니다.',
	),
};
