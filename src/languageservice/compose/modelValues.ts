import type { ValueModel } from './modelTypes.ts';

/** One value: how it is written, and what it means. */
function value(name: string, en: string, ko: string, more: Omit<ValueModel, 'value' | 'text'> = {}): ValueModel {
	return { value: name, text: { en, ko }, ...more };
}

export const restartPolicies: readonly ValueModel[] = [
	value(
		'no',
		'Never restart it. This is the default; it is quoted because a plain `no` means false in older YAML.',
		'다시 시작하지 않습니다. 기본값입니다. 따옴표 없는 `no`는 예전 YAML에서 거짓을 뜻하므로 따옴표로 감쌉니다.',
		{ plain: '"no"' },
	),
	value(
		'always',
		'Restart it whenever it stops, also after the Docker engine starts again.',
		'멈출 때마다 다시 시작합니다. Docker 엔진이 다시 시작된 뒤에도 마찬가지입니다.',
	),
	value(
		'on-failure',
		'Restart it when it ends with an exit code other than 0. `on-failure:3` tries three times at most.',
		'0이 아닌 종료 코드로 끝나면 다시 시작합니다. `on-failure:3`은 최대 세 번까지 시도합니다.',
	),
	value(
		'unless-stopped',
		'As `always`, but a container that was stopped by hand stays stopped.',
		'`always`와 같지만 직접 중지한 컨테이너는 중지된 채로 둡니다.',
	),
];

export const pullPolicies: readonly ValueModel[] = [
	value('always', 'Pull the image every time the service starts.', '서비스를 시작할 때마다 이미지를 가져옵니다.'),
	value(
		'never',
		'Never pull: the image must be on this engine already.',
		'가져오지 않습니다. 이미지가 이미 이 엔진에 있어야 합니다.',
	),
	value(
		'missing',
		'Pull only if the image is not on this engine. This is the default without `build`.',
		'이 엔진에 이미지가 없을 때만 가져옵니다. `build`가 없을 때의 기본값입니다.',
	),
	value(
		'build',
		'Build the image, and build it again if it is there.',
		'이미지를 빌드합니다. 이미 있어도 다시 빌드합니다.',
	),
	value('daily', 'Pull if the last pull is more than a day ago.', '마지막으로 가져온 지 하루가 넘었으면 가져옵니다.'),
	value(
		'weekly',
		'Pull if the last pull is more than a week ago.',
		'마지막으로 가져온 지 일주일이 넘었으면 가져옵니다.',
	),
	value(
		'every_12h',
		'Pull if the last pull is longer ago than this: `every_` and a number with `w`, `d`, `h`, `m` or `s`.',
		'마지막으로 가져온 지 이 시간이 넘었으면 가져옵니다. `every_` 뒤에 `w`, `d`, `h`, `m`, `s`가 붙은 숫자를 적습니다.',
	),
	value(
		'refresh',
		'Pull when the time in `pull_refresh_after` has passed.',
		'`pull_refresh_after`의 시간이 지났으면 가져옵니다.',
	),
	value('if_not_present', 'The older name of `missing`.', '`missing`의 예전 이름입니다.'),
];

export const networkModes: readonly ValueModel[] = [
	value(
		'bridge',
		'The default bridge network of the engine, where services do not find each other by name.',
		'엔진의 기본 브리지 네트워크입니다. 여기서는 서비스끼리 이름으로 찾을 수 없습니다.',
	),
	value(
		'host',
		'The network of the host itself. Ports are open without `ports`, which is then ignored.',
		'호스트의 네트워크를 그대로 씁니다. `ports` 없이도 포트가 열리고, `ports`는 무시됩니다.',
	),
	value('none', 'No network at all, besides the loopback.', '루프백 말고는 네트워크가 없습니다.', { plain: 'none' }),
];

export const ipcModes: readonly ValueModel[] = [
	value(
		'shareable',
		'A private namespace that other containers may join.',
		'다른 컨테이너가 함께 쓸 수 있는 독립 네임스페이스입니다.',
	),
	value(
		'private',
		'A private namespace that nobody else can join.',
		'다른 컨테이너가 함께 쓸 수 없는 독립 네임스페이스입니다.',
	),
	value('host', 'The namespace of the host.', '호스트의 네임스페이스입니다.'),
	value('none', 'A private namespace without `/dev/shm`.', '`/dev/shm`이 없는 독립 네임스페이스입니다.'),
];

export const pidModes: readonly ValueModel[] = [
	value('host', 'Processes of the host are visible in the container.', '컨테이너에서 호스트의 프로세스가 보입니다.'),
];

export const utsModes: readonly ValueModel[] = [
	value('host', 'The container has the host name of the host.', '컨테이너가 호스트의 호스트 이름을 씁니다.'),
];

