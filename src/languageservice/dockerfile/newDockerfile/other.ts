import { addUserLine, exposeLine, startLine } from './lines.ts';
import type { DockerfilePlan } from './plan.ts';

/** A beginning for what nothing is known of. */
export function planOther(): DockerfilePlan {
	const image = (name: string) => ({ build: name, runtime: name });
	return {
		platform: 'other',
		images: [
			{ ...image('debian:13-slim'), note: { en: 'Debian, small', ko: '작은 Debian' } },
			{ ...image('ubuntu:24.04'), note: { en: 'Ubuntu', ko: 'Ubuntu' } },
			{ ...image('alpine:3.22'), note: { en: 'Alpine, smallest; uses musl', ko: '가장 작은 Alpine. musl 사용' } },
		],
		port: undefined,
		command: () => ['sh'],
		write: answers => [
			`FROM ${answers.images.runtime}`,
			addUserLine(answers.images.runtime),
			'WORKDIR /app',
			'COPY . .',
			'USER app',
			...exposeLine(answers),
			...startLine(answers.command),
		],
		ignored: [],
	};
}
