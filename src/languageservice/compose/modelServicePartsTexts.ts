import { entry, type KeyFacts } from './modelTypes.ts';

/** What there is to say about the long forms of service attributes. */
export const portFacts = {
	target: entry('target: 80', 'The port inside the container. Required.', '컨테이너 안의 포트입니다. 반드시 적습니다.'),
	published: entry(
		'published: "8080"',
		'The port of the host: one, or a range `"8080-8090"` out of which a free one is taken. Without it the engine chooses.',
		'호스트의 포트입니다. 하나를 적거나, `"8080-8090"` 같은 범위에서 빈 포트를 쓰게 합니다. 없으면 엔진이 고릅니다.',
	),
	host_ip: entry(
		'host_ip: 127.0.0.1',
		'The address of the host that listens. `127.0.0.1` keeps the port to this computer.',
		'포트를 열 호스트의 주소입니다. `127.0.0.1`이면 이 컴퓨터에서만 쓸 수 있습니다.',
		{ default: '`0.0.0.0`' },
	),
	protocol: entry('protocol: udp', 'The transport protocol of the port.', '포트의 전송 프로토콜입니다.', {
		default: '`tcp`',
	}),
	mode: entry(
		'mode: host',
		'In a swarm: the port of the node alone, or one port on every node with load balancing.',
		'Swarm에서 그 노드의 포트만 쓸지, 모든 노드의 같은 포트로 받아 부하를 나눌지 정합니다.',
		{ default: '`ingress`' },
	),
	name: entry('name: web', 'A name for the port, for people and tools.', '사람과 도구를 위한 포트의 이름입니다.'),
	app_protocol: entry(
		'app_protocol: http',
		'The protocol spoken over the port, as a hint for tools.',
		'포트에서 쓰는 응용 프로토콜이며 도구를 위한 힌트입니다.',
		{ since: '2.26' },
	),
};

export const volumeMountFacts = {
	type: entry(
		'type: bind',
		'What kind of mount it is. Required in the long form.',
		'마운트의 종류입니다. 긴 형식에서는 반드시 적습니다.',
	),
	source: entry(
		'source: ./conf',
		'What is mounted: the name of a volume, or a path of the host for a bind mount. Without it a volume is anonymous.',
		'마운트할 대상입니다. 볼륨의 이름이나, 바인드 마운트라면 호스트의 경로를 적습니다. 없으면 익명 볼륨입니다.',
	),
	target: entry('target: /etc/app', 'The path inside the container.', '컨테이너 안의 경로입니다.'),
	read_only: entry(
		'read_only: true',
		'The container can read it but not change it.',
		'컨테이너가 읽을 수만 있고 바꿀 수 없습니다.',
		{ default: '`false`' },
	),
	bind: entry('bind:\n  create_host_path: false', 'Options of a bind mount.', '바인드 마운트의 옵션입니다.'),
	volume: entry('volume:\n  nocopy: true', 'Options of a named volume.', '이름 있는 볼륨의 옵션입니다.'),
	tmpfs: entry('tmpfs:\n  size: 64m', 'Options of a tmpfs mount.', 'tmpfs 마운트의 옵션입니다.'),
	image: entry('image:\n  subpath: usr/share', 'Options of an image mount.', '이미지 마운트의 옵션입니다.', {
		since: '2.35',
	}),
	consistency: entry(
		'consistency: cached',
		'How strictly host and container must see the same. Engines of today ignore it.',
		'호스트와 컨테이너가 얼마나 엄격히 같은 내용을 볼지 정합니다. 요즘 엔진은 무시합니다.',
	),
};

