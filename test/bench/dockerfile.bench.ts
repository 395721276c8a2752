import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDockerfile } from '../../src/languageservice/dockerfile/parse.ts';
import { createDockerfileService } from '../../src/languageservice/dockerfile/service.ts';

const signal = new AbortController().signal;
const options = { tabSize: 4, insertSpaces: true };

/** Medians of the language service on generated multi-stage Dockerfiles, beside dockerfile-language-service alone. */
export async function measure() {
	return [
		...(await measureSize(2_000, [12, 25, 2, 2, 10, 12], [12, 32, 14, 22, 896, 17])),
		...(await measureSize(20_000, [232, 450, 10, 10, 120, 120], [232, 1_011, 288, 695, 91_258, 270])),
	];
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
		['definition after the parse', () => service.definition(parsed, position, signal)],
		['semantic tokens', () => service.semanticTokens(parsed, signal)],
		['formatting', () => service.format(parsed, options, signal)],
	];
	const figures = [];
	for (const [index, [name, work]] of works.entries()) {
		const value = await median(work);
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

async function median(work: () => unknown): Promise<number> {
	const times: number[] = [];
	for (let run = 0; run < 5; run++) {
		await work();
	}
	for (let run = 0; run < 20; run++) {
		const begin = performance.now();
		await work();
		times.push(performance.now() - begin);
	}
	return times.sort((a, b) => a - b)[10] ?? 0;
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
