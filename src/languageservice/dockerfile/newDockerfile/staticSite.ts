import { exposeLine, startLine } from './lines.ts';
import type { DockerfileAnswers, DockerfilePlan } from './plan.ts';

/** What nginx listens on in the image that needs no root. */
export const webServerPort = 8080;

/** Files that a browser gets as they are. */
export function planStaticSite(): DockerfilePlan {
	const image = (name: string) => ({ build: name, runtime: name });
	return {
		platform: 'static',
		images: [
			{
				...image('nginxinc/nginx-unprivileged:1.29-alpine'),
				note: { en: 'nginx without root, on Alpine', ko: '루트 권한 없는 nginx, Alpine' },
			},
			{
				...image('nginxinc/nginx-unprivileged:1.29'),
				note: { en: 'nginx without root, on Debian', ko: '루트 권한 없는 nginx, Debian' },
			},
		],
		port: webServerPort,
		command: () => ['nginx', '-g', 'daemon off;'],
		write: answers => [`FROM ${answers.images.runtime}`, ...webServerLines(answers, 'COPY . /usr/share/nginx/html')],
		ignored: ['**/node_modules', '**/README.md'],
	};
}

export function webServerLines(answers: DockerfileAnswers, copy: string): string[] {
	const { port } = answers;
	const moved = port !== undefined && port !== webServerPort;
	return [
		...(moved ? [`RUN sed -i 's/${webServerPort}/${port}/' /etc/nginx/conf.d/default.conf`] : []),
		copy,
		...exposeLine(answers),
		...startLine(answers.command),
	];
}