export const bindFacts = {
	propagation: entry(
		'propagation: rslave',
		'Whether mounts inside the folder are passed on to the other side.',
		'폴더 안의 마운트를 반대쪽에도 전달할지 정합니다.',
		{ default: '`rprivate`' },
	),
	create_host_path: entry(
		'create_host_path: false',
		'Makes an empty folder on the host if the source is missing. The short form always does; with `false` a missing path is an error.',
		'원본이 없으면 호스트에 빈 폴더를 만듭니다. 짧은 형식은 항상 만들고, `false`이면 없을 때 오류가 납니다.',
		{ default: '`true`' },
	),
	recursive: entry(
		'recursive: readonly',
		'What happens to mounts below the source.',
		'원본 아래에 있는 마운트를 어떻게 다룰지 정합니다.',
		{ default: '`enabled`', since: '2.29' },
	),
	selinux: entry('selinux: z', 'How SELinux labels the files.', 'SELinux가 파일에 붙일 레이블입니다.'),
};

export const volumeOptionFacts = {
	nocopy: entry(
		'nocopy: true',
		'A new volume is not filled with the files that the image has at this path.',
		'이미지의 이 경로에 있는 파일을 새 볼륨에 복사하지 않습니다.',
		{ default: '`false`' },
	),
	subpath: entry(
		'subpath: uploads',
		'A folder inside the volume to mount instead of all of it. It must exist.',
		'볼륨 전체 대신 마운트할 볼륨 안의 폴더이며 이미 있어야 합니다.',
		{ since: '2.24' },
	),
	labels: entry(
		'labels:\n  com.example.team: backend',
		'Labels of a volume that is made for this mount, as a map or a list of `name=value`.',
		'이 마운트를 위해 만드는 볼륨의 레이블이며 맵이나 `이름=값`의 목록으로 적습니다.',
		{ since: '2.35' },
	),
};

export const tmpfsFacts = {
	size: entry(
		'size: 64m',
		'The most that fits in: bytes, or with a unit.',
		'담을 수 있는 최대 크기이며 바이트 수나 단위를 붙인 값을 적습니다.',
	),
	mode: entry('mode: 0o1777', 'Permissions of the folder, in octal.', '폴더의 권한이며 8진수로 적습니다.'),
};

export const imageVolumeFacts = {
	subpath: entry(
		'subpath: usr/share',
		'A folder inside the image to mount instead of all of it.',
		'이미지 전체 대신 마운트할 이미지 안의 폴더입니다.',
	),
};

export const envFileFacts = {
	path: entry(
		'path: ./app.env',
		'The file, relative to the compose file. Required.',
		'파일이며 Compose 파일을 기준으로 적습니다. 반드시 적습니다.',
	),
	required: entry(
		'required: false',
		'Whether it is an error if the file is missing.',
		'파일이 없을 때 오류로 볼지 정합니다.',
		{ default: '`true`', since: '2.24' },
	),
	format: entry(
		'format: raw',
		'How the file is read. Without it quotes and variables are understood; `raw` takes values as they are.',
		'파일을 읽는 방식입니다. 없으면 따옴표와 변수를 처리하고, `raw`이면 값을 그대로 씁니다.',
		{ since: '2.30' },
	),
};

export const dependencyFacts = {
	condition: entry(
		'condition: service_healthy',
		'What to wait for before this service is started. Required in the long form.',
		'이 서비스를 시작하기 전에 무엇을 기다릴지 정합니다. 긴 형식에서는 반드시 적습니다.',
	),
	restart: entry(
		'restart: true',
		'Restarts this service when Compose updates the other one.',
		'Compose가 그 서비스를 업데이트하면 이 서비스도 다시 시작합니다.',
		{ default: '`false`', since: '2.17' },
	),
	required: entry(
		'required: false',
		'With `false`, only a warning appears if the other service is not started, for example because of its profile.',
		'`false`이면 그 서비스가 프로필 등의 이유로 시작되지 않아도 경고만 표시합니다.',
		{ default: '`true`', since: '2.20' },
	),
};