export const userNamespaceModes: readonly ValueModel[] = [
	value(
		'host',
		'Users are not remapped, even if the engine is set up to.',
		'엔진에 사용자 재매핑이 설정되어 있어도 적용하지 않습니다.',
	),
];

export const cgroupModes: readonly ValueModel[] = [
	value(
		'private',
		'The container has a cgroup namespace of its own.',
		'컨테이너가 자기만의 cgroup 네임스페이스를 씁니다.',
	),
	value(
		'host',
		'The container shares the cgroup namespace of the host.',
		'컨테이너가 호스트의 cgroup 네임스페이스를 함께 씁니다.',
	),
];

export const isolations: readonly ValueModel[] = [
	value('default', 'What the engine is set to.', '엔진에 설정된 방식입니다.'),
	value('process', 'Windows: shares the kernel of the host.', 'Windows: 호스트의 커널을 함께 씁니다.'),
	value('hyperv', 'Windows: a small virtual machine of its own.', 'Windows: 작은 가상 머신에서 따로 실행합니다.'),
];

export const runtimes: readonly ValueModel[] = [
	value('runc', 'The default runtime.', '기본 런타임입니다.'),
	value('io.containerd.runc.v2', 'The default runtime by its full name.', '기본 런타임의 전체 이름입니다.'),
	value('nvidia', 'NVIDIA container runtime, for GPUs.', 'GPU를 위한 NVIDIA 컨테이너 런타임입니다.'),
	value('crun', 'A small and fast runtime in C.', 'C로 만든 작고 빠른 런타임입니다.'),
	value(
		'runsc',
		'gVisor: a kernel in user space for untrusted code.',
		'gVisor. 믿을 수 없는 코드를 위한 사용자 공간 커널입니다.',
	),
	value(
		'sysbox-runc',
		'Sysbox: containers that can run systemd or Docker.',
		'Sysbox. systemd나 Docker를 실행할 수 있는 컨테이너입니다.',
	),
	value(
		'kata-runtime',
		'Kata: every container in a small virtual machine.',
		'Kata. 컨테이너마다 작은 가상 머신을 씁니다.',
	),
];

export const platforms: readonly ValueModel[] = [
	value('linux/amd64', 'Intel and AMD, 64 bits.', 'Intel과 AMD 64비트입니다.'),
	value(
		'linux/arm64',
		'Arm, 64 bits: Apple silicon, Graviton, Raspberry Pi 4 and 5.',
		'Arm 64비트입니다. Apple 실리콘, Graviton, Raspberry Pi 4와 5 등입니다.',
	),
	value('linux/arm/v7', 'Arm, 32 bits.', 'Arm 32비트입니다.'),
	value('linux/arm/v6', 'Old Arm, as in the first Raspberry Pi.', '초기 Raspberry Pi 같은 오래된 Arm입니다.'),
	value('linux/386', 'Intel and AMD, 32 bits.', 'Intel과 AMD 32비트입니다.'),
	value('linux/ppc64le', 'IBM Power.', 'IBM Power입니다.'),
	value('linux/s390x', 'IBM Z.', 'IBM Z입니다.'),
	value('linux/riscv64', 'RISC-V, 64 bits.', 'RISC-V 64비트입니다.'),
	value('windows/amd64', 'Windows containers.', 'Windows 컨테이너입니다.'),
];

export const signals: readonly ValueModel[] = [
	value('SIGTERM', 'Asks the process to end; the default.', '프로세스에 종료를 요청합니다. 기본값입니다.'),
	value('SIGINT', 'As Ctrl+C; many servers end at once.', 'Ctrl+C와 같습니다. 많은 서버가 바로 끝납니다.'),
	value(
		'SIGQUIT',
		'nginx and php-fpm finish running requests first.',
		'nginx와 php-fpm은 처리 중인 요청을 마친 뒤 끝납니다.',
	),
	value(
		'SIGHUP',
		'Terminal closed; some servers reload their configuration.',
		'터미널이 닫혔다는 신호입니다. 설정을 다시 읽는 서버도 있습니다.',
	),
	value('SIGUSR1', 'Free for the program to use.', '프로그램이 자유롭게 정해 쓰는 신호입니다.'),
	value('SIGUSR2', 'Free for the program to use.', '프로그램이 자유롭게 정해 쓰는 신호입니다.'),
	value('SIGWINCH', 'Apache finishes running requests first.', 'Apache는 처리 중인 요청을 마친 뒤 끝납니다.'),
	value(
		'SIGKILL',
		'Ends the process at once, without any chance to clean up.',
		'정리할 틈 없이 프로세스를 바로 끝냅니다.',
	),
	value('SIGRTMIN+3', 'What systemd in a container stops on.', '컨테이너 안의 systemd를 멈추는 신호입니다.'),
];

