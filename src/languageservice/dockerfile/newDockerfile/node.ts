import type { Text } from '../../host.ts';
import { cachedRun, copyLine, exposeLine, isObject, parseJson, plainWord, present, startLine } from './lines.ts';
import { managerOf, type PackageManager } from './nodePackageManagers.ts';
import type { BaseImages, DockerfileAnswers, DockerfilePlan, ProjectFiles } from './plan.ts';
import { webServerLines, webServerPort } from './staticSite.ts';

const newest = 24;

const comments = {
	dependencies: {
		en: 'Only the dependencies: installed anew when these files change',
		ko: '의존성만 설치합니다. 이 파일들이 바뀔 때만 다시 설치합니다',
	},
	prune: { en: 'What only the build needs does not go along', ko: '빌드에만 필요한 패키지는 남기지 않습니다' },
	serve: {
		en: 'The built pages, served by nginx without root',
		ko: '빌드한 페이지를 루트 권한 없는 nginx로 제공합니다',
	},
	run: { en: 'What runs: no build tools, no root', ko: '실행 이미지: 빌드 도구와 루트 권한이 없습니다' },
} satisfies Record<string, Text>;

export function planNode(files: ProjectFiles): DockerfilePlan {
	const manifest = parseJson(files.text('package.json'));
	const manager = managerOf(files, manifest);
	const scripts = stringsOf(manifest.scripts);
	const pages = scripts.build === undefined ? undefined : pagesFolder(manifest, scripts);
	return {
		platform: 'node',
		images: imagesOf(files, manifest, manager, pages !== undefined),
		port: pages === undefined ? portOf(scripts) : webServerPort,
		command: () =>
			pages === undefined ? startCommand(files, manifest, scripts, manager) : ['nginx', '-g', 'daemon off;'],
		write: (answers, comment) =>
			pages === undefined
				? writeServer(answers, comment, manager, files, scripts.build !== undefined)
				: writePages(answers, comment, manager, files, pages),
		ignored: ['**/node_modules', '**/npm-debug.log*', '**/yarn-error.log', '**/.pnpm-store', '**/coverage', '**/.next'],
	};
}

function writeServer(
	answers: DockerfileAnswers,
	comment: (text: Text) => string,
	manager: PackageManager,
	files: ProjectFiles,
	isBuilt: boolean,
): string[] {
	const { build, runtime } = answers.images;
	const setup = manager.setup === undefined ? [] : [manager.setup];
	const stage = isBuilt ? 'build' : 'dependencies';
	return [
		`FROM ${build} AS ${stage}`,
		...setup,
		'WORKDIR /app',
		comment(comments.dependencies),
		...manifestLines(files, manager),
		cachedRun([manager.cache], installCommand(files, isBuilt ? manager.install : manager.installProduction)),
		...(isBuilt
			? ['COPY . .', `RUN ${manager.run} build`, comment(comments.prune), cachedRun([manager.cache], manager.prune)]
			: []),
		'',
		comment(comments.run),
		`FROM ${runtime}`,
		'ENV NODE_ENV=production',
		...(manager.name === answers.command[0] ? setup : []),
		'WORKDIR /app',
		`COPY --from=${stage} /app ./`,
		...(isBuilt ? [] : ['COPY . .']),
		`USER ${manager.name === 'bun' ? 'bun' : 'node'}`,
		...exposeLine(answers),
		...startLine(answers.command),
	];
}

function writePages(
	answers: DockerfileAnswers,
	comment: (text: Text) => string,
	manager: PackageManager,
	files: ProjectFiles,
	folder: string,
): string[] {
	return [
		`FROM ${answers.images.build} AS build`,
		...(manager.setup === undefined ? [] : [manager.setup]),
		'WORKDIR /app',
		comment(comments.dependencies),
		...manifestLines(files, manager),
		cachedRun([manager.cache], installCommand(files, manager.install)),
		'COPY . .',
		`RUN ${manager.run} build`,
		'',
		comment(comments.serve),
		`FROM ${answers.images.runtime}`,
		...webServerLines(answers, `COPY --from=build /app/${folder} /usr/share/nginx/html`),
	];
}

/** What the package manager looks at; of a workspace with several packages that is everything. */
function manifestLines(files: ProjectFiles, manager: PackageManager): string[] {
	const { workspaces } = parseJson(files.text('package.json'));
	if (workspaces !== undefined || files.paths.includes('pnpm-workspace.yaml')) {
		return ['COPY . .'];
	}
	// What their installation reads: a program of its own, and the schema that Prisma makes a client of.
	const folders = ['.yarn/releases', 'prisma'].filter(folder =>
		files.paths.some(path => path.startsWith(`${folder}/`)),
	);
	return [
		copyLine(present(files, ['package.json', ...manager.files]), './'),
		...folders.map(folder => `COPY ${folder} ./${folder}`),
	];
}