export const attachmentFacts = {
	aliases: entry(
		'aliases:\n  - database',
		'More host names of the service in this network, besides its own.',
		'이 네트워크에서 서비스 이름 말고 더 쓸 호스트 이름입니다.',
	),
	ipv4_address: entry(
		'ipv4_address: 172.28.0.10',
		'A fixed IPv4 address. The network needs an `ipam` with a subnet that holds it.',
		'고정 IPv4 주소입니다. 네트워크의 `ipam`에 이 주소가 든 서브넷이 있어야 합니다.',
	),
	ipv6_address: entry(
		'ipv6_address: 2001:db8::10',
		'A fixed IPv6 address. The network needs an `ipam` with a subnet that holds it.',
		'고정 IPv6 주소입니다. 네트워크의 `ipam`에 이 주소가 든 서브넷이 있어야 합니다.',
	),
	link_local_ips: entry(
		'link_local_ips:\n  - 169.254.34.68',
		'Link-local addresses that are managed by somebody else.',
		'다른 곳에서 관리하는 링크 로컬 주소입니다.',
	),
	mac_address: entry(
		'mac_address: 02:42:ac:11:65:43',
		'The MAC address of the container in this network.',
		'이 네트워크에서 컨테이너의 MAC 주소입니다.',
		{ since: '2.23.2' },
	),
	interface_name: entry(
		'interface_name: eth1',
		'The name of the network interface inside the container.',
		'컨테이너 안에서 쓸 네트워크 인터페이스의 이름입니다.',
		{ since: '2.36' },
	),
	driver_opts: entry(
		'driver_opts:\n  com.docker.network.endpoint.sysctls: "net.ipv4.conf.IFNAME.log_martians=1"',
		'Options of the driver for this connection.',
		'이 연결에 적용할 드라이버 옵션입니다.',
		{ since: '2.27.1' },
	),
	priority: entry(
		'priority: 1000',
		'In which order the networks are joined; the highest comes first.',
		'네트워크를 연결하는 순서이며 값이 클수록 먼저입니다.',
		{ default: '`0`' },
	),
	gw_priority: entry(
		'gw_priority: 1',
		'Which network is the default gateway: the one with the highest value.',
		'기본 게이트웨이가 될 네트워크를 정합니다. 값이 가장 큰 네트워크가 됩니다.',
		{ default: '`0`', since: '2.33.1' },
	),
};

export const modelAttachmentFacts = {
	endpoint_var: entry(
		'endpoint_var: AI_URL',
		'The environment variable that receives the address of the model.',
		'모델의 주소를 담을 환경 변수입니다.',
	),
	model_var: entry(
		'model_var: AI_MODEL',
		'The environment variable that receives the name of the model.',
		'모델의 이름을 담을 환경 변수입니다.',
	),
};

export const healthcheckFacts = {
	test: entry(
		'test: ["CMD", "curl", "-f", "http://localhost"]',
		'The command; exit code 0 means healthy. A list begins with `CMD`, `CMD-SHELL` or `NONE`; a text runs in the shell. The program must be in the image.',
		'실행할 명령이며 종료 코드가 0이면 정상입니다. 목록은 `CMD`, `CMD-SHELL`, `NONE` 중 하나로 시작하고, 문자열은 셸에서 실행됩니다. 프로그램이 이미지에 있어야 합니다.',
	),
	interval: entry('interval: 30s', 'Time between two checks.', '검사 간격입니다.', { default: '`30s`' }),
	timeout: entry('timeout: 5s', 'A check that takes longer has failed.', '이 시간을 넘기면 실패한 검사로 봅니다.', {
		default: '`30s`',
	}),
	retries: entry(
		'retries: 5',
		'After how many failures in a row the container is unhealthy.',
		'연달아 몇 번 실패하면 비정상으로 볼지 정합니다.',
		{ default: '`3`' },
	),
	start_period: entry(
		'start_period: 40s',
		'Time to start up, in which failures do not count.',
		'시작에 걸리는 시간이며 그동안의 실패는 세지 않습니다.',
		{ default: '`0s`' },
	),
	start_interval: entry(
		'start_interval: 5s',
		'Time between two checks during `start_period`.',
		'`start_period` 동안의 검사 간격입니다.',
		{ default: '`5s`', since: '2.20.2' },
	),
	disable: entry('disable: true', 'Switches off the health check of the image.', '이미지에 있는 상태 검사를 끕니다.', {
		default: '`false`',
	}),
};