export const allGpus: readonly ValueModel[] = [value('all', 'Every GPU of the host.', '호스트의 모든 GPU입니다.')];
export const allDevices: readonly ValueModel[] = [value('all', 'Every device.', '모든 장치입니다.')];

export const deviceCapabilities: readonly ValueModel[] = [
	value('gpu', 'A graphics processor.', '그래픽 처리 장치입니다.'),
	value('compute', 'CUDA and OpenCL.', 'CUDA와 OpenCL입니다.'),
	value('utility', '`nvidia-smi` and NVML.', '`nvidia-smi`와 NVML입니다.'),
	value('graphics', 'OpenGL and Vulkan.', 'OpenGL과 Vulkan입니다.'),
	value('video', 'Video codecs.', '비디오 코덱입니다.'),
	value('display', 'X11 display.', 'X11 디스플레이입니다.'),
	value('tpu', 'A tensor processor.', '텐서 처리 장치입니다.'),
];

export const deviceDrivers: readonly ValueModel[] = [
	value('nvidia', 'NVIDIA GPUs, with the NVIDIA container toolkit.', 'NVIDIA 컨테이너 툴킷으로 쓰는 NVIDIA GPU입니다.'),
	value(
		'cdi',
		'Devices described by the Container Device Interface.',
		'CDI(Container Device Interface)로 기술한 장치입니다.',
	),
];

export const deployModes: readonly ValueModel[] = [
	value(
		'replicated',
		'As many containers as `replicas` says; the default.',
		'`replicas`에 적은 수만큼 컨테이너를 실행합니다. 기본값입니다.',
	),
	value('global', 'One container on every node.', '노드마다 컨테이너를 하나씩 실행합니다.'),
	value(
		'replicated-job',
		'As many containers as `replicas` says, which run to their end.',
		'`replicas`에 적은 수만큼 실행하고 끝나면 그대로 둡니다.',
	),
	value(
		'global-job',
		'One container on every node, which runs to its end.',
		'노드마다 하나씩 실행하고 끝나면 그대로 둡니다.',
	),
];

export const endpointModes: readonly ValueModel[] = [
	value(
		'vip',
		'One virtual address for the service, with load balancing; the default.',
		'서비스에 가상 주소 하나를 주고 부하를 나눕니다. 기본값입니다.',
	),
	value(
		'dnsrr',
		'The name resolves to the addresses of all containers in turn.',
		'이름을 조회하면 모든 컨테이너의 주소가 번갈아 나옵니다.',
	),
];

export const restartConditions: readonly ValueModel[] = [
	value('any', 'Whatever the exit code; the default.', '종료 코드와 관계없이 다시 시작합니다. 기본값입니다.'),
	value('on-failure', 'Only when the exit code is not 0.', '종료 코드가 0이 아닐 때만 다시 시작합니다.'),
	value('none', 'Never.', '다시 시작하지 않습니다.'),
];

export const updateFailureActions: readonly ValueModel[] = [
	value('pause', 'Stop updating; the default.', '업데이트를 멈춥니다. 기본값입니다.'),
	value('continue', 'Go on with the other containers.', '나머지 컨테이너의 업데이트를 계속합니다.'),
	value('rollback', 'Go back to the former version.', '이전 버전으로 되돌립니다.'),
];

export const rollbackFailureActions: readonly ValueModel[] = [
	value('pause', 'Stop rolling back; the default.', '되돌리기를 멈춥니다. 기본값입니다.'),
	value('continue', 'Go on with the other containers.', '나머지 컨테이너를 계속 되돌립니다.'),
];

export const updateOrders: readonly ValueModel[] = [
	value(
		'stop-first',
		'Stop the old container, then start the new one; the default.',
		'예전 컨테이너를 중지한 뒤 새 컨테이너를 시작합니다. 기본값입니다.',
	),
	value(
		'start-first',
		'Start the new container first; both run for a while.',
		'새 컨테이너를 먼저 시작합니다. 잠시 둘 다 실행됩니다.',
	),
];

export const constraints: readonly ValueModel[] = [
	value('node.role == manager', 'Only on managers.', '매니저 노드에서만 실행합니다.'),
	value('node.role == worker', 'Only on workers.', '워커 노드에서만 실행합니다.'),
	value('node.hostname == name', 'Only on the node of this name.', '이 이름의 노드에서만 실행합니다.'),
	value('node.platform.os == linux', 'Only on this system.', '이 운영 체제의 노드에서만 실행합니다.'),
	value('node.platform.arch == x86_64', 'Only on this architecture.', '이 아키텍처의 노드에서만 실행합니다.'),
	value('node.labels.zone == a', 'Only on nodes with this label.', '이 레이블이 있는 노드에서만 실행합니다.'),
	value('engine.labels.storage == ssd', 'Only on engines with this label.', '이 레이블이 있는 엔진에서만 실행합니다.'),
];

