import { entry } from './modelTypes.ts';

/** What there is to say about the keys of `deploy` and `develop`. */
export const deployFacts = {
	mode: entry(
		'mode: replicated',
		'Whether a number of containers runs, or one on every node; once, or forever.',
		'컨테이너를 정한 수만큼 실행할지, 노드마다 하나씩 실행할지, 그리고 한 번만 실행할지 정합니다.',
		{ default: '`replicated`' },
	),
	replicas: entry(
		'replicas: 3',
		'How many containers of the service run. A service with `container_name` can have only one, and a fixed host port is taken by the first.',
		'실행할 컨테이너 수입니다. `container_name`이 있으면 하나만 둘 수 있고, 고정된 호스트 포트는 첫 컨테이너만 쓸 수 있습니다.',
		{ default: '`1`' },
	),
	resources: entry(
		'resources:\n  limits:\n    cpus: "0.50"\n    memory: 512M\n  reservations:\n    memory: 256M',
		'How much memory, processor and devices a container may use (`limits`) and is sure to get (`reservations`).',
		'컨테이너가 쓸 수 있는 상한(`limits`)과 보장받을 양(`reservations`)을 메모리, 프로세서, 장치에 대해 정합니다.',
	),
	restart_policy: entry(
		'restart_policy:\n  condition: on-failure\n  max_attempts: 3',
		'When containers are started again, how often and after which time. It wins over `restart` of the service.',
		'컨테이너를 언제, 몇 번, 얼마 뒤에 다시 시작할지 정합니다. 서비스의 `restart`보다 우선합니다.',
	),
	placement: entry(
		'placement:\n  constraints:\n    - node.role == worker',
		'On which nodes of a swarm containers run.',
		'Swarm의 어느 노드에서 컨테이너를 실행할지 정합니다.',
	),
	update_config: entry(
		'update_config:\n  parallelism: 2\n  delay: 10s\n  order: start-first',
		'How a swarm replaces containers when the service changes.',
		'서비스가 바뀌었을 때 Swarm이 컨테이너를 교체하는 방식입니다.',
	),
	rollback_config: entry(
		'rollback_config:\n  parallelism: 1\n  delay: 10s',
		'How a swarm goes back to the former version when an update fails.',
		'업데이트가 실패했을 때 Swarm이 이전 버전으로 되돌리는 방식입니다.',
	),
	endpoint_mode: entry(
		'endpoint_mode: vip',
		'How clients outside reach the containers of the service in a swarm.',
		'Swarm에서 클라이언트가 서비스의 컨테이너에 접속하는 방식입니다.',
		{ default: '`vip`' },
	),
	labels: entry(
		'labels:\n  com.example.team: backend',
		'Metadata of the service itself, as a map or a list of `name=value`. Labels of the containers stand in `labels` of the service.',
		'서비스 자체의 메타데이터이며 맵이나 `이름=값`의 목록으로 적습니다. 컨테이너의 레이블은 서비스의 `labels`에 적습니다.',
	),
};

export const resourceFacts = {
	limits: entry(
		'limits:\n  cpus: "0.50"\n  memory: 512M\n  pids: 100',
		'What a container may use at most. A container that needs more memory is killed.',
		'컨테이너가 쓸 수 있는 상한입니다. 메모리를 더 쓰려는 컨테이너는 강제 종료됩니다.',
	),
	reservations: entry(
		'reservations:\n  memory: 256M\n  devices:\n    - driver: nvidia\n      count: 1\n      capabilities: [gpu]',
		'What a container is sure to get, devices such as GPUs included.',
		'GPU 같은 장치를 포함해 컨테이너가 보장받을 양입니다.',
	),
};

export const limitFacts = {
	cpus: entry(
		'cpus: "0.50"',
		'How many processors a container may use at most; fractions are allowed.',
		'컨테이너가 쓸 수 있는 프로세서 수의 상한이며 소수도 됩니다.',
	),
	memory: entry(
		'memory: 512M',
		'The most memory that a container may use, with a unit: `512M`, `2G`.',
		'컨테이너가 쓸 수 있는 메모리의 상한이며 `512M`, `2G`처럼 단위를 붙입니다.',
	),
	pids: entry(
		'pids: 100',
		'The most processes that a container may have.',
		'컨테이너가 가질 수 있는 프로세스 수의 상한입니다.',
	),
};

