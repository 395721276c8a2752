import { parseImageReference } from '../dockerfile/imageReference.ts';
import type { Text } from '../host.ts';
import type { ValueModel } from './modelTypes.ts';

/** What is known of an image that many projects use. */
export interface KnownService {
	/** Its repository on Docker Hub, `postgres` or `grafana/grafana`. */
	readonly image: string;
	/** The name that a service of it is usually given. */
	readonly name: string;
	/** Tags worth offering without asking anybody, the best first. */
	readonly tags: readonly string[];
	readonly text: Text;
	/** Ports that it listens on. */
	readonly ports: readonly number[];
	/** Folders that hold its data. */
	readonly data: readonly string[];
	/** Other paths that are often mounted. */
	readonly paths?: readonly string[];
	readonly variables?: readonly ValueModel[];
	/** Variables that a new service begins with. */
	readonly environment?: readonly string[];
	/** The `test` of a health check that works in the image. */
	readonly healthTest?: readonly string[];
	readonly command?: string;
}

const variable = (value: string, en: string, ko: string): ValueModel => ({ value, text: { en, ko } });

/** The images that a whole service is offered for, with what they need. */
export const knownServices: readonly KnownService[] = [
	{
		image: 'postgres',
		name: 'postgres',
		tags: ['17', '17-alpine', '16', '16-alpine', '15', '18'],
		text: { en: 'PostgreSQL with a volume and a health check', ko: '볼륨과 상태 검사가 있는 PostgreSQL' },
		ports: [5432],
		data: ['/var/lib/postgresql/data'],
		paths: ['/docker-entrypoint-initdb.d'],
		variables: [
			variable(
				'POSTGRES_PASSWORD',
				'Password of the superuser. Required.',
				'슈퍼유저의 비밀번호입니다. 반드시 정합니다.',
			),
			variable('POSTGRES_USER', 'Superuser; `postgres` by default.', '슈퍼유저이며 기본값은 `postgres`입니다.'),
			variable(
				'POSTGRES_DB',
				'Database to create; named after the user by default.',
				'만들 데이터베이스이며 기본값은 사용자 이름입니다.',
			),
			variable(
				'POSTGRES_PASSWORD_FILE',
				'File that holds the password, for secrets.',
				'비밀번호가 든 파일이며 secrets에 씁니다.',
			),
			variable('POSTGRES_INITDB_ARGS', 'Arguments of `initdb`.', '`initdb`의 인자입니다.'),
			variable('POSTGRES_HOST_AUTH_METHOD', 'How connections are checked.', '연결을 인증하는 방식입니다.'),
			variable('PGDATA', 'Folder of the data.', '데이터 폴더입니다.'),
		],
		environment: ['POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-example-password}'],
		healthTest: ['CMD-SHELL', 'pg_isready -U postgres'],
	},
	{
		image: 'mysql',
		name: 'mysql',
		tags: ['8.4', '9', '8.0'],
		text: { en: 'MySQL with a volume and a health check', ko: '볼륨과 상태 검사가 있는 MySQL' },
		ports: [3306],
		data: ['/var/lib/mysql'],
		paths: ['/docker-entrypoint-initdb.d', '/etc/mysql/conf.d'],
		variables: [
			variable('MYSQL_ROOT_PASSWORD', 'Password of root. Required.', 'root의 비밀번호입니다. 반드시 정합니다.'),
			variable('MYSQL_DATABASE', 'Database to create.', '만들 데이터베이스입니다.'),
			variable(
				'MYSQL_USER',
				'User to create, with all rights on that database.',
				'만들 사용자이며 그 데이터베이스의 모든 권한을 가집니다.',
			),
			variable('MYSQL_PASSWORD', 'Password of that user.', '그 사용자의 비밀번호입니다.'),
			variable(
				'MYSQL_ROOT_PASSWORD_FILE',
				'File that holds the password, for secrets.',
				'비밀번호가 든 파일이며 secrets에 씁니다.',
			),
			variable(
				'MYSQL_ALLOW_EMPTY_PASSWORD',
				'Lets root in without a password.',
				'root가 비밀번호 없이 접속하게 합니다.',
			),
		],
		environment: ['MYSQL_ROOT_PASSWORD: ${MYSQL_ROOT_PASSWORD:-example-password}', 'MYSQL_DATABASE: app'],
		healthTest: ['CMD', 'mysqladmin', 'ping', '-h', '127.0.0.1'],
	},
	{
		image: 'mariadb',
		name: 'mariadb',
		tags: ['11.8', '11', '10.11', 'lts'],
		text: { en: 'MariaDB with a volume and a health check', ko: '볼륨과 상태 검사가 있는 MariaDB' },
		ports: [3306],
		data: ['/var/lib/mysql'],
		paths: ['/docker-entrypoint-initdb.d', '/etc/mysql/conf.d'],
		variables: [
			variable('MARIADB_ROOT_PASSWORD', 'Password of root. Required.', 'root의 비밀번호입니다. 반드시 정합니다.'),
			variable('MARIADB_DATABASE', 'Database to create.', '만들 데이터베이스입니다.'),
			variable('MARIADB_USER', 'User to create.', '만들 사용자입니다.'),
			variable('MARIADB_PASSWORD', 'Password of that user.', '그 사용자의 비밀번호입니다.'),
			variable(
				'MARIADB_ROOT_PASSWORD_FILE',
				'File that holds the password, for secrets.',
				'비밀번호가 든 파일이며 secrets에 씁니다.',
			),
		],
		environment: ['MARIADB_ROOT_PASSWORD: ${MARIADB_ROOT_PASSWORD:-example-password}', 'MARIADB_DATABASE: app'],
		healthTest: ['CMD', 'healthcheck.sh', '--connect', '--innodb_initialized'],
	},
	{
		image: 'redis',
		name: 'redis',
		tags: ['8', '7.4', '7', '8-alpine', '7-alpine'],
		text: { en: 'Redis with a volume and a health check', ko: '볼륨과 상태 검사가 있는 Redis' },
		ports: [6379],
		data: ['/data'],
		paths: ['/usr/local/etc/redis/redis.conf'],
		healthTest: ['CMD', 'redis-cli', 'ping'],
	},
	{
		image: 'valkey/valkey',
		name: 'valkey',
		tags: ['9', '8', '8-alpine'],
		text: { en: 'Valkey with a volume and a health check', ko: '볼륨과 상태 검사가 있는 Valkey' },
		ports: [6379],
		data: ['/data'],
		healthTest: ['CMD', 'valkey-cli', 'ping'],
	},
	{
		image: 'mongo',
		name: 'mongo',
		tags: ['8', '7', '6'],
		text: { en: 'MongoDB with a volume and a health check', ko: '볼륨과 상태 검사가 있는 MongoDB' },
		ports: [27017],
		data: ['/data/db'],
		paths: ['/data/configdb', '/docker-entrypoint-initdb.d'],
		variables: [
			variable('MONGO_INITDB_ROOT_USERNAME', 'Root user to create.', '만들 root 사용자입니다.'),
			variable('MONGO_INITDB_ROOT_PASSWORD', 'Password of that user.', '그 사용자의 비밀번호입니다.'),
			variable(
				'MONGO_INITDB_DATABASE',
				'Database that scripts begin with.',
				'초기화 스크립트가 쓸 데이터베이스입니다.',
			),
			variable(
				'MONGO_INITDB_ROOT_PASSWORD_FILE',
				'File that holds the password, for secrets.',
				'비밀번호가 든 파일이며 secrets에 씁니다.',
			),
		],
		environment: [
			'MONGO_INITDB_ROOT_USERNAME: root',
			'MONGO_INITDB_ROOT_PASSWORD: ${MONGO_PASSWORD:-example-password}',
		],
		healthTest: ['CMD', 'mongosh', '--quiet', '--eval', "db.adminCommand('ping')"],
	},
	{
		image: 'nginx',
		name: 'nginx',
		tags: ['1.29-alpine', '1.29', '1.28-alpine', 'stable-alpine', 'alpine', '1.27'],
		text: { en: 'nginx on port 8080', ko: '포트 8080의 nginx' },
		ports: [80],
		data: [],
		paths: [
			'/usr/share/nginx/html',
			'/etc/nginx/nginx.conf',
			'/etc/nginx/conf.d',
			'/etc/nginx/templates',
			'/var/log/nginx',
		],
		variables: [
			variable('NGINX_ENVSUBST_TEMPLATE_DIR', 'Folder of templates.', '템플릿 폴더입니다.'),
			variable('NGINX_HOST', 'Often used in templates.', '템플릿에서 자주 쓰는 변수입니다.'),
			variable('NGINX_PORT', 'Often used in templates.', '템플릿에서 자주 쓰는 변수입니다.'),
		],
		healthTest: ['CMD', 'curl', '-f', 'http://localhost/'],
	},
	{
		image: 'rabbitmq',
		name: 'rabbitmq',
		tags: ['4-management', '4', '3-management', '4-management-alpine'],
		text: { en: 'RabbitMQ with a volume and a health check', ko: '볼륨과 상태 검사가 있는 RabbitMQ' },
		ports: [5672, 15672],
		data: ['/var/lib/rabbitmq'],
		variables: [
			variable('RABBITMQ_DEFAULT_USER', 'User to create.', '만들 사용자입니다.'),
			variable('RABBITMQ_DEFAULT_PASS', 'Password of that user.', '그 사용자의 비밀번호입니다.'),
			variable('RABBITMQ_DEFAULT_VHOST', 'Virtual host to create.', '만들 가상 호스트입니다.'),
		],
		healthTest: ['CMD', 'rabbitmq-diagnostics', '-q', 'ping'],
	},
	{
		image: 'memcached',
		name: 'memcached',
		tags: ['1.6-alpine', '1.6'],
		text: { en: 'Memcached', ko: 'Memcached' },
		ports: [11211],
		data: [],
	},
	{
		image: 'traefik',
		name: 'traefik',
		tags: ['v3.5', 'v3', 'v2.11'],
		text: { en: 'Traefik, a reverse proxy that reads labels', ko: '레이블을 읽는 리버스 프록시 Traefik' },
		ports: [80, 443],
		data: [],
		paths: ['/var/run/docker.sock', '/etc/traefik', '/letsencrypt'],
	},
	{
		image: 'adminer',
		name: 'adminer',
		tags: ['5', '4'],
		text: { en: 'Adminer, database management in the browser', ko: '브라우저에서 데이터베이스를 관리하는 Adminer' },
		ports: [8080],
		data: [],
	},
	{
		image: 'wordpress',
		name: 'wordpress',
		tags: ['6-apache', '6', '6-fpm'],
		text: { en: 'WordPress with a volume', ko: '볼륨이 있는 WordPress' },
		ports: [80],
		data: ['/var/www/html'],
		variables: [
			variable('WORDPRESS_DB_HOST', 'Host of the database.', '데이터베이스의 호스트입니다.'),
			variable('WORDPRESS_DB_USER', 'User of the database.', '데이터베이스 사용자입니다.'),
			variable('WORDPRESS_DB_PASSWORD', 'Password of that user.', '그 사용자의 비밀번호입니다.'),
			variable('WORDPRESS_DB_NAME', 'Name of the database.', '데이터베이스 이름입니다.'),
		],
		environment: ['WORDPRESS_DB_HOST: db', 'WORDPRESS_DB_PASSWORD: ${WORDPRESS_DB_PASSWORD:-example-password}'],
	},
	{
		image: 'mailhog/mailhog',
		name: 'mailhog',
		tags: ['latest'],
		text: { en: 'MailHog, catches mail while developing', ko: '개발 중에 메일을 받아 두는 MailHog' },
		ports: [1025, 8025],
		data: [],
	},
	{
		image: 'minio/minio',
		name: 'minio',
		tags: ['latest'],
		text: { en: 'MinIO, storage with the S3 protocol', ko: 'S3 프로토콜을 쓰는 저장소 MinIO' },
		ports: [9000, 9001],
		data: ['/data'],
		variables: [
			variable('MINIO_ROOT_USER', 'Root user.', 'root 사용자입니다.'),
			variable('MINIO_ROOT_PASSWORD', 'Password of that user.', '그 사용자의 비밀번호입니다.'),
		],
		environment: ['MINIO_ROOT_PASSWORD: ${MINIO_ROOT_PASSWORD:-example-password}'],
		command: 'server /data --console-address ":9001"',
	},
	{
		image: 'grafana/grafana',
		name: 'grafana',
		tags: ['12.2.0', '11.6.0', 'latest'],
		text: { en: 'Grafana with a volume', ko: '볼륨이 있는 Grafana' },
		ports: [3000],
		data: ['/var/lib/grafana'],
		paths: ['/etc/grafana/provisioning'],
		variables: [
			variable('GF_SECURITY_ADMIN_USER', 'User of the administrator.', '관리자 사용자입니다.'),
			variable('GF_SECURITY_ADMIN_PASSWORD', 'Password of the administrator.', '관리자 비밀번호입니다.'),
		],
	},
	{
		image: 'prom/prometheus',
		name: 'prometheus',
		tags: ['v3.6.0', 'v2.55.1', 'latest'],
		text: { en: 'Prometheus with a volume', ko: '볼륨이 있는 Prometheus' },
		ports: [9090],
		data: ['/prometheus'],
		paths: ['/etc/prometheus/prometheus.yml'],
		healthTest: ['CMD', 'wget', '-q', '--spider', 'http://localhost:9090/-/healthy'],
	},
	{
		image: 'elasticsearch',
		name: 'elasticsearch',
		tags: ['9.1.4', '8.19.4'],
		text: { en: 'Elasticsearch, a single node with a volume', ko: '볼륨이 있는 단일 노드 Elasticsearch' },
		ports: [9200],
		data: ['/usr/share/elasticsearch/data'],
		variables: [
			variable('discovery.type', '`single-node` for one container.', '컨테이너 하나면 `single-node`입니다.'),
			variable('ES_JAVA_OPTS', 'Memory of Java: `-Xms512m -Xmx512m`.', 'Java의 메모리입니다: `-Xms512m -Xmx512m`.'),
			variable('xpack.security.enabled', 'Whether passwords are needed.', '비밀번호를 요구할지 정합니다.'),
			variable('ELASTIC_PASSWORD', 'Password of `elastic`.', '`elastic`의 비밀번호입니다.'),
		],
		environment: ['discovery.type: single-node', 'xpack.security.enabled: "false"', 'ES_JAVA_OPTS: -Xms512m -Xmx512m'],
		healthTest: ['CMD-SHELL', 'curl -s http://localhost:9200/_cluster/health >/dev/null'],
	},
];