export const spreads: readonly ValueModel[] = [
	value('node.labels.zone', 'Evenly over the values of this label.', '이 레이블의 값마다 고르게 나눕니다.'),
	value('node.labels.datacenter', 'Evenly over the values of this label.', '이 레이블의 값마다 고르게 나눕니다.'),
];

export const networkDrivers: readonly ValueModel[] = [
	value(
		'bridge',
		'A network of its own on this host; the default.',
		'이 호스트 안의 독립된 네트워크입니다. 기본값입니다.',
	),
	value('overlay', 'One network over several hosts of a swarm.', 'Swarm의 여러 호스트를 잇는 하나의 네트워크입니다.'),
	value('host', 'The network of the host itself.', '호스트의 네트워크 그대로입니다.'),
	value('none', 'No network.', '네트워크가 없습니다.'),
	value(
		'macvlan',
		'Containers get MAC addresses of their own in the physical network.',
		'컨테이너가 물리 네트워크에서 자기 MAC 주소를 가집니다.',
	),
	value(
		'ipvlan',
		'Containers get IP addresses of the physical network, with the MAC address of the host.',
		'컨테이너가 호스트의 MAC 주소를 쓰면서 물리 네트워크의 IP 주소를 가집니다.',
	),
];

export const networkDriverOptions: readonly ValueModel[] = [
	value('com.docker.network.bridge.name', 'Name of the bridge on the host.', '호스트에 만들 브리지의 이름입니다.'),
	value(
		'com.docker.network.bridge.host_binding_ipv4',
		'Address that published ports listen on.',
		'공개한 포트가 사용할 호스트 주소입니다.',
	),
	value(
		'com.docker.network.bridge.enable_icc',
		'Whether containers may reach each other.',
		'컨테이너끼리 통신할 수 있는지 정합니다.',
	),
	value(
		'com.docker.network.bridge.enable_ip_masquerade',
		'Whether packets leave with the address of the host.',
		'밖으로 나가는 패킷에 호스트 주소를 쓸지 정합니다.',
	),
	value(
		'com.docker.network.bridge.gateway_mode_ipv4',
		'`nat`, `routed` or `isolated`.',
		'`nat`, `routed`, `isolated` 중 하나입니다.',
	),
	value('com.docker.network.driver.mtu', 'Largest packet in bytes.', '패킷의 최대 크기(바이트)입니다.'),
	value(
		'com.docker.network.container_iface_prefix',
		'What interface names in containers begin with.',
		'컨테이너 안 인터페이스 이름의 앞부분입니다.',
	),
	value('parent', 'macvlan, ipvlan: interface of the host.', 'macvlan, ipvlan: 호스트의 인터페이스입니다.'),
	value(
		'macvlan_mode',
		'macvlan: `bridge`, `vepa`, `passthru` or `private`.',
		'macvlan: `bridge`, `vepa`, `passthru`, `private` 중 하나입니다.',
	),
	value('ipvlan_mode', 'ipvlan: `l2`, `l3` or `l3s`.', 'ipvlan: `l2`, `l3`, `l3s` 중 하나입니다.'),
	value('encrypted', 'overlay: encrypt the traffic between hosts.', 'overlay: 호스트 사이의 통신을 암호화합니다.'),
];

export const ipamDrivers: readonly ValueModel[] = [
	value('default', 'The address management of the engine.', '엔진의 주소 관리 방식입니다.'),
	value('dhcp', 'Addresses from a DHCP server.', 'DHCP 서버에서 받은 주소입니다.'),
	value('null', 'No addresses.', '주소를 주지 않습니다.', { plain: '"null"' }),
];

export const volumeDrivers: readonly ValueModel[] = [
	value(
		'local',
		'A folder of the engine, or with `driver_opts` an NFS, CIFS or tmpfs mount; the default.',
		'엔진의 폴더이며, `driver_opts`를 쓰면 NFS, CIFS, tmpfs 마운트가 됩니다. 기본값입니다.',
	),
];