export const reservationFacts = {
	cpus: entry(
		'cpus: "0.25"',
		'How many processors a container is sure to get. Only a swarm heeds it.',
		'컨테이너가 보장받을 프로세서 수입니다. Swarm에서만 적용됩니다.',
	),
	memory: entry(
		'memory: 256M',
		'Memory that a container is sure to get, with a unit: `256M`.',
		'컨테이너가 보장받을 메모리이며 `256M`처럼 단위를 붙입니다.',
	),
	devices: entry(
		'devices:\n  - driver: nvidia\n    count: 1\n    capabilities: [gpu]',
		'Devices of the host that a container needs, such as GPUs. `capabilities` is required.',
		'GPU처럼 컨테이너에 필요한 호스트의 장치입니다. `capabilities`는 반드시 적습니다.',
	),
	generic_resources: entry(
		'generic_resources:\n  - discrete_resource_spec:\n      kind: GPU\n      value: 2',
		'Resources that nodes of a swarm announce under a name of their own.',
		'Swarm의 노드가 자체 이름으로 알린 리소스입니다.',
	),
};

export const genericFacts = {
	discrete_resource_spec: entry(
		'discrete_resource_spec:\n  kind: GPU\n  value: 2',
		'A resource that is counted.',
		'개수로 세는 리소스입니다.',
	),
};

export const discreteFacts = {
	kind: entry('kind: GPU', 'What the nodes call it.', '노드가 부르는 이름입니다.'),
	value: entry('value: 2', 'How many of them.', '필요한 개수입니다.'),
};

export const deviceFacts = {
	capabilities: entry(
		'capabilities: [gpu]',
		'What the device must be able to do; for a GPU `[gpu]`.',
		'장치에 필요한 기능이며 GPU라면 `[gpu]`입니다.',
	),
	driver: entry('driver: nvidia', 'The driver of the device.', '장치의 드라이버입니다.'),
	count: entry('count: 1', 'How many devices: a number, or `all`.', '장치의 수이며 숫자나 `all`을 적습니다.', {
		default: '`all`',
		excludes: ['device_ids'],
	}),
	device_ids: entry(
		'device_ids: ["0", "3"]',
		'Which devices, by the ids that the driver knows.',
		'드라이버가 아는 ID로 정한 장치입니다.',
		{ excludes: ['count'] },
	),
	options: entry(
		'options:\n  virtualization: "false"',
		'Options of the driver, as a map or a list of `name=value`.',
		'드라이버의 옵션이며 맵이나 `이름=값`의 목록으로 적습니다.',
	),
};

export const restartFacts = {
	condition: entry(
		'condition: on-failure',
		'Which ends of a container start it again.',
		'컨테이너가 어떻게 끝났을 때 다시 시작할지 정합니다.',
		{ default: '`any`' },
	),
	delay: entry('delay: 5s', 'Time between the attempts.', '다시 시작하기 전에 기다릴 시간입니다.', { default: '`0`' }),
	max_attempts: entry(
		'max_attempts: 3',
		'How often to try; without it forever.',
		'다시 시작할 횟수이며 없으면 제한이 없습니다.',
	),
	window: entry(
		'window: 120s',
		'How long a container must run for the attempt to count as a success.',
		'컨테이너가 이만큼 실행되면 다시 시작에 성공한 것으로 봅니다.',
		{ default: '`0`' },
	),
};

const steps = {
	parallelism: entry(
		'parallelism: 2',
		'How many containers at a time; `0` means all.',
		'한 번에 처리할 컨테이너 수이며 `0`이면 모두입니다.',
		{ default: '`1`' },
	),
	delay: entry('delay: 10s', 'Time between the groups.', '묶음 사이에 기다릴 시간입니다.', { default: '`0s`' }),
	monitor: entry(
		'monitor: 30s',
		'How long each container is watched for failures afterwards.',
		'각 컨테이너의 실패 여부를 지켜볼 시간입니다.',
		{ default: '`0s`' },
	),
	max_failure_ratio: entry(
		'max_failure_ratio: 0.3',
		'Which share of failures is tolerated, 0 to 1.',
		'참을 수 있는 실패의 비율이며 0부터 1까지입니다.',
		{ default: '`0`' },
	),
	order: entry(
		'order: start-first',
		'Whether the old container is stopped first or the new one started first.',
		'예전 컨테이너를 먼저 중지할지, 새 컨테이너를 먼저 시작할지 정합니다.',
		{ default: '`stop-first`' },
	),
};

