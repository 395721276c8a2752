import type { ValueModel } from './modelTypes.ts';

const capability = (value: string, en: string, ko: string): ValueModel => ({ value, text: { en, ko } });

/** Linux capabilities as `cap_add` and `cap_drop` name them; `CAP_` before them is accepted too. */
export const capabilities: readonly ValueModel[] = [
	capability('ALL', 'Every capability.', '모든 권한입니다.'),
	capability('AUDIT_CONTROL', 'Configure kernel auditing.', '커널 감사를 설정합니다.'),
	capability('AUDIT_READ', 'Read the audit log.', '감사 로그를 읽습니다.'),
	capability('AUDIT_WRITE', 'Write to the audit log; given by default.', '감사 로그에 씁니다. 기본으로 주어집니다.'),
	capability('BLOCK_SUSPEND', 'Keep the system from suspending.', '시스템의 절전을 막습니다.'),
	capability('BPF', 'Use privileged BPF.', '권한이 필요한 BPF를 씁니다.'),
	capability('CHECKPOINT_RESTORE', 'Checkpoint and restore processes.', '프로세스를 저장하고 복원합니다.'),
	capability('CHOWN', 'Change the owner of files; given by default.', '파일의 소유자를 바꿉니다. 기본으로 주어집니다.'),
	capability(
		'DAC_OVERRIDE',
		'Pass over file permissions; given by default.',
		'파일 권한 검사를 건너뜁니다. 기본으로 주어집니다.',
	),
	capability('DAC_READ_SEARCH', 'Read any file and folder.', '모든 파일과 폴더를 읽습니다.'),
	capability(
		'FOWNER',
		'Act as the owner of any file; given by default.',
		'모든 파일의 소유자처럼 작업합니다. 기본으로 주어집니다.',
	),
	capability(
		'FSETID',
		'Keep setuid bits of changed files; given by default.',
		'바뀐 파일의 setuid 비트를 유지합니다. 기본으로 주어집니다.',
	),
	capability('IPC_LOCK', 'Lock memory, so that it is never swapped out.', '메모리를 잠가 스왑되지 않게 합니다.'),
	capability(
		'IPC_OWNER',
		'Pass over permissions of shared memory and queues.',
		'공유 메모리와 큐의 권한 검사를 건너뜁니다.',
	),
	capability(
		'KILL',
		'Send signals to any process; given by default.',
		'모든 프로세스에 시그널을 보냅니다. 기본으로 주어집니다.',
	),
	capability('LEASE', 'Lease files.', '파일 임대(lease)를 설정합니다.'),
	capability('LINUX_IMMUTABLE', 'Make files immutable.', '파일을 바꿀 수 없게 만듭니다.'),
	capability('MAC_ADMIN', 'Configure mandatory access control.', '강제 접근 제어를 설정합니다.'),
	capability('MAC_OVERRIDE', 'Pass over mandatory access control.', '강제 접근 제어를 건너뜁니다.'),
	capability('MKNOD', 'Create device files; given by default.', '장치 파일을 만듭니다. 기본으로 주어집니다.'),
	capability(
		'NET_ADMIN',
		'Configure interfaces, routes and firewalls; for VPNs.',
		'인터페이스, 경로, 방화벽을 설정합니다. VPN에 씁니다.',
	),
	capability(
		'NET_BIND_SERVICE',
		'Listen on ports below 1024; given by default.',
		'1024보다 작은 포트를 씁니다. 기본으로 주어집니다.',
	),
	capability(
		'NET_BROADCAST',
		'Send broadcasts and receive multicasts.',
		'브로드캐스트를 보내고 멀티캐스트를 받습니다.',
	),
	capability(
		'NET_RAW',
		'Raw sockets, for ping; given by default.',
		'ping 등에 쓰는 원시 소켓입니다. 기본으로 주어집니다.',
	),
	capability('PERFMON', 'Measure performance.', '성능을 측정합니다.'),
	capability('SETFCAP', 'Give files capabilities; given by default.', '파일에 권한을 줍니다. 기본으로 주어집니다.'),
	capability('SETGID', 'Change the group; given by default.', '그룹을 바꿉니다. 기본으로 주어집니다.'),
	capability(
		'SETPCAP',
		'Change the capabilities of processes; given by default.',
		'프로세스의 권한을 바꿉니다. 기본으로 주어집니다.',
	),
	capability('SETUID', 'Change the user; given by default.', '사용자를 바꿉니다. 기본으로 주어집니다.'),
	capability('SYSLOG', 'Read the log of the kernel.', '커널 로그를 읽습니다.'),
	capability(
		'SYS_ADMIN',
		'Mount file systems and much more; nearly as much as privileged.',
		'파일 시스템 마운트를 비롯해 많은 일을 합니다. 특권 모드에 가깝습니다.',
	),
	capability('SYS_BOOT', 'Reboot the system.', '시스템을 다시 부팅합니다.'),
	capability('SYS_CHROOT', 'Use chroot; given by default.', 'chroot를 씁니다. 기본으로 주어집니다.'),
	capability('SYS_MODULE', 'Load kernel modules.', '커널 모듈을 적재합니다.'),
	capability('SYS_NICE', 'Raise priorities of processes.', '프로세스의 우선순위를 높입니다.'),
	capability('SYS_PACCT', 'Switch process accounting.', '프로세스 회계를 켜고 끕니다.'),
	capability('SYS_PTRACE', 'Trace processes; for debuggers.', '프로세스를 추적합니다. 디버거에 씁니다.'),
	capability('SYS_RAWIO', 'Access hardware directly.', '하드웨어에 직접 접근합니다.'),
	capability('SYS_RESOURCE', 'Pass over resource limits.', '리소스 한도를 넘을 수 있습니다.'),
	capability('SYS_TIME', 'Set the clock of the system.', '시스템 시계를 맞춥니다.'),
	capability('SYS_TTY_CONFIG', 'Configure terminals.', '터미널을 설정합니다.'),
	capability('WAKE_ALARM', 'Wake the system up.', '시스템을 깨웁니다.'),
];