export const volumeDriverOptions: readonly ValueModel[] = [
	value(
		'type',
		'Kind of file system: `nfs`, `cifs`, `tmpfs`, `none`, `btrfs`.',
		'파일 시스템의 종류입니다: `nfs`, `cifs`, `tmpfs`, `none`, `btrfs`.',
	),
	value(
		'device',
		'What is mounted: `:/export`, `//server/share`, a folder of the host.',
		'마운트할 대상입니다: `:/export`, `//server/share`, 호스트의 폴더.',
	),
	value('o', 'Mount options: `addr=10.0.0.1,rw`, `bind`.', '마운트 옵션입니다: `addr=10.0.0.1,rw`, `bind`.'),
	value('size', 'Upper limit, where the file system has one.', '파일 시스템이 지원할 때의 크기 상한입니다.'),
];

export const dependencyConditions: readonly ValueModel[] = [
	value(
		'service_started',
		'Wait until it was started; what the short form does.',
		'시작될 때까지만 기다립니다. 짧은 형식과 같습니다.',
	),
	value('service_healthy', 'Wait until its health check passes.', '상태 검사를 통과할 때까지 기다립니다.'),
	value(
		'service_completed_successfully',
		'Wait until it ended with exit code 0, for migrations and the like.',
		'종료 코드 0으로 끝날 때까지 기다립니다. 마이그레이션 등에 씁니다.',
	),
];

export const healthTests: readonly ValueModel[] = [
	value(
		'CMD',
		'Runs the following arguments as they are, without a shell.',
		'뒤의 인자들을 셸 없이 그대로 실행합니다.',
		{ plain: '"CMD"' },
	),
	value(
		'CMD-SHELL',
		'Runs the following text in the shell of the image.',
		'뒤의 문자열을 이미지의 셸에서 실행합니다.',
		{
			plain: '"CMD-SHELL"',
		},
	),
	value('NONE', 'Switches off the health check of the image.', '이미지에 있는 상태 검사를 끕니다.', {
		plain: '"NONE"',
	}),
];

export const mountTypes: readonly ValueModel[] = [
	value(
		'volume',
		'A named volume, or an anonymous one without `source`.',
		'이름 있는 볼륨이며, `source`가 없으면 익명 볼륨입니다.',
	),
	value('bind', 'A file or folder of the host.', '호스트의 파일이나 폴더입니다.'),
	value(
		'tmpfs',
		'An empty folder in memory, gone when the container stops.',
		'메모리에 있는 빈 폴더이며 컨테이너가 멈추면 사라집니다.',
	),
	value('image', 'The files of an image, read-only.', '이미지의 파일을 읽기 전용으로 씁니다.'),
	value('npipe', 'A named pipe of Windows.', 'Windows의 명명된 파이프입니다.'),
	value('cluster', 'A CSI volume of a swarm.', 'Swarm의 CSI 볼륨입니다.'),
];

/** What stands behind the second colon of a short volume. */
export const mountOptions: readonly ValueModel[] = [
	value('ro', 'Read-only.', '읽기 전용입니다.'),
	value('rw', 'Read and write; the default.', '읽고 쓸 수 있습니다. 기본값입니다.'),
	value('z', 'SELinux: shared by several containers.', 'SELinux: 여러 컨테이너가 함께 씁니다.'),
	value('Z', 'SELinux: for this container alone.', 'SELinux: 이 컨테이너만 씁니다.'),
	value(
		'nocopy',
		'Do not fill a new volume with the files of the image.',
		'새 볼륨에 이미지의 파일을 복사하지 않습니다.',
	),
	value('rslave', 'Mounts of the host appear in the container.', '호스트에서 마운트한 것이 컨테이너에도 보입니다.'),
	value('rshared', 'Mounts appear in both directions.', '양쪽에서 마운트한 것이 서로 보입니다.'),
	value('rprivate', 'Mounts stay where they are; the default.', '마운트한 것이 서로 보이지 않습니다. 기본값입니다.'),
	value('cached', 'Has no effect any more.', '이제 아무 효과가 없습니다.'),
	value('delegated', 'Has no effect any more.', '이제 아무 효과가 없습니다.'),
];

export const propagations: readonly ValueModel[] = [
	value('rprivate', 'No mounts are passed on; the default.', '마운트한 것이 전달되지 않습니다. 기본값입니다.'),
	value(
		'private',
		'As `rprivate`, without the folders below.',
		'`rprivate`와 같지만 하위 마운트에는 적용되지 않습니다.',
	),
	value('rshared', 'Mounts are passed on in both directions.', '마운트한 것이 양쪽으로 전달됩니다.'),
	value('shared', 'As `rshared`, without the folders below.', '`rshared`와 같지만 하위 마운트에는 적용되지 않습니다.'),
	value(
		'rslave',
		'Mounts of the host are passed on to the container.',
		'호스트에서 마운트한 것이 컨테이너로 전달됩니다.',
	),
	value('slave', 'As `rslave`, without the folders below.', '`rslave`와 같지만 하위 마운트에는 적용되지 않습니다.'),
];