const grant = (kind: 'config' | 'secret', kindKo: string, target: KeyFacts) => ({
	source: entry(
		kind === 'config' ? 'source: site' : 'source: db_password',
		`The ${kind}, by its name under the top-level \`${kind}s\`.`,
		`최상위 \`${kind}s\`에 선언한 ${kindKo}의 이름입니다.`,
	),
	target,
	uid: entry('uid: "103"', 'The user that owns the file, as a number.', '파일을 소유할 사용자이며 숫자로 적습니다.', {
		default: '`0`',
	}),
	gid: entry('gid: "103"', 'The group that owns the file, as a number.', '파일을 소유할 그룹이며 숫자로 적습니다.', {
		default: '`0`',
	}),
	mode: entry('mode: 0o440', 'Permissions of the file, in octal.', '파일의 권한이며 8진수로 적습니다.', {
		default: '`0444`',
	}),
});

export const configGrantFacts = grant(
	'config',
	'config',
	entry(
		'target: /etc/nginx/conf.d/site.conf',
		'Where the file appears in the container.',
		'컨테이너 안에서 파일이 나타날 위치입니다.',
		{ default: '`/<source>`' },
	),
);

export const secretGrantFacts = grant(
	'secret',
	'비밀 값',
	entry(
		'target: password',
		'The name of the file in `/run/secrets/`, or a full path.',
		'`/run/secrets/` 안의 파일 이름이나 전체 경로입니다.',
		{ default: '`/run/secrets/<source>`' },
	),
);

export const extendsFacts = {
	service: entry('service: db', 'The service to take over. Required.', '물려받을 서비스입니다. 반드시 적습니다.'),
	file: entry(
		'file: common.yaml',
		'The compose file with that service; without it this one.',
		'그 서비스가 있는 Compose 파일이며 없으면 이 파일입니다.',
	),
};

const path = entry('path: /dev/sda', 'The device of the host.', '호스트의 장치입니다.');

export const deviceRateFacts = {
	path,
	rate: entry(
		"rate: '12mb'",
		'The limit for each second: bytes, with or without a unit, or operations.',
		'초당 상한이며 바이트 수(단위 가능)나 작업 수를 적습니다.',
	),
};

export const deviceWeightFacts = {
	path,
	weight: entry('weight: 400', 'Weight for this device, 10 to 1000.', '이 장치에서의 비중이며 10부터 1000까지입니다.'),
};

export const blkioFacts = {
	weight: entry(
		'weight: 300',
		'Weight against other containers, 10 to 1000.',
		'다른 컨테이너에 대한 비중이며 10부터 1000까지입니다.',
		{ default: '`500`' },
	),
	weight_device: entry(
		'weight_device:\n  - path: /dev/sda\n    weight: 400',
		'Weights for single devices.',
		'장치별 비중입니다.',
	),
	device_read_bps: entry(
		"device_read_bps:\n  - path: /dev/sda\n    rate: '12mb'",
		'Bytes that may be read from a device in a second.',
		'장치에서 초당 읽을 수 있는 바이트 수입니다.',
	),
	device_read_iops: entry(
		'device_read_iops:\n  - path: /dev/sda\n    rate: 120',
		'Reads of a device in a second.',
		'장치에서 초당 읽기 작업 수입니다.',
	),
	device_write_bps: entry(
		"device_write_bps:\n  - path: /dev/sda\n    rate: '1024k'",
		'Bytes that may be written to a device in a second.',
		'장치에 초당 쓸 수 있는 바이트 수입니다.',
	),
	device_write_iops: entry(
		'device_write_iops:\n  - path: /dev/sda\n    rate: 30',
		'Writes to a device in a second.',
		'장치에 초당 쓰기 작업 수입니다.',
	),
};

