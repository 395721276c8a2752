import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDockerfile } from '../../src/languageservice/dockerfile/parse.ts';
import { createDockerfileService } from '../../src/languageservice/dockerfile/service.ts';
import type { Figure } from './figure.ts';
import { medianTime } from './medianTime.ts';

const signal = new AbortController().signal;
const options = { tabSize: 4, insertSpaces: true };

/** Medians of the language service on generated multi-stage Dockerfiles, beside dockerfile-language-service alone. */
export async function measure(): Promise<Figure[]> {
	return [
		await measureLetter(),
		...(await measureSize(2_000, [12, 25, 2, 2, 2, 10, 12], [12, 32, 14, 14, 22, 896, 17])),
		...(await measureSize(20_000, [232, 450, 10, 10, 10, 120, 120], [232, 1_011, 288, 288, 695, 91_258, 270])),
	];
}

/** From a letter typed to its problems, without what VS Code itself takes. */
async function measureLetter(): Promise<Figure> {
	const text = generated(200);
	const service = createDockerfileService({ locale: 'en' });
	let version = 1;
	const value = await medianTime(() => {
		const typed = `${text.slice(0, 2000)}${'x'.repeat(version % 2)}${text.slice(2000)}`;
		return service.diagnose(
			TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', version++, typed),
			signal,
		);
	});
	return {
		name: 'Dockerfile of 200 lines, a letter and its problems',
		value: Math.round(value * 10) / 10,
		unit: 'ms',
		against: '',
		target: '≤ 10 ms',
		met: value <= 10,
	};
}

async function measureSize(lines: number, targets: readonly number[], library: readonly number[]) {
	const text = generated(lines);
	const service = createDockerfileService({ locale: 'en' });
	let version = 1;
	const fresh = () => TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', version++, text);
	const parsed = fresh();
	await service.symbols(parsed, signal);
	const position = parsed.positionAt(text.lastIndexOf('$PORT') + 2);
	const works: readonly (readonly [string, () => unknown])[] = [
		['parse', () => parseDockerfile(text)],
		['all problems, parse included', () => service.diagnose(fresh(), signal)],
		['completion after the parse', () => service.complete(parsed, position, signal)],
		['hover after the parse', () => service.hover(parsed, position, signal)],
		['definition after the parse', () => service.definition(parsed, position, signal)],
		['semantic tokens', () => service.semanticTokens(parsed, signal)],
		['formatting', () => service.format(parsed, options, signal)],
	];
	const figures = [];
	for (const [index, [name, work]] of works.entries()) {
		const value = await medianTime(work);
		const target = targets[index] ?? 0;
		figures.push({
			name: `Dockerfile of ${lines.toLocaleString('en')} lines, ${name}`,
			value: Math.round(value * 10) / 10,
			unit: 'ms',
			against: `${library[index]} ms, dockerfile-language-service`,
			target: `≤ ${target} ms`,
			met: value <= target,
		});
	}
	return figures;
}

function generated(lines: number): string {
	const text = ['# syntax=docker/dockerfile:1', 'ARG VERSION=22'];
	for (let stage = 0; text.length < lines; stage++) {
		text.push(`FROM node:$VERSION AS stage${stage}`, 'ARG PORT=80', 'ENV NAME=value PATH=$PATH:/x', 'WORKDIR /app');
		text.push(
			'COPY package.json ./',
			'RUN --mount=type=cache,target=/root/.npm npm ci \\',
			'    && echo "$NAME" \\',
			'    && true',
		);
		text.push(
			'RUN apt-get update && apt-get install -y curl',
			'EXPOSE $PORT',
			'# a comment',
			'CMD ["node", "server.js"]',
			'',
		);
		if (stage > 0) {
			text.push(`COPY --from=stage${stage - 1} /app /app`);
		}
	}
	return text.join('\n');
}
