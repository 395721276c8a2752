import type { Text } from '../../host.ts';
import { addUserLine, cachedRun, copyLine, exposeLine, plainWord, present, startLine } from './lines.ts';
import type { DockerfilePlan, ProjectFiles } from './plan.ts';

const usual = '21';

const comments = {
	dependencies: {
		en: 'Dependencies are fetched anew only when the project file changes',
		ko: '프로젝트 파일이 바뀔 때만 의존성을 다시 받습니다',
	},
	run: { en: 'What runs: no compiler, no root', ko: '실행 이미지: 컴파일러와 루트 권한이 없습니다' },
} satisfies Record<string, Text>;

export function planJava(files: ProjectFiles): DockerfilePlan {
	const isMaven = files.paths.includes('pom.xml');
	const text = ['pom.xml', 'build.gradle', 'build.gradle.kts'].map(name => files.text(name) ?? '').join('\n');
	const version = versionOf(text);
	const hasWrapper = files.paths.includes('gradlew');
	const build = isMaven
		? `maven:3.9-eclipse-temurin-${version}`
		: hasWrapper
			? `eclipse-temurin:${version}-jdk`
			: `gradle:8-jdk${version}`;
	return {
		platform: 'java',
		images: [
			{
				build,
				runtime: `eclipse-temurin:${version}-jre`,
				note: { en: 'Temurin on Ubuntu', ko: 'Ubuntu 기반 Temurin' },
			},
			{
				build,
				runtime: `eclipse-temurin:${version}-jre-alpine`,
				note: { en: 'Temurin on Alpine, smaller', ko: '더 작은 Alpine 기반 Temurin' },
			},
		],
		port: /spring-?boot|springframework\.boot|quarkus|micronaut|javalin|jetty|tomcat|ktor|vertx|helidon/.test(text)
			? 8080
			: undefined,
		command: () => ['java', '-jar', 'app.jar'],
		write: (answers, comment) => [
			`FROM ${answers.images.build} AS build`,
			'WORKDIR /src',
			...(isMaven ? mavenLines(files, comment) : gradleLines(hasWrapper, text)),
			'',
			comment(comments.run),
			`FROM ${answers.images.runtime}`,
			addUserLine(answers.images.runtime),
			'WORKDIR /app',
			'COPY --from=build /app.jar ./',
			'USER app',
			...exposeLine(answers),
			...startLine(answers.command),
		],
		ignored: ['**/target', '**/build', '**/.gradle', '**/*.class'],
	};
}

/** The one jar that runs: neither sources nor documentation nor what a plugin has put aside. */
function takeJar(folder: string, isQuarkus = false): string {
	if (isQuarkus) {
		return `cp ${folder}/*-runner.jar /app.jar`;
	}
	const others = ['*-sources.jar', '*-javadoc.jar', '*-plain.jar', '*-tests.jar', 'original-*.jar'];
	const without = others.map(name => `! -name '${name}'`).join(' ');
	return `find ${folder} -maxdepth 1 -name '*.jar' ${without} -exec cp {} /app.jar ';'`;
}

function mavenLines(files: ProjectFiles, comment: (text: Text) => string): string[] {
	const pom = files.text('pom.xml') ?? '';
	const isQuarkus = /io\.quarkus/.test(pom);
	const one = isQuarkus ? ' -Dquarkus.package.jar.type=uber-jar' : '';
	const build = (jar: string) => cachedRun(['/root/.m2'], `mvn -B package -DskipTests${one} && \\\n    ${jar}`);
	if (/<modules>/.test(pom)) {
		const module = plainWord(/<modules>[\s\S]*<module>\s*([^<\s]+)\s*<\/module>\s*<\/modules>/.exec(pom)?.[1]);
		return ['COPY . .', build(takeJar(`${module ?? '.'}/target`))];
	}
	const sources = files.paths.some(path => path.startsWith('src/')) ? ['COPY src ./src'] : ['COPY . .'];
	return [
		comment(comments.dependencies),
		copyLine(['pom.xml'], './'),
		cachedRun(['/root/.m2'], 'mvn -B dependency:go-offline'),
		...sources,
		build(takeJar('target', isQuarkus)),
	];
}

function gradleLines(hasWrapper: boolean, text: string): string[] {
	const program = hasWrapper ? 'sh ./gradlew' : 'gradle';
	const cache = hasWrapper ? '/root/.gradle' : '/home/gradle/.gradle';
	const task = /org\.springframework\.boot/.test(text) ? 'bootJar' : /shadow/.test(text) ? 'shadowJar' : 'jar';
	return ['COPY . .', cachedRun([cache], `${program} --no-daemon ${task} && \\\n    ${takeJar('build/libs')}`)];
}

function versionOf(text: string): string {
	const patterns = [
		/<(?:maven\.compiler\.(?:release|source|target)|java\.version|release)>\s*(?:1\.)?(\d+)/,
		/languageVersion\s*(?:=|\.set\()\s*JavaLanguageVersion\.of\((\d+)\)/,
		/(?:source|target)Compatibility\s*=\s*(?:JavaVersion\.VERSION_|['"]?)(?:1[._])?(\d+)/,
		/jvmToolchain\((\d+)\)/,
	];
	const asked = patterns.map(pattern => pattern.exec(text)?.[1]).find(Boolean);
	// There are images for these only; a newer Java compiles for an older one.
	return ['8', '11', '17', '21', '25'].find(version => Number(version) >= Number(asked ?? usual)) ?? '25';
}

export function isJava(files: ProjectFiles): boolean {
	return present(files, ['pom.xml', 'build.gradle', 'build.gradle.kts']).length > 0;
}