export const recursions: readonly ValueModel[] = [
	value('enabled', 'Mounts below are mounted too; the default.', '아래의 마운트도 함께 마운트합니다. 기본값입니다.'),
	value('disabled', 'Mounts below are left out.', '아래의 마운트는 제외합니다.'),
	value(
		'writable',
		'With `read_only`, mounts below stay writable.',
		'`read_only`여도 아래의 마운트에는 쓸 수 있습니다.',
	),
	value(
		'readonly',
		'With `read_only`, mounts below are read-only too.',
		'`read_only`이면 아래의 마운트도 읽기 전용입니다.',
	),
];

export const selinuxLabels: readonly ValueModel[] = [
	value('z', 'Shared by several containers.', '여러 컨테이너가 함께 씁니다.'),
	value('Z', 'For this container alone.', '이 컨테이너만 씁니다.'),
];

export const consistencies: readonly ValueModel[] = [
	value(
		'consistent',
		'The host and the container always see the same.',
		'호스트와 컨테이너가 항상 같은 내용을 봅니다.',
	),
	value(
		'cached',
		'Changes of the host may appear later in the container.',
		'호스트의 변경이 컨테이너에 늦게 보일 수 있습니다.',
	),
	value(
		'delegated',
		'Changes of the container may appear later on the host.',
		'컨테이너의 변경이 호스트에 늦게 보일 수 있습니다.',
	),
];

export const envFileFormats: readonly ValueModel[] = [
	value(
		'raw',
		'Values are taken as they are: no quotes, no variables.',
		'값을 그대로 씁니다. 따옴표나 변수를 처리하지 않습니다.',
	),
];

export const hostAddresses: readonly ValueModel[] = [
	value('127.0.0.1', 'Only from this computer.', '이 컴퓨터에서만 접속할 수 있습니다.'),
	value('0.0.0.0', 'From everywhere, over IPv4; the default.', 'IPv4로 어디서나 접속할 수 있습니다. 기본값입니다.'),
	value('::1', 'Only from this computer, over IPv6.', 'IPv6로 이 컴퓨터에서만 접속할 수 있습니다.', { plain: '"::1"' }),
	value('::', 'From everywhere, over IPv6.', 'IPv6로 어디서나 접속할 수 있습니다.', { plain: '"::"' }),
];

export const protocols: readonly ValueModel[] = [
	value('tcp', 'The default.', '기본값입니다.'),
	value('udp', 'For DNS, QUIC, games and streams.', 'DNS, QUIC, 게임, 스트리밍 등에 씁니다.'),
	value('sctp', 'Seldom used.', '드물게 쓰입니다.'),
];

export const portModes: readonly ValueModel[] = [
	value('host', 'The port of the node that runs the container.', '컨테이너가 실행되는 노드의 포트를 씁니다.'),
	value(
		'ingress',
		'Swarm: one port on every node, with load balancing; the default.',
		'Swarm: 모든 노드의 같은 포트로 받아 부하를 나눕니다. 기본값입니다.',
	),
];

export const appProtocols: readonly ValueModel[] = [
	value('http', 'Web.', '웹입니다.'),
	value('https', 'Web, encrypted.', '암호화된 웹입니다.'),
	value('http2', 'Web, version 2.', 'HTTP 버전 2입니다.'),
	value('grpc', 'gRPC.', 'gRPC입니다.'),
	value('tcp', 'Anything else.', '그 밖의 것입니다.'),
];

export const watchActions: readonly ValueModel[] = [
	value(
		'sync',
		'Copy changed files into the running container; for servers that reload by themselves.',
		'바뀐 파일을 실행 중인 컨테이너로 복사합니다. 스스로 다시 읽는 서버에 알맞습니다.',
	),
	value(
		'rebuild',
		'Build the image again and replace the container; for dependencies and compiled code.',
		'이미지를 다시 빌드하고 컨테이너를 교체합니다. 의존성이나 컴파일이 필요한 코드에 알맞습니다.',
	),
	value('restart', 'Restart the container.', '컨테이너를 다시 시작합니다.', { since: '2.32' }),
	value(
		'sync+restart',
		'Copy, then restart the container; for configuration files.',
		'복사한 뒤 컨테이너를 다시 시작합니다. 설정 파일에 알맞습니다.',
		{ since: '2.23' },
	),
	value(
		'sync+exec',
		'Copy, then run the command of `exec` in the container.',
		'복사한 뒤 `exec`의 명령을 컨테이너에서 실행합니다.',
		{ since: '2.32' },
	),
];

