import type { ValueModel } from './modelTypes.ts';

const value = (name: string, en: string, ko: string): ValueModel => ({ value: name, text: { en, ko } });

const tag = value('tag', 'How a message is labelled: `{{.Name}}`.', '메시지에 붙일 이름표입니다: `{{.Name}}`.');
const labels = value('labels', 'Labels to add, divided by commas.', '함께 기록할 레이블을 쉼표로 나열합니다.');
const labelsRegex = value('labels-regex', 'Labels to add whose name matches.', '이름이 맞는 레이블을 함께 기록합니다.');
const env = value(
	'env',
	'Environment variables to add, divided by commas.',
	'함께 기록할 환경 변수를 쉼표로 나열합니다.',
);
const envRegex = value('env-regex', 'Variables to add whose name matches.', '이름이 맞는 환경 변수를 함께 기록합니다.');
const metadata: readonly ValueModel[] = [tag, labels, labelsRegex, env, envRegex];
const delivery: readonly ValueModel[] = [
	value('mode', '`blocking` (default) or `non-blocking`.', '`blocking`(기본값) 또는 `non-blocking`입니다.'),
	value(
		'max-buffer-size',
		'With `non-blocking`: `1m` by default.',
		'`non-blocking`일 때의 버퍼 크기입니다. 기본값은 `1m`입니다.',
	),
];

const files: readonly ValueModel[] = [
	value('max-size', 'Begin a new file at this size: `10m`.', '이 크기가 되면 새 파일을 시작합니다: `10m`.'),
	value('max-file', 'How many files to keep: `"3"`.', '보관할 파일 수입니다: `"3"`.'),
	value('compress', 'Compress files that are full.', '다 찬 파일을 압축합니다.'),
];

const tls = (driver: string): readonly ValueModel[] => [
	value(`${driver}-tls-ca-cert`, 'Certificate of the authority.', '인증 기관의 인증서입니다.'),
	value(`${driver}-tls-cert`, 'Certificate of the client.', '클라이언트 인증서입니다.'),
	value(`${driver}-tls-key`, 'Key of the client.', '클라이언트 키입니다.'),
	value(`${driver}-tls-skip-verify`, 'Do not check the certificate.', '인증서를 확인하지 않습니다.'),
];

interface LoggingDriver extends ValueModel {
	readonly options: readonly ValueModel[];
}

const driver = (name: string, en: string, ko: string, options: readonly ValueModel[]): LoggingDriver => ({
	...value(name, en, ko),
	options: [...options, ...delivery],
});

