import { TextDocument } from 'vscode-languageserver-textdocument';
import { createComposeService } from '../../src/languageservice/compose/service.ts';

const signal = new AbortController().signal;

/** Medians of the language service on generated compose files with a merge key in each service, beside Red Hat's server. */
export async function measure() {
	return [
		...(await measureSize(50, { problems: [3, 205], completion: [3, 4], cached: [0.5, 0.7] })),
		...(await measureSize(1_000, { problems: [20, 268], completion: [15, 54], cached: [2, 2.1] })),
		...(await measureSize(10_000, { problems: [220, 5_240], completion: [120, 6_280], cached: [10, 32] })),
		await measureBomb(),
	];
}

type Targets = Readonly<Record<'problems' | 'completion' | 'cached', readonly [target: number, redHat: number]>>;

async function measureSize(lines: number, targets: Targets) {
	const text = generated(lines);
	const service = createComposeService({ locale: 'en' });
	let version = 1;
	const fresh = (content = text) =>
		TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', version++, content);
	const parsed = fresh();
	await service.diagnose(parsed, signal);
	const use = parsed.positionAt(text.lastIndexOf('- back') + 3);
	const insertion = text.lastIndexOf('    restart:');
	const half = `${text.slice(0, insertion)}    po\n${text.slice(insertion)}`;
	const works = [
		['change until all problems', targets.problems, () => service.diagnose(fresh(), signal)],
		[
			'typing until the completion',
			targets.completion,
			() => {
				const document = fresh(half);
				return service.complete(document, document.positionAt(insertion + 6), signal);
			},
		],
		['hover after the parse', targets.cached, () => service.hover(parsed, use, signal)],
		['definition after the parse', targets.cached, () => service.definition(parsed, use, signal)],
	] as const;
	const figures = [];
	for (const [name, [target, redHat], work] of works) {
		const value = await median(work);
		figures.push({
			name: `compose file of ${lines.toLocaleString('en')} lines, ${name}`,
			value: Math.round(value * 100) / 100,
			unit: 'ms',
			against: `${redHat} ms, yaml-language-server`,
			target: `≤ ${target} ms`,
			met: value <= target,
		});
	}
	return figures;
}

async function measureBomb() {
	const lines = ['x-0: &a0 [v, v, v, v]'];
	for (let index = 1; index < 25; index++) {
		lines.push(`x-${index}: &a${index} [*a${index - 1}, *a${index - 1}, *a${index - 1}, *a${index - 1}]`);
	}
	const text = `${lines.join('\n')}\nservices: {a: {image: x, command: *a24}}\n`;
	const service = createComposeService({ locale: 'en' });
	let version = 1;
	const value = await median(() =>
		service.diagnose(TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', version++, text), signal),
	);
	return {
		name: 'an alias bomb of 1 kB, all problems',
		value: Math.round(value * 10) / 10,
		unit: 'ms',
		against: '–',
		target: '≤ 50 ms',
		met: value <= 50,
	};
}

async function median(work: () => unknown): Promise<number> {
	const times: number[] = [];
	for (let run = 0; run < 5; run++) {
		await work();
	}
	for (let run = 0; run < 15; run++) {
		const begin = performance.now();
		await work();
		times.push(performance.now() - begin);
	}
	return times.sort((a, b) => a - b)[7] ?? 0;
}

function generated(lines: number): string {
	const text = ['x-common: &common', '  init: true', '  logging:', '    driver: json-file', 'services:'];
	for (let index = 0; text.length < lines - 6; index++) {
		text.push(
			`  service${index}:`,
			'    <<: *common',
			`    image: registry.example.org/team/service${index}:\${TAG:-1.0}`,
			'    ports:',
			`      - "${1000 + index}:80"`,
			'    environment:',
			`      NAME: service${index}`,
			'      DATABASE: postgres://db:5432/app',
			'    volumes:',
			`      - data:/data/${index}`,
			'    networks:',
			'      - back',
			'    restart: unless-stopped',
			'    healthcheck:',
			'      test: [CMD, "true"]',
			'      interval: 30s',
		);
		if (index > 0) {
			text.push('    depends_on:', `      service${index - 1}:`, '        condition: service_healthy');
		}
	}
	text.push('networks:', '  back:', 'volumes:', '  data:', '');
	return text.join('\n');
}
