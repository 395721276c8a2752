import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { checkDockerfile } from '../../../src/engine/buildCheck.ts';
import { runProgram } from '../../../src/engine/runProgram.ts';
import {
	planDockerfile,
	recognizePlatforms,
	writeDockerfile,
	writeDockerignore,
} from '../../../src/languageservice/dockerfile/newDockerfile/newDockerfile.ts';
import type { Platform, ProjectFiles } from '../../../src/languageservice/dockerfile/newDockerfile/plan.ts';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { ensureEngine, type TestEngine } from '../../support/engine.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

type Files = Readonly<Record<string, string>>;

interface Sample {
	readonly title: string;
	readonly files: Files;
	readonly platform: Platform;
	readonly port: number | undefined;
	readonly command: readonly string[];
	/** Parts of the Dockerfile. */
	readonly has?: readonly (string | RegExp)[];
	readonly hasNot?: readonly (string | RegExp)[];
}

const packageJson = (value: object) => JSON.stringify(value);

const samples: readonly Sample[] = [
	{
		title: 'a server for npm',
		files: {
			'package.json': packageJson({ scripts: { start: 'node server.js' }, engines: { node: '20.x' } }),
			'package-lock.json': '{}',
			'server.js': '',
		},
		platform: 'node',
		port: 3000,
		command: ['node', 'server.js'],
		has: [
			'FROM node:20-slim AS dependencies',
			'COPY package.json package-lock.json ./',
			'npm ci --omit=dev',
			'USER node',
		],
		hasNot: ['npm run build', 'npm install'],
	},
	{
		title: 'a server without a lockfile or a start script',
		files: { 'package.json': packageJson({ main: 'lib/main.js', scripts: { prepare: 'husky' } }), 'lib/main.js': '' },
		platform: 'node',
		port: 3000,
		command: ['node', 'lib/main.js'],
		has: ['COPY package.json ./', /npm pkg delete scripts\.prepare && \\\n +npm install --omit=dev/, 'node:24-slim'],
	},
	{
		title: 'a server that is built, for pnpm',
		files: {
			'package.json': packageJson({
				packageManager: 'pnpm@9.12.1+sha512.abc',
				scripts: { start: 'next start -p 4000', build: 'next build' },
				dependencies: { next: '1', prisma: '1' },
			}),
			'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
			'prisma/schema.prisma': '',
		},
		platform: 'node',
		port: 4000,
		command: ['pnpm', 'start'],
		has: [/pnpm@9\.12\.1\n[\s\S]*pnpm@9\.12\.1\n/, 'COPY prisma ./prisma', 'pnpm run build', 'pnpm prune --prod'],
	},
	{
		title: 'a workspace of packages, for yarn 4',
		files: {
			'package.json': packageJson({ workspaces: ['packages/*'], scripts: { start: 'node .' } }),
			'yarn.lock': '__metadata:\n  version: 8\n',
			'.yarnrc.yml': '',
			'packages/a/package.json': '{}',
		},
		platform: 'node',
		port: 3000,
		command: ['node', '.'],
		has: ['corepack enable', 'yarn workspaces focus --production'],
		hasNot: ['COPY package.json'],
	},
	{
		title: 'a server for yarn 1',
		files: { 'package.json': packageJson({ scripts: { start: 'ts-node x.ts' } }), 'yarn.lock': '# yarn lockfile v1\n' },
		platform: 'node',
		port: 3000,
		command: ['yarn', 'start'],
		has: ['yarn install --frozen-lockfile --production'],
	},
	{
		title: 'a server for bun',
		files: { 'package.json': packageJson({}), 'bun.lock': '', 'index.ts': '' },
		platform: 'node',
		port: 3000,
		command: ['bun', 'index.ts'],
		has: ['FROM oven/bun:1-slim', 'bun install --frozen-lockfile --production', 'USER bun'],
	},
	{
		title: 'pages that Vite builds',
		files: {
			'package.json': packageJson({ scripts: { dev: 'vite', build: 'vite build' }, devDependencies: { vite: '7' } }),
			'package-lock.json': '{}',
			'index.html': '',
		},
		platform: 'node',
		port: 8080,
		command: ['nginx', '-g', 'daemon off;'],
		has: ['COPY --from=build /app/dist /usr/share/nginx/html', 'nginxinc/nginx-unprivileged'],
	},
	{
		title: 'FastAPI with requirements.txt',
		files: { 'requirements.txt': 'fastapi==0.1\nuvicorn[standard]\n', 'main.py': '', '.python-version': '3.12.4\n' },
		platform: 'python',
		port: 8000,
		command: ['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '8000'],
		has: ['FROM python:3.12-slim AS build', 'pip install -r requirements.txt', 'USER app'],
	},
	{
		title: 'Django with gunicorn and Poetry',
		files: {
			'pyproject.toml': '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\npython = "^3.11"\ngunicorn = "*"\n',
			'poetry.lock': '',
			'manage.py': '',
			'shop/wsgi.py': '',
		},
		platform: 'python',
		port: 8000,
		command: ['gunicorn', '--bind', '0.0.0.0:8000', 'shop.wsgi'],
		has: ['COPY pyproject.toml poetry.lock ./', 'poetry install --only main --no-root', 'PATH=/app/.venv/bin:$PATH'],
	},
	{
		title: 'Flask with uv',
		files: {
			'pyproject.toml': '[project]\nrequires-python = ">=3.10,<3.12"\ndependencies = ["flask>=3"]\n',
			'uv.lock': '',
			'app.py': '',
		},
		platform: 'python',
		port: 5000,
		command: ['flask', '--app', 'app', 'run', '--host', '0.0.0.0', '--port', '5000'],
		has: ['python:3.11-slim', 'ghcr.io/astral-sh/uv', 'uv sync --locked --no-dev --no-install-project'],
	},
	{
		title: 'a script with Pipenv',
		files: { Pipfile: '[packages]\n', 'bot.py': '' },
		platform: 'python',
		port: undefined,
		command: ['python', 'bot.py'],
		has: ['pipenv install'],
		hasNot: ['EXPOSE'],
	},
	{
		title: 'a script alone',
		files: { 'hello.py': '' },
		platform: 'python',
		port: undefined,
		command: ['python', 'hello.py'],
		hasNot: ['pip install'],
	},
	{
		title: 'Go with a command folder',
		files: { 'go.mod': 'module x\n\ngo 1.26.1\n', 'go.sum': '', 'cmd/api/main.go': '' },
		platform: 'go',
		port: 8080,
		command: ['/app'],
		has: ['golang:1.26 ', 'COPY go.mod go.sum ./', '-o /app ./cmd/api', 'USER nonroot', '--platform=$BUILDPLATFORM'],
	},
	{
		title: 'Go without dependencies',
		files: { 'go.mod': 'module x\n\ngo 1.20\n', 'main.go': '' },
		platform: 'go',
		port: 8080,
		command: ['/app'],
		has: ['golang:1.25 ', 'COPY go.mod ./', '-o /app .'],
	},
	{
		title: 'Spring with Maven',
		files: {
			'pom.xml': '<project><artifactId>x</artifactId><java.version>17</java.version>spring-boot</project>',
			'src/main/java/A.java': '',
		},
		platform: 'java',
		port: 8080,
		command: ['java', '-jar', 'app.jar'],
		has: ['maven:3.9-eclipse-temurin-17', 'dependency:go-offline', 'COPY src ./src', 'eclipse-temurin:17-jre'],
	},
	{
		title: 'Quarkus with Maven',
		files: { 'pom.xml': '<project><groupId>io.quarkus</groupId></project>', 'src/A.java': '' },
		platform: 'java',
		port: 8080,
		command: ['java', '-jar', 'app.jar'],
		has: ['-Dquarkus.package.jar.type=uber-jar', 'cp target/*-runner.jar /app.jar'],
	},
	{
		title: 'Maven with modules',
		files: { 'pom.xml': '<project><modules><module>a</module><module>web</module></modules></project>' },
		platform: 'java',
		port: undefined,
		command: ['java', '-jar', 'app.jar'],
		has: ['find web/target'],
		hasNot: ['go-offline'],
	},
	{
		title: 'Spring with the Gradle wrapper',
		files: {
			'build.gradle.kts':
				'plugins { id("org.springframework.boot") }\njava { toolchain { languageVersion = JavaLanguageVersion.of(21) } }',
			gradlew: '',
		},
		platform: 'java',
		port: 8080,
		command: ['java', '-jar', 'app.jar'],
		has: ['eclipse-temurin:21-jdk', 'sh ./gradlew --no-daemon bootJar'],
	},
	{
		title: 'an ASP.NET project',
		files: {
			'Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"><TargetFramework>net8.0</TargetFramework></Project>',
			'Program.cs': '',
		},
		platform: 'dotnet',
		port: 8080,
		command: ['dotnet', 'Shop.dll'],
		has: ['dotnet/sdk:8.0', 'dotnet/aspnet:8.0', 'COPY Shop.csproj ./', 'dotnet publish Shop.csproj -c Release'],
	},
	{
		title: 'a console project in a folder, with shared settings',
		files: {
			'Directory.Packages.props': '',
			'src/Tool/Tool.csproj':
				'<Project Sdk="Microsoft.NET.Sdk"><OutputType>Exe</OutputType><TargetFramework>net9.0</TargetFramework></Project>',
		},
		platform: 'dotnet',
		port: undefined,
		command: ['dotnet', 'Tool.dll'],
		has: ['COPY Directory.Packages.props ./', 'COPY src/Tool/Tool.csproj src/Tool/', 'dotnet/runtime:9.0'],
	},
	{
		title: 'a solution of several projects',
		files: {
			'Shop.sln': '',
			'src/Core/Core.csproj': '<Project Sdk="Microsoft.NET.Sdk"></Project>',
			'src/My Web/My Web.csproj':
				'<Project Sdk="Microsoft.NET.Sdk.Web"><TargetFramework>net6.0</TargetFramework><ProjectReference Include="x" /></Project>',
			'test/Web.Tests/Web.Tests.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
		},
		platform: 'dotnet',
		port: 8080,
		command: ['dotnet', 'My Web.dll'],
		has: ["dotnet publish 'src/My Web/My Web.csproj'", 'ENV ASPNETCORE_URLS=http://+:8080', 'useradd'],
	},
	{
		title: 'Rust with a web server',
		files: {
			'Cargo.toml': '[package]\nversion = "1"\nname = "shop"\n\n[dependencies]\naxum = "1"\n',
			'Cargo.lock': '',
			'rust-toolchain.toml': '[toolchain]\nchannel = "1.90.0"\n',
		},
		platform: 'rust',
		port: 8080,
		command: ['/app'],
		has: ['rust:1.90-bookworm', 'cargo build --release --locked', 'target/release/shop', 'USER nonroot'],
	},
	{
		title: 'pages as they are',
		files: { 'index.html': '', 'style.css': '' },
		platform: 'static',
		port: 8080,
		command: ['nginx', '-g', 'daemon off;'],
		has: ['COPY . /usr/share/nginx/html'],
	},
	{
		title: 'nothing that is known',
		files: { 'notes.txt': '' },
		platform: 'other',
		port: undefined,
		command: ['sh'],
		has: ['USER app'],
	},
];

describe('a new Dockerfile', function () {
	this.timeout(60_000);
	let engine: TestEngine;
	let folder: string;
	before(async () => {
		engine = await ensureEngine();
		folder = mkdtempSync(join(tmpdir(), 'slipway-new-'));
	});
	after(() => rmSync(folder, { recursive: true }));

	for (const { title, files, platform, port, command, has = [], hasNot = [] } of samples) {
		it(`fits ${title}`, async () => {
			const project = projectOf(files);
			assert.equal(recognizePlatforms(project)[0] ?? 'other', platform);
			const plan = planDockerfile(platform, project);
			assert.equal(plan.port, port);
			assert.deepEqual(plan.command(port), command);
			for (const images of plan.images) {
				const text = writeDockerfile(plan, { images, port, command }, 'en');
				assert.match(text, /^CMD \["/m);
				assert.deepEqual(await ownProblems(text, files), [], text);
			}
			const [images] = plan.images;
			assert.ok(images);
			const text = writeDockerfile(plan, { images, port, command }, 'en');
			assert.deepEqual(await buildKitFindings(text, files), [], text);
			for (const part of has) {
				assert.ok(typeof part === 'string' ? text.includes(part) : part.test(text), `${part} is not in\n${text}`);
			}
			for (const part of hasNot) {
				assert.ok(typeof part === 'string' ? !text.includes(part) : !part.test(text), `${part} is in\n${text}`);
			}
		});
	}

	it('takes another port and command', () => {
		const plan = planDockerfile('static', projectOf({}));
		const [images] = plan.images;
		assert.ok(images);
		const text = writeDockerfile(plan, { images, port: 3000, command: ['a "b"', '\\'] }, 'en');
		assert.match(text, /sed -i 's\/8080\/3000\/'/);
		assert.match(text, /^EXPOSE 3000\nCMD \["a \\"b\\"", "\\\\"\]\n$/m);
	});

	it('is not led astray by what strangers wrote', async () => {
		const evil = '"; $(touch /pwned) && `x`\nRUN evil';
		const files = {
			'package.json': packageJson({
				name: evil,
				main: evil,
				packageManager: `pnpm@9${evil}`,
				scripts: { start: `node ${evil}`, build: evil, prepare: evil },
				engines: { node: evil },
				devDependencies: { '@angular/core': '1' },
			}),
			'Cargo.toml': `[package]\nname = "${evil.replaceAll('"', '')}"\n`,
			'pom.xml': `<modules><module>${evil}</module></modules>`,
			'x y$(z).csproj': `<AssemblyName>${evil}</AssemblyName>`,
		};
		for (const platform of ['node', 'rust', 'java', 'dotnet'] as const) {
			const plan = planDockerfile(platform, projectOf(files));
			const [images] = plan.images;
			assert.ok(images);
			const text = writeDockerfile(plan, { images, port: plan.port, command: plan.command(plan.port) }, 'ko');
			assert.doesNotMatch(
				text.replaceAll("'x y$(z).csproj'", '').replace(/^(COPY|CMD) \[.*$/gm, ''),
				/pwned|evil|\$\(/,
				text,
			);
			assert.deepEqual(await buildKitFindings(text, files), [], text);
		}
	});

	it('leaves out of the context what does not belong there', () => {
		const plan = planDockerfile('node', projectOf({ 'package.json': '{}' }));
		const lines = writeDockerignore(plan, 'ko').split('\n');
		for (const line of ['.git', '**/node_modules', '**/.env', '**/Dockerfile*']) {
			assert.ok(lines.includes(line), line);
		}
		assert.match(lines[0] ?? '', /^# .*[가-힣]/);
	});

	async function buildKitFindings(text: string, files: Files): Promise<string[]> {
		const context = mkdtempSync(join(folder, 'context-'));
		for (const [path, content] of Object.entries({ ...files, Dockerfile: text })) {
			mkdirSync(dirname(join(context, path)), { recursive: true });
			writeFileSync(join(context, path), content);
		}
		const { findings } = await checkDockerfile({ dockerfile: join(context, 'Dockerfile'), context }, words =>
			runProgram({ command: engine.cli, words, folder: context, env: engine.env }, never),
		);
		return findings.map(({ rule, line, message }) => `${line} ${rule}: ${message}`);
	}
});

async function ownProblems(text: string, files: Files): Promise<string[]> {
	const document = TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, text);
	const service = createDockerfileService(inMemoryHost({ files: { ...files, Dockerfile: text } }));
	const problems = await service.diagnose(document, never);
	return problems.map(({ range, code, message }) => `${range.start.line + 1} ${code}: ${message}`);
}

function projectOf(files: Files): ProjectFiles {
	return { paths: Object.keys(files), text: path => files[path] };
}