/** Git hooks are prepared by a package that an image does not have. */
function installCommand(files: ProjectFiles, install: string): string {
	const { prepare } = stringsOf(parseJson(files.text('package.json')).scripts);
	const isForHooks = /husky|lefthook|simple-git-hooks/.test(prepare ?? '');
	return isForHooks && !install.startsWith('bun') ? `npm pkg delete scripts.prepare && \\\n    ${install}` : install;
}

function imagesOf(
	files: ProjectFiles,
	manifest: Record<string, unknown>,
	manager: PackageManager,
	hasPages: boolean,
): BaseImages[] {
	const version = versionOf(files, manifest);
	const [slim, alpine, full] =
		manager.name === 'bun'
			? ['oven/bun:1-slim', 'oven/bun:1-alpine', 'oven/bun:1']
			: [`node:${version}-slim`, `node:${version}-alpine`, `node:${version}`];
	const server = 'nginxinc/nginx-unprivileged:1.29-alpine';
	const pair = (image: string, note: Text): BaseImages => ({ build: image, runtime: hasPages ? server : image, note });
	return [
		pair(slim as string, { en: 'Debian, small', ko: '작은 Debian' }),
		pair(alpine as string, { en: 'Alpine, smallest; uses musl', ko: '가장 작은 Alpine. musl 사용' }),
		pair(full as string, { en: 'Debian with build tools', ko: '빌드 도구가 있는 Debian' }),
	];
}

/** What `.nvmrc`, `.node-version` or `engines` ask for; the newest LTS where nobody asks. */
function versionOf(files: ProjectFiles, manifest: Record<string, unknown>): string {
	const asked = [
		files.text('.nvmrc'),
		files.text('.node-version'),
		stringsOf(manifest.volta).node,
		stringsOf(manifest.engines).node,
	];
	for (const text of asked) {
		const found = /\d+/.exec((text ?? '').trim().split('\n')[0] ?? '');
		const isAtLeast = /^\s*>/.test(text ?? '');
		if (found && Number(found[0]) >= 12 && Number(found[0]) < 100) {
			return String(isAtLeast ? Math.max(newest, Number(found[0])) : Number(found[0]));
		}
	}
	return String(newest);
}

function startCommand(
	files: ProjectFiles,
	manifest: Record<string, unknown>,
	scripts: Readonly<Record<string, string>>,
	manager: PackageManager,
): readonly string[] {
	const runner = manager.name === 'bun' ? 'bun' : 'node';
	const direct = /^(?:NODE_ENV=production )?node ((?:--[\w=./-]+ )*[\w./-]+)$/.exec(scripts.start?.trim() ?? '')?.[1];
	if (direct !== undefined) {
		return [runner, ...direct.split(' ')];
	}
	if (scripts.start !== undefined) {
		return manager.name === 'bun' ? ['bun', 'run', 'start'] : [manager.name, 'start'];
	}
	const usual = ['server.js', 'index.js', 'app.js', 'main.js', 'src/server.js', 'src/index.js', 'src/main.js'];
	const variants = usual.flatMap(name => [
		name,
		name.replace(/js$/, 'mjs'),
		...(runner === 'bun' ? [name.replace(/js$/, 'ts')] : []),
	]);
	const main = typeof manifest.main === 'string' ? plainWord(manifest.main) : undefined;
	const script = main ?? present(files, variants)[0];
	return script === undefined ? [] : [runner, script];
}

/** The folder that a build of a page without a server of its own writes to. */
function pagesFolder(manifest: Record<string, unknown>, scripts: Readonly<Record<string, string>>): string | undefined {
	const used = { ...stringsOf(manifest.dependencies), ...stringsOf(manifest.devDependencies) };
	const has = (name: string) => Object.hasOwn(used, name);
	const startsServer = /\bnode\b|^next|^nuxt|^remix|^nest/.test(scripts.start ?? '');
	if (
		startsServer ||
		['next', 'nuxt', '@sveltejs/kit', '@remix-run/node', '@nestjs/core', 'express', 'fastify'].some(has)
	) {
		return undefined;
	}
	if (has('react-scripts')) {
		return 'build';
	}
	if (has('@angular/core')) {
		const name = typeof manifest.name === 'string' ? plainWord(manifest.name) : undefined;
		return name && `dist/${name}/browser`;
	}
	return ['vite', '@vue/cli-service', 'parcel', 'astro', 'webpack-dev-server'].some(has) ? 'dist' : undefined;
}

function portOf(scripts: Readonly<Record<string, string>>): number {
	return Number(/(?:--port[= ]|-p |PORT=)(\d{2,5})\b/.exec(scripts.start ?? '')?.[1] ?? 3000);
}

function stringsOf(value: unknown): Readonly<Record<string, string>> {
	return isObject(value)
		? Object.fromEntries(
				Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
			)
		: {};
}
