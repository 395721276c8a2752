import type { Text } from '../host.ts';
import { parseImageReference } from './imageReference.ts';

export interface CommonImage {
	readonly name: string;
	readonly text: Text;
	/** Tags worth offering without asking anybody. */
	readonly tags: readonly string[];
	/** Everything the image sets besides PATH; undefined if it differs between versions. */
	readonly variables?: readonly string[];
	readonly recommended?: boolean;
}

const system: readonly string[] = [];

/** The official images that tutorials and projects begin with. */
export const commonImages: readonly CommonImage[] = [
	{
		name: 'debian',
		text: {
			en: 'Debian, small and complete: the recommended plain system',
			ko: '작고 온전한 Debian. 기본 시스템으로 권장',
		},
		tags: ['12-slim', '13-slim', '12', '13', 'bookworm-slim', 'trixie-slim'],
		variables: system,
		recommended: true,
	},
	{ name: 'ubuntu', text: { en: 'Ubuntu', ko: 'Ubuntu' }, tags: ['24.04', '22.04'], variables: system },
	{
		name: 'alpine',
		text: {
			en: 'Very small (8 MB); uses musl, so some binaries do not run',
			ko: '아주 작음(8MB). musl을 쓰므로 일부 바이너리는 실행되지 않음',
		},
		tags: ['3.22', '3.21', '3.20'],
		variables: system,
	},
	{
		name: 'busybox',
		text: { en: 'The smallest system with a shell', ko: '셸이 있는 가장 작은 시스템' },
		tags: ['1.37', '1.36'],
		variables: system,
	},
	{ name: 'fedora', text: { en: 'Fedora Linux', ko: 'Fedora Linux' }, tags: ['42', '41'] },
	{
		name: 'rockylinux',
		text: { en: 'Rocky Linux, compatible with RHEL', ko: 'RHEL과 호환되는 Rocky Linux' },
		tags: ['9', '8'],
	},
	{ name: 'amazonlinux', text: { en: 'Amazon Linux', ko: 'Amazon Linux' }, tags: ['2023'] },
	{
		name: 'node',
		text: {
			en: 'Node.js with npm and yarn; slim is Debian without build tools',
			ko: 'npm과 yarn이 있는 Node.js. slim은 빌드 도구가 없는 Debian',
		},
		tags: ['22-slim', '24-slim', '22', '24', '22-alpine', '24-alpine', '20-slim'],
		variables: ['NODE_VERSION', 'YARN_VERSION'],
		recommended: true,
	},
	{
		name: 'python',
		text: {
			en: 'Python with pip; slim is Debian without build tools',
			ko: 'pip이 있는 Python. slim은 빌드 도구가 없는 Debian',
		},
		tags: ['3.13-slim', '3.12-slim', '3.11-slim', '3.13', '3.12', '3.13-alpine'],
		recommended: true,
	},
	{
		name: 'golang',
		text: { en: 'The Go compiler, for the build stage', ko: '빌드 스테이지용 Go 컴파일러' },
		tags: ['1.25', '1.24', '1.25-alpine', '1.24-alpine', '1.25-bookworm'],
		recommended: true,
	},
	{
		name: 'eclipse-temurin',
		text: { en: 'Java: JDK to build, JRE to run', ko: 'Java. 빌드에는 JDK, 실행에는 JRE' },
		tags: ['21-jdk', '21-jre', '17-jdk', '17-jre'],
		recommended: true,
	},
	{
		name: 'maven',
		text: { en: 'Maven with a JDK, for the build stage', ko: '빌드 스테이지용 Maven과 JDK' },
		tags: ['3.9-eclipse-temurin-21', '3.9-eclipse-temurin-17'],
	},
	{
		name: 'gradle',
		text: { en: 'Gradle with a JDK, for the build stage', ko: '빌드 스테이지용 Gradle과 JDK' },
		tags: ['8-jdk21', '8-jdk17'],
	},
	{
		name: 'openjdk',
		text: { en: 'Deprecated: use eclipse-temurin', ko: '더 이상 권장되지 않음. eclipse-temurin을 쓰세요' },
		tags: [],
	},
	{
		name: 'rust',
		text: { en: 'The Rust compiler with cargo, for the build stage', ko: '빌드 스테이지용 Rust 컴파일러와 cargo' },
		tags: ['1-slim', '1', '1-alpine'],
		recommended: true,
	},
	{ name: 'ruby', text: { en: 'Ruby with bundler', ko: 'bundler가 있는 Ruby' }, tags: ['3.4-slim', '3.3-slim', '3.4'] },
	{
		name: 'php',
		text: { en: 'PHP: cli, fpm or with Apache', ko: 'PHP. cli, fpm 또는 Apache 포함' },
		tags: ['8.4-fpm', '8.4-cli', '8.4-apache', '8.3-fpm'],
	},
	{ name: 'gcc', text: { en: 'The GNU compilers', ko: 'GNU 컴파일러' }, tags: ['15', '14'] },
	{
		name: 'nginx',
		text: { en: 'Web server and reverse proxy, port 80', ko: '웹 서버와 리버스 프록시. 포트 80' },
		tags: ['1.29-alpine', '1.28-alpine', '1.27', 'stable-alpine', 'alpine'],
		recommended: true,
	},
	{
		name: 'httpd',
		text: { en: 'The Apache web server, port 80', ko: 'Apache 웹 서버. 포트 80' },
		tags: ['2.4', '2.4-alpine'],
	},
	{
		name: 'caddy',
		text: { en: 'Web server with automatic HTTPS', ko: 'HTTPS를 자동으로 설정하는 웹 서버' },
		tags: ['2', '2-alpine'],
	},
	{
		name: 'tomcat',
		text: { en: 'Java servlet container, port 8080', ko: 'Java 서블릿 컨테이너. 포트 8080' },
		tags: ['11-jre21', '10-jre21'],
	},
	{
		name: 'postgres',
		text: { en: 'PostgreSQL, port 5432', ko: 'PostgreSQL. 포트 5432' },
		tags: ['17', '16', '17-alpine'],
	},
	{ name: 'mysql', text: { en: 'MySQL, port 3306', ko: 'MySQL. 포트 3306' }, tags: ['8.4', '9'] },
	{ name: 'mariadb', text: { en: 'MariaDB, port 3306', ko: 'MariaDB. 포트 3306' }, tags: ['11', '10.11'] },
	{ name: 'mongo', text: { en: 'MongoDB, port 27017', ko: 'MongoDB. 포트 27017' }, tags: ['8', '7'] },
	{ name: 'redis', text: { en: 'Redis, port 6379', ko: 'Redis. 포트 6379' }, tags: ['8', '7', '7-alpine'] },
	{
		name: 'memcached',
		text: { en: 'Memcached, port 11211', ko: 'Memcached. 포트 11211' },
		tags: ['1.6', '1.6-alpine'],
	},
	{ name: 'rabbitmq', text: { en: 'RabbitMQ, port 5672', ko: 'RabbitMQ. 포트 5672' }, tags: ['4', '4-management'] },
	{ name: 'wordpress', text: { en: 'WordPress with Apache', ko: 'Apache가 있는 WordPress' }, tags: ['6', '6-apache'] },
	{
		name: 'hello-world',
		text: { en: 'Prints a greeting and ends', ko: '인사말을 출력하고 끝남' },
		tags: ['latest'],
		variables: system,
	},
	{
		name: 'docker',
		text: { en: 'The Docker CLI, with an engine as dind', ko: 'Docker CLI. dind에는 엔진도 있음' },
		tags: ['28-cli', '28-dind'],
	},
	{
		name: 'registry',
		text: { en: 'A registry for images, port 5000', ko: '이미지 레지스트리. 포트 5000' },
		tags: ['3', '2'],
	},
];

const byName = new Map(commonImages.map(image => [image.name, image]));

/** The common image that a reference names; undefined for others. */
export function commonImage(reference: string): CommonImage | undefined {
	const parsed = parseImageReference(reference);
	if (typeof parsed === 'string' || parsed.registry !== 'docker.io' || !parsed.repository.startsWith('library/')) {
		return undefined;
	}
	return byName.get(parsed.repository.slice('library/'.length));
}

/** The variables of an image whose environment is known without having it; undefined for all others. */
export function baseImageVariables(reference: string): ReadonlySet<string> | undefined {
	const variables = commonImage(reference)?.variables;
	return variables && new Set(variables);
}