/** Where the output of containers can go, with the options of each. */
export const loggingDrivers: readonly LoggingDriver[] = [
	driver('json-file', 'JSON files on the host; the default.', '호스트의 JSON 파일입니다. 기본값입니다.', [
		...files,
		...metadata,
	]),
	driver(
		'local',
		'Compact files on the host that are limited by default.',
		'호스트의 압축된 파일이며 기본으로 크기가 제한됩니다.',
		[...files, ...metadata],
	),
	driver(
		'none',
		'Nothing is kept; `docker logs` shows nothing.',
		'아무것도 남기지 않습니다. `docker logs`에 나오지 않습니다.',
		[],
	),
	driver('journald', 'The journal of systemd.', 'systemd 저널입니다.', metadata),
	driver('syslog', 'A syslog server.', 'syslog 서버입니다.', [
		value('syslog-address', '`udp://host:514`, `tcp://…`, `unix://…`', '`udp://host:514`, `tcp://…`, `unix://…`'),
		value('syslog-facility', '`daemon`, `local0` …', '`daemon`, `local0` 등입니다.'),
		value('syslog-format', '`rfc3164`, `rfc5424`, `rfc5424micro`', '`rfc3164`, `rfc5424`, `rfc5424micro`'),
		...tls('syslog'),
		...metadata,
	]),
	driver('fluentd', 'A fluentd or Fluent Bit collector.', 'fluentd 또는 Fluent Bit 수집기입니다.', [
		value('fluentd-address', '`host:24224`', '`host:24224`'),
		value('fluentd-async', 'Connect in the background.', '백그라운드에서 연결합니다.'),
		value(
			'fluentd-buffer-limit',
			'Messages to keep while not connected.',
			'연결되지 않은 동안 보관할 메시지 수입니다.',
		),
		value('fluentd-retry-wait', 'Time between attempts.', '재시도 간격입니다.'),
		value('fluentd-max-retries', 'How often to try.', '재시도 횟수입니다.'),
		value('fluentd-sub-second-precision', 'Times in nanoseconds.', '시각을 나노초까지 기록합니다.'),
		value('fluentd-request-ack', 'Wait for an acknowledgement.', '수신 확인을 기다립니다.'),
		...metadata,
	]),
	driver('gelf', 'Graylog or Logstash.', 'Graylog 또는 Logstash입니다.', [
		value('gelf-address', '`udp://host:12201`', '`udp://host:12201`'),
		value('gelf-compression-type', '`gzip`, `zlib` or `none`.', '`gzip`, `zlib`, `none` 중 하나입니다.'),
		value('gelf-compression-level', '-1 to 9.', '-1부터 9까지입니다.'),
		value('gelf-tcp-max-reconnect', 'How often to connect anew.', '다시 연결할 횟수입니다.'),
		value('gelf-tcp-reconnect-delay', 'Seconds between attempts.', '재연결 간격(초)입니다.'),
		...metadata,
	]),
	driver('awslogs', 'Amazon CloudWatch Logs.', 'Amazon CloudWatch Logs입니다.', [
		value('awslogs-region', '`eu-central-1`', '`ap-northeast-2`'),
		value('awslogs-group', 'Log group.', '로그 그룹입니다.'),
		value('awslogs-stream', 'Log stream.', '로그 스트림입니다.'),
		value('awslogs-create-group', 'Create the group if it is missing.', '그룹이 없으면 만듭니다.'),
		value('awslogs-create-stream', 'Create the stream if it is missing.', '스트림이 없으면 만듭니다.'),
		value(
			'awslogs-datetime-format',
			'How a message begins, for several lines in one.',
			'여러 줄을 한 메시지로 묶을 때의 시작 형식입니다.',
		),
		value('awslogs-multiline-pattern', 'Expression that a message begins with.', '메시지가 시작하는 정규식입니다.'),
		value('awslogs-endpoint', 'Another address of the service.', '서비스의 다른 주소입니다.'),
		tag,
	]),
	driver('splunk', 'A Splunk HTTP event collector.', 'Splunk HTTP 이벤트 수집기입니다.', [
		value('splunk-url', 'Address of the collector.', '수집기의 주소입니다.'),
		value('splunk-token', 'Token of the collector.', '수집기의 토큰입니다.'),
		value('splunk-source', 'Source of the events.', '이벤트의 출처입니다.'),
		value('splunk-sourcetype', 'Kind of source.', '출처의 종류입니다.'),
		value('splunk-index', 'Index of the events.', '이벤트를 담을 인덱스입니다.'),
		value('splunk-format', '`inline`, `json` or `raw`.', '`inline`, `json`, `raw` 중 하나입니다.'),
		value('splunk-verify-connection', 'Check the connection at the start.', '시작할 때 연결을 확인합니다.'),
		value('splunk-gzip', 'Compress events.', '이벤트를 압축합니다.'),
		value('splunk-insecureskipverify', 'Do not check the certificate.', '인증서를 확인하지 않습니다.'),
		...metadata,
	]),
	driver('gcplogs', 'Google Cloud Logging.', 'Google Cloud Logging입니다.', [
		value('gcp-project', 'Project to write to.', '기록할 프로젝트입니다.'),
		value('gcp-log-cmd', 'Log the command of the container too.', '컨테이너의 명령도 기록합니다.'),
		value('gcp-meta-zone', 'Zone of the machine.', '머신의 영역입니다.'),
		value('gcp-meta-name', 'Name of the machine.', '머신의 이름입니다.'),
		value('gcp-meta-id', 'Id of the machine.', '머신의 ID입니다.'),
		labels,
		labelsRegex,
		env,
		envRegex,
	]),
	driver('etwlogs', 'Event tracing of Windows.', 'Windows 이벤트 추적입니다.', []),
];

const byName = new Map(loggingDrivers.map(item => [item.value, item]));

/** The options of a driver; those of `json-file` where none is set, none where it is not known. */
export function loggingOptions(name: string | undefined): readonly ValueModel[] {
	return byName.get(name ?? 'json-file')?.options ?? [];
}