export const buildNetworks: readonly ValueModel[] = [
	value('default', 'A bridge network with access to the internet.', '인터넷에 접속할 수 있는 브리지 네트워크입니다.'),
	value('host', 'The network of the host.', '호스트의 네트워크입니다.'),
	value('none', 'No network while building.', '빌드하는 동안 네트워크를 쓰지 않습니다.'),
];

export const cacheSources: readonly ValueModel[] = [
	value('type=registry,ref=user/app:cache', 'A cache image in a registry.', '레지스트리에 있는 캐시 이미지입니다.'),
	value('type=local,src=./cache', 'A folder.', '폴더입니다.'),
	value('type=gha', 'The cache of GitHub Actions.', 'GitHub Actions의 캐시입니다.'),
];

export const cacheTargets: readonly ValueModel[] = [
	value(
		'type=registry,ref=user/app:cache,mode=max',
		'A cache image in a registry, with all stages.',
		'모든 스테이지를 담아 레지스트리에 저장합니다.',
	),
	value('type=local,dest=./cache', 'A folder.', '폴더에 저장합니다.'),
	value('type=gha,mode=max', 'The cache of GitHub Actions.', 'GitHub Actions의 캐시에 저장합니다.'),
	value('type=inline', 'Inside the image itself.', '이미지 자체에 담습니다.'),
];

export const entitlements: readonly ValueModel[] = [
	value(
		'network.host',
		'Build steps may use the network of the host.',
		'빌드 단계에서 호스트의 네트워크를 쓸 수 있습니다.',
	),
	value(
		'security.insecure',
		'Build steps may run with all privileges.',
		'빌드 단계를 모든 권한으로 실행할 수 있습니다.',
	),
	value('device', 'Build steps may use devices.', '빌드 단계에서 장치를 쓸 수 있습니다.'),
];

export const provenanceModes: readonly ValueModel[] = [
	value(
		'mode=max',
		'Everything about the build, its arguments included.',
		'인자를 포함해 빌드에 관한 모든 것을 적습니다.',
	),
	value('mode=min', 'The least, without arguments.', '인자 없이 최소한만 적습니다.'),
];

export const sbomModes: readonly ValueModel[] = [
	value('generator=docker/scout-sbom-indexer:latest', 'With this scanner image.', '이 스캐너 이미지를 씁니다.'),
];

export const sshEntries: readonly ValueModel[] = [
	value('default', 'The SSH agent of this computer.', '이 컴퓨터의 SSH 에이전트입니다.'),
];

export const devicePermissions: readonly ValueModel[] = [
	value('rwm', 'Read, write and create; the default.', '읽기, 쓰기, 만들기를 모두 허용합니다. 기본값입니다.'),
	value('rw', 'Read and write.', '읽기와 쓰기를 허용합니다.'),
	value('r', 'Read.', '읽기만 허용합니다.'),
];

export const hostGateway: readonly ValueModel[] = [
	value('host-gateway', 'The address of the host as the container sees it.', '컨테이너에서 본 호스트의 주소입니다.'),
];

export const hostNames: readonly ValueModel[] = [
	value(
		'host.docker.internal',
		'The name by which Docker Desktop calls the host.',
		'Docker Desktop이 호스트를 부르는 이름입니다.',
	),
];

export const hostMappings: readonly ValueModel[] = [
	value(
		'host.docker.internal:host-gateway',
		'Reach the host by this name, also without Docker Desktop.',
		'Docker Desktop이 없어도 이 이름으로 호스트에 접속합니다.',
		{ plain: '"host.docker.internal:host-gateway"' },
	),
];

export const providers: readonly ValueModel[] = [
	value('model', 'Docker Model Runner: a language model.', 'Docker Model Runner로 실행하는 언어 모델입니다.'),
];

export const resolverOptions: readonly ValueModel[] = [
	value('ndots:1', 'How many dots make a name absolute.', '점이 몇 개 이상이면 완전한 이름으로 볼지 정합니다.'),
	value('timeout:2', 'Seconds to wait for an answer.', '응답을 기다릴 시간(초)입니다.'),
	value('attempts:2', 'How often to ask.', '조회를 시도할 횟수입니다.'),
	value('rotate', 'Ask the servers in turn.', '서버에 번갈아 묻습니다.'),
	value('use-vc', 'Ask over TCP.', 'TCP로 묻습니다.'),
	value('edns0', 'Allow larger answers.', '더 큰 응답을 허용합니다.'),
	value('single-request', 'Ask for IPv4 and IPv6 one after the other.', 'IPv4와 IPv6를 차례로 묻습니다.'),
];