export const credentialFacts = {
	file: entry(
		'file: my-credential-spec.json',
		'A file in the folder `CredentialSpecs` of the engine.',
		'엔진의 `CredentialSpecs` 폴더에 있는 파일입니다.',
		{ excludes: ['registry', 'config'] },
	),
	registry: entry(
		'registry: my-credential-spec',
		'A value in the Windows registry of the engine’s host.',
		'엔진 호스트의 Windows 레지스트리 값입니다.',
		{ excludes: ['file', 'config'] },
	),
	config: entry('config: site', 'A config that holds the credential spec.', '자격 증명 사양이 든 config입니다.', {
		excludes: ['file', 'registry'],
	}),
};

export const deviceMappingFacts = {
	source: entry('source: /dev/ttyUSB0', 'The device on the host. Required.', '호스트의 장치입니다. 반드시 적습니다.'),
	target: entry('target: /dev/ttyUSB0', 'Its path inside the container.', '컨테이너 안의 경로입니다.'),
	permissions: entry(
		'permissions: rwm',
		'What the container may do: read, write, create (`m`).',
		'컨테이너에 허용할 작업입니다: 읽기(`r`), 쓰기(`w`), 만들기(`m`).',
		{ default: '`rwm`' },
	),
};

export const loggingFacts = {
	driver: entry(
		'driver: json-file',
		'Where the output goes. `docker logs` works with most of them.',
		'출력을 보낼 곳입니다. 대부분 `docker logs`로 볼 수 있습니다.',
		{ default: '`json-file`' },
	),
	options: entry(
		'options:\n  max-size: 10m\n  max-file: "3"',
		'Options of the driver. For `json-file`, `max-size` and `max-file` keep the files small.',
		'드라이버의 옵션입니다. `json-file`에서는 `max-size`와 `max-file`로 파일 크기를 제한합니다.',
	),
};

export const providerFacts = {
	type: entry(
		'type: awesomecloud',
		'Which program provides the service: `docker-<type>` or a plugin of the Docker CLI. Required.',
		'서비스를 제공할 프로그램이며 `docker-<type>` 또는 Docker CLI 플러그인입니다. 반드시 적습니다.',
	),
	options: entry(
		'options:\n  size: small',
		'Options that are passed on to the program.',
		'프로그램에 넘길 옵션입니다.',
	),
};

export const ulimitFacts = {
	soft: entry(
		'soft: 20000',
		'The limit that applies; the process may raise it up to `hard`.',
		'적용되는 한도이며 프로세스가 `hard`까지 올릴 수 있습니다.',
	),
	hard: entry('hard: 40000', 'The highest limit.', '한도의 최댓값입니다.'),
};

const hook = {
	command: entry('command: ./migrate.sh', 'The command to run.', '실행할 명령입니다.'),
	user: entry(
		'user: root',
		'The user that runs it; without it that of the service.',
		'명령을 실행할 사용자이며 없으면 서비스의 사용자입니다.',
	),
	privileged: entry('privileged: true', 'Runs it with all privileges.', '모든 권한으로 실행합니다.', {
		default: '`false`',
	}),
	working_dir: entry('working_dir: /app', 'The folder in which it runs.', '명령을 실행할 폴더입니다.'),
	environment: entry(
		'environment:\n  DEBUG: "1"',
		'More environment variables for it, as a map or a list of `NAME=value`.',
		'명령에 더할 환경 변수이며 맵이나 `이름=값`의 목록으로 적습니다.',
	),
};

export const hookFacts = {
	...hook,
	command: entry(
		hook.command.example,
		'The command to run in the container. Required.',
		'컨테이너에서 실행할 명령입니다. 반드시 적습니다.',
	),
};

export const preStartFacts = {
	...hook,
	image: entry(
		'image: alpine',
		'The image of the container that runs it; without it that of the service.',
		'명령을 실행할 컨테이너의 이미지이며 없으면 서비스의 이미지입니다.',
	),
	per_replica: entry(
		'per_replica: true',
		'Runs it for every container of the service instead of once.',
		'한 번이 아니라 서비스의 컨테이너마다 실행합니다.',
		{ default: '`false`' },
	),
};