const byRepository = new Map(knownServices.map(service => [service.image, service]));

/** What is known of the image that a reference names. */
export function knownService(reference: string | undefined): KnownService | undefined {
	const parsed = reference === undefined ? undefined : parseImageReference(reference.replace(/:?\$.*/, ''));
	if (parsed === undefined || typeof parsed === 'string' || parsed.registry !== 'docker.io') {
		return undefined;
	}
	return byRepository.get(parsed.repository.replace(/^library\//, ''));
}

/** The YAML of a service below its name; `volume` is the name of its data volume. */
export function serviceBody(known: KnownService, volume: string): readonly string[] {
	const [data] = known.data;
	const published = known.image === 'nginx' ? '8080:80' : undefined;
	return [
		`image: ${known.image}:${known.tags[0]}`,
		...(known.command ? [`command: ${known.command}`] : []),
		'restart: unless-stopped',
		...(known.environment ? ['environment:', ...known.environment.map(line => `  ${line}`)] : []),
		...(published ? ['ports:', `  - "${published}"`] : []),
		...(data ? ['volumes:', `  - ${volume}:${data}`] : []),
		...(known.healthTest
			? [
					'healthcheck:',
					`  test: ${JSON.stringify(known.healthTest).replaceAll('","', '", "')}`,
					'  interval: 10s',
					'  timeout: 5s',
					'  retries: 5',
				]
			: []),
	];
}