export const updateFacts = {
	...steps,
	failure_action: entry(
		'failure_action: rollback',
		'What to do when the update of a container fails.',
		'컨테이너의 업데이트가 실패했을 때 할 일입니다.',
		{ default: '`pause`' },
	),
};

export const rollbackFacts = {
	...steps,
	failure_action: entry(
		'failure_action: continue',
		'What to do when going back fails.',
		'되돌리기가 실패했을 때 할 일입니다.',
		{ default: '`pause`' },
	),
};

export const placementFacts = {
	constraints: entry(
		'constraints:\n  - node.labels.disktype == ssd',
		'Conditions that a node must meet: `node.role == manager`, `node.labels.zone != a`.',
		'노드가 갖춰야 할 조건입니다: `node.role == manager`, `node.labels.zone != a`.',
	),
	preferences: entry(
		'preferences:\n  - spread: node.labels.zone',
		'How containers are spread over the nodes that meet the constraints.',
		'조건에 맞는 노드에 컨테이너를 나누는 방식입니다.',
	),
	max_replicas_per_node: entry(
		'max_replicas_per_node: 1',
		'How many containers of the service one node runs at most.',
		'한 노드에서 실행할 컨테이너 수의 상한입니다.',
	),
};

export const preferenceFacts = {
	spread: entry(
		'spread: node.labels.zone',
		'Spreads containers evenly over the values of this label.',
		'이 레이블의 값마다 컨테이너를 고르게 나눕니다.',
	),
};

export const developFacts = {
	watch: entry(
		'watch:\n  - action: sync\n    path: ./src\n    target: /app/src\n    ignore:\n      - node_modules/',
		'Rules for `docker compose watch`: which paths are watched, and what a change does. `path` and `action` are required.',
		'`docker compose watch`의 규칙입니다. 지켜볼 경로와, 바뀌었을 때 할 일을 정합니다. `path`와 `action`은 반드시 적습니다.',
	),
};

export const watchFacts = {
	action: entry(
		'action: rebuild',
		'What a change of a file in `path` does.',
		'`path`의 파일이 바뀌었을 때 할 일입니다.',
	),
	path: entry(
		'path: ./src',
		'The file or folder to watch, relative to the compose file.',
		'지켜볼 파일이나 폴더이며 Compose 파일을 기준으로 적습니다.',
	),
	target: entry(
		'target: /app/src',
		'Where changed files go in the container. Required for `sync`.',
		'바뀐 파일을 복사할 컨테이너 안의 위치입니다. `sync`에는 반드시 있어야 합니다.',
	),
	ignore: entry(
		'ignore:\n  - node_modules/',
		'Paths below `path` that are left out, as in `.dockerignore`.',
		'`path` 아래에서 제외할 경로이며 `.dockerignore`와 같은 방식으로 적습니다.',
	),
	include: entry(
		'include:\n  - "*.py"',
		'Paths below `path` that are watched; all others are left out.',
		'`path` 아래에서 지켜볼 경로이며 나머지는 제외합니다.',
		{ since: '2.32' },
	),
	exec: entry(
		'exec:\n  command: ["nginx", "-s", "reload"]',
		'With `sync+exec`: the command that runs in the container after copying.',
		'`sync+exec`일 때 복사한 뒤 컨테이너에서 실행할 명령입니다.',
		{ since: '2.32' },
	),
	initial_sync: entry(
		'initial_sync: true',
		'Copies the files once when watching begins.',
		'지켜보기를 시작할 때 파일을 한 번 복사합니다.',
		{ default: '`false`', since: '2.36' },
	),
};
