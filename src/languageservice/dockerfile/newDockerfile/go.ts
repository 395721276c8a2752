import type { Text } from '../../host.ts';
import { addUserLine, cachedRun, copyLine, exposeLine, present, startLine } from './lines.ts';
import type { DockerfilePlan, ProjectFiles } from './plan.ts';

const newest = '1.25';

const comments = {
	modules: {
		en: 'Modules are fetched anew only when these files change',
		ko: '이 파일들이 바뀔 때만 모듈을 다시 받습니다',
	},
	platform: {
		en: 'Compiled on this machine for the platform that is asked for',
		ko: '이 컴퓨터에서 대상 플랫폼용으로 컴파일합니다',
	},
	run: { en: 'What runs: the program and nothing else', ko: '실행 이미지: 프로그램만 들어 있습니다' },
} satisfies Record<string, Text>;

export function planGo(files: ProjectFiles): DockerfilePlan {
	const version = versionOf(files.text('go.mod') ?? '');
	const build = `golang:${version}`;
	const program = mainPackage(files);
	return {
		platform: 'go',
		images: [
			{
				build,
				runtime: 'gcr.io/distroless/static-debian12:nonroot',
				note: { en: 'no shell, only certificates and time zones', ko: '셸 없음. 인증서와 시간대만' },
			},
			{ build, runtime: 'alpine:3.22', note: { en: 'small, with a shell', ko: '작고 셸이 있음' } },
			{ build, runtime: 'debian:12-slim', note: { en: 'Debian, with a shell', ko: '셸이 있는 Debian' } },
		],
		port: 8080,
		command: () => ['/app'],
		write: (answers, comment) => {
			const { runtime } = answers.images;
			const hasUser = runtime.endsWith(':nonroot');
			return [
				comment(comments.platform),
				`FROM --platform=$BUILDPLATFORM ${answers.images.build} AS build`,
				'ARG TARGETOS TARGETARCH',
				'WORKDIR /src',
				comment(comments.modules),
				copyLine(present(files, ['go.mod', 'go.sum']), './'),
				cachedRun(['/go/pkg/mod'], 'go mod download'),
				'COPY . .',
				cachedRun(
					['/go/pkg/mod', '/root/.cache/go-build'],
					`CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags="-s -w" -o /app ${program}`,
				),
				'',
				comment(comments.run),
				`FROM ${runtime}`,
				...(hasUser || runtime === 'scratch' ? [] : [addUserLine(runtime)]),
				'COPY --from=build /app /app',
				hasUser ? 'USER nonroot' : runtime === 'scratch' ? 'USER 10001' : 'USER app',
				...exposeLine(answers),
				...startLine(answers.command),
			];
		},
		ignored: ['**/*.test', '**/*.out', 'bin'],
	};
}

function versionOf(module: string): string {
	const toolchain = /^toolchain go(\d+\.\d+)/m.exec(module)?.[1];
	const asked = toolchain ?? /^go (\d+\.\d+)/m.exec(module)?.[1];
	return asked === undefined || minor(asked) < minor(newest) ? newest : asked;
}

function minor(version: string): number {
	return Number(version.split('.')[1]);
}

/** The folder of `package main`: the root, else the one below `cmd`. */
function mainPackage({ paths }: ProjectFiles): string {
	if (paths.includes('main.go')) {
		return '.';
	}
	const folder = paths.map(path => /^((?:cmd\/)?[\w.-]+)\/main\.go$/.exec(path)?.[1]).find(Boolean);
	return folder === undefined ? '.' : `./${folder}`;
}