export const securityOptions: readonly ValueModel[] = [
	value(
		'no-new-privileges:true',
		'Processes cannot gain privileges by setuid programs.',
		'setuid 프로그램으로 권한을 얻을 수 없게 합니다.',
	),
	value('seccomp=unconfined', 'No filter for system calls.', '시스템 호출을 거르지 않습니다.'),
	value('seccomp=./profile.json', 'Filter system calls by this profile.', '이 프로필로 시스템 호출을 거릅니다.'),
	value('apparmor=unconfined', 'No AppArmor profile.', 'AppArmor 프로필을 적용하지 않습니다.'),
	value('apparmor=docker-default', 'The AppArmor profile of Docker.', 'Docker의 AppArmor 프로필입니다.'),
	value('label=disable', 'No SELinux labels.', 'SELinux 레이블을 쓰지 않습니다.'),
	value('label=type:container_t', 'The SELinux type of the processes.', '프로세스의 SELinux 유형입니다.'),
	value('systempaths=unconfined', 'Show all of `/proc` and `/sys`.', '`/proc`과 `/sys`를 모두 보여 줍니다.'),
];

export const storageOptions: readonly ValueModel[] = [
	value(
		'size',
		'Upper limit of the container’s own file system: `10G`.',
		'컨테이너 파일 시스템의 크기 상한입니다: `10G`.',
	),
];

export const sysctls: readonly ValueModel[] = [
	value(
		'net.core.somaxconn',
		'Waiting connections of a listening socket.',
		'수신 소켓에서 대기할 수 있는 연결 수입니다.',
	),
	value(
		'net.ipv4.ip_unprivileged_port_start',
		'First port that needs no privileges.',
		'권한 없이 쓸 수 있는 첫 포트입니다.',
	),
	value('net.ipv4.ip_forward', 'Pass packets on between interfaces: `1`.', '인터페이스 사이에 패킷을 전달합니다: `1`.'),
	value('net.ipv4.ip_local_port_range', 'Ports for outgoing connections.', '나가는 연결에 쓸 포트 범위입니다.'),
	value('net.ipv4.tcp_syncookies', 'Protection against SYN floods.', 'SYN 플러드를 막습니다.'),
	value(
		'net.ipv4.tcp_keepalive_time',
		'Seconds until the first keep-alive.',
		'첫 keep-alive를 보내기까지의 시간(초)입니다.',
	),
	value('net.ipv4.conf.all.src_valid_mark', 'For VPN containers: `1`.', 'VPN 컨테이너에 씁니다: `1`.'),
	value('net.ipv6.conf.all.disable_ipv6', 'No IPv6: `1`.', 'IPv6를 끕니다: `1`.'),
	value('net.ipv6.conf.all.forwarding', 'Pass IPv6 packets on: `1`.', 'IPv6 패킷을 전달합니다: `1`.'),
	value('kernel.msgmax', 'Largest message between processes.', '프로세스 간 메시지의 최대 크기입니다.'),
	value('kernel.shmmax', 'Largest piece of shared memory.', '공유 메모리 조각의 최대 크기입니다.'),
	value('kernel.sem', 'Limits of semaphores.', '세마포어의 한도입니다.'),
];

export const ulimits: readonly ValueModel[] = [
	value('nofile', 'Open files.', '열 수 있는 파일 수입니다.'),
	value('nproc', 'Processes of a user.', '사용자의 프로세스 수입니다.'),
	value(
		'memlock',
		'Memory that is never swapped out; `-1` for no limit.',
		'스왑되지 않는 메모리입니다. `-1`이면 한도가 없습니다.',
	),
	value('core', 'Size of core dumps.', '코어 덤프의 크기입니다.'),
	value('cpu', 'Seconds of processor time.', '프로세서 사용 시간(초)입니다.'),
	value('data', 'Data segment.', '데이터 세그먼트의 크기입니다.'),
	value('fsize', 'Size of a file.', '파일 하나의 크기입니다.'),
	value('locks', 'File locks.', '파일 잠금의 수입니다.'),
	value('msgqueue', 'Bytes in message queues.', '메시지 큐의 바이트 수입니다.'),
	value('nice', 'Highest priority.', '우선순위의 상한입니다.'),
	value('rss', 'Resident memory.', '상주 메모리의 크기입니다.'),
	value('rtprio', 'Real-time priority.', '실시간 우선순위입니다.'),
	value('rttime', 'Microseconds of real-time scheduling.', '실시간 스케줄링 시간(마이크로초)입니다.'),
	value('sigpending', 'Waiting signals.', '대기 중인 시그널의 수입니다.'),
	value('stack', 'Stack segment.', '스택 세그먼트의 크기입니다.'),
];

export const usualVariables: readonly ValueModel[] = [
	value('TZ', 'Time zone: `Europe/Berlin`, `Asia/Seoul`.', '시간대입니다: `Europe/Berlin`, `Asia/Seoul`.'),
];
