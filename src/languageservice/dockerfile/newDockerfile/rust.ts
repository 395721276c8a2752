import type { Text } from '../../host.ts';
import { addUserLine, cachedRun, exposeLine, plainWord, startLine } from './lines.ts';
import type { DockerfilePlan, ProjectFiles } from './plan.ts';

const comments = {
	build: {
		en: 'The caches keep what is compiled already; the program is copied out of them',
		ko: '이미 컴파일한 것은 캐시에 남고, 프로그램만 복사해 꺼냅니다',
	},
	run: { en: 'What runs: the program without the compiler', ko: '실행 이미지: 컴파일러 없이 프로그램만 들어 있습니다' },
} satisfies Record<string, Text>;

export function planRust(files: ProjectFiles): DockerfilePlan {
	const manifest = files.text('Cargo.toml') ?? '';
	const name = programName(manifest);
	const locked = files.paths.includes('Cargo.lock') ? ' --locked' : '';
	const build = `rust:${versionOf(files)}-bookworm`;
	return {
		platform: 'rust',
		images: [
			{
				build,
				runtime: 'gcr.io/distroless/cc-debian12:nonroot',
				note: { en: 'no shell, only the C library and certificates', ko: '셸 없음. C 라이브러리와 인증서만' },
			},
			{ build, runtime: 'debian:12-slim', note: { en: 'Debian, with a shell', ko: '셸이 있는 Debian' } },
		],
		port: /\b(axum|actix-web|rocket|warp|hyper|tide|poem)\b/.test(manifest)
			? /\brocket\b/.test(manifest)
				? 8000
				: 8080
			: undefined,
		command: () => ['/app'],
		write: (answers, comment) => {
			const { build: compiler, runtime } = answers.images;
			const hasUser = runtime.endsWith(':nonroot');
			return [
				`FROM ${compiler} AS build`,
				'WORKDIR /src',
				'COPY . .',
				comment(comments.build),
				cachedRun(
					['/usr/local/cargo/registry', '/src/target'],
					`cargo build --release${locked} && \\\n    cp target/release/${name} /app`,
				),
				'',
				comment(comments.run),
				`FROM ${runtime}`,
				...(hasUser ? [] : [addUserLine(runtime)]),
				'COPY --from=build /app /app',
				hasUser ? 'USER nonroot' : 'USER app',
				...exposeLine(answers),
				...startLine(answers.command),
			];
		},
		ignored: ['**/target'],
	};
}

/** The first `[[bin]]`, else the package. */
function programName(manifest: string): string {
	const program = /^\[\[bin\]\]\s*(?:^(?!\[).*\n)*?^name\s*=\s*"([^"]+)"/m.exec(manifest)?.[1];
	const named = /^\[package\]\s*(?:^(?!\[).*\n)*?^name\s*=\s*"([^"]+)"/m.exec(manifest)?.[1];
	return plainWord(program) ?? plainWord(named) ?? 'app';
}

function versionOf(files: ProjectFiles): string {
	const toolchain = files.text('rust-toolchain.toml') ?? files.text('rust-toolchain') ?? '';
	return /(?:^|channel\s*=\s*")(1\.\d+)/m.exec(toolchain)?.[1] ?? '1';
}
