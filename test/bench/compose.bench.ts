import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createComposeService } from '../../src/languageservice/compose/service.ts';
import { projectRoot } from '../support/projectRoot.ts';
import type { Figure } from './figure.ts';
import { medianTime } from './medianTime.ts';

const signal = new AbortController().signal;
const sizes = [50, 1_000, 10_000] as const;
/** Milliseconds by size: what is asked, and what yaml-language-server needs for the same on the same file. */
const works = {
	problems: { targets: [3, 20, 220], server: [205, 268, 5_240] },
	completion: { targets: [3, 15, 120], server: [4, 54, 6_280] },
	hover: { targets: [0.5, 2, 10], server: [0.7, 2.1, 32] },
	definition: { targets: [0.5, 2, 10], server: [0.7, 2.1, 32] },
} as const;

/** Medians of the compose service on generated files with a merge key in each service. */
export async function measure(): Promise<Figure[]> {
	const figures: Figure[] = [loading(), await aliasBomb()];
	for (const [index, lines] of sizes.entries()) {
		for (const [name, value] of await measureSize(lines)) {
			const { targets, server } = works[name];
			figures.push({
				name: `Compose file of ${lines.toLocaleString('en')} lines, ${name}`,
				value: rounded(value),
				unit: 'ms',
				against: `${server[index]} ms, yaml-language-server`,
				target: `≤ ${targets[index]} ms`,
				met: value <= (targets[index] ?? 0),
			});
		}
	}
	return figures;
}

async function measureSize(lines: number): Promise<readonly (readonly [keyof typeof works, number])[]> {
	const text = generated(lines);
	const service = createComposeService({ locale: 'en' });
	let version = 1;
	const fresh = (content: string) =>
		TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', version++, content);
	const typedAt = text.lastIndexOf('    restart:');
	const typed = `${text.slice(0, typedAt)}    re\n${text.slice(typedAt)}`;
	const parsed = fresh(text);
	await service.diagnose(parsed, signal);
	const over = (word: string) => parsed.positionAt(text.lastIndexOf(word) + 2);
	const [restart, dependency] = [over('restart:'), over('- service')];
	return [
		['problems', await medianTime(() => service.diagnose(fresh(text), signal))],
		[
			'completion',
			await medianTime(() => {
				const document = fresh(typed);
				return service.complete(document, document.positionAt(typedAt + 6), signal);
			}),
		],
		['hover', await medianTime(() => service.hover(parsed, restart, signal))],
		['definition', await medianTime(() => service.definition(parsed, dependency, signal))],
	];
}

/** What the first compose file of a window costs before it is read. */
function loading(): Figure {
	const bundle = JSON.stringify(path.join(projectRoot, 'dist/compose.cjs'));
	const code = `const t = performance.now(); require(${bundle}).createComposeService({ locale: 'en' }); console.log(performance.now() - t)`;
	const times = Array.from({ length: 9 }, () =>
		Number(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' })),
	);
	const value = times.sort((a, b) => a - b)[4] ?? 0;
	return {
		name: 'Loading the compose service',
		value: rounded(value),
		unit: 'ms',
		against: '',
		target: '≤ 15 ms',
		met: value <= 15,
	};
}

async function aliasBomb(): Promise<Figure> {
	const levels = Array.from({ length: 20 }, (_, level) => {
		const items = level === 0 ? '["x", "x"]' : `[${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`;
		return `x-a${level}: &a${level} ${items}`;
	});
	const text = `${levels.join('\n')}\nservices:\n  web:\n    image: nginx\n    command: *a19\n`;
	const service = createComposeService({ locale: 'en' });
	let version = 1;
	const value = await medianTime(() =>
		service.diagnose(TextDocument.create('file:///w/compose.yaml', 'dockercompose', version++, text), signal),
	);
	return {
		name: 'Compose file of 1 kB that multiplies itself',
		value: rounded(value),
		unit: 'ms',
		against: '',
		target: '≤ 50 ms',
		met: value <= 50,
	};
}

function rounded(value: number): number {
	return Math.round(value * 100) / 100;
}

function generated(lines: number): string {
	const text = ['x-base: &base', '  init: true', '  logging:', '    driver: json-file', 'services:'];
	for (let index = 0; text.length < lines - 4; index++) {
		text.push(
			`  service${index}:`,
			'    <<: *base',
			`    image: registry.example.org/team/service${index}:1.${index}`,
			'    environment:',
			'      LEVEL: ${LEVEL:-info}',
			`      NAME: service${index}`,
			'    ports:',
			`      - "${1024 + (index % 60_000)}:80"`,
			'    volumes:',
			'      - data:/var/lib/data',
			...(index > 0 ? ['    depends_on:', `      - service${index - 1}`] : []),
			'    restart: unless-stopped',
		);
	}
	return `${[...text, 'volumes:', '  data:'].join('\n')}\n`;
}
