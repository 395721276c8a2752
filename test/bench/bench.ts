import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { endBenchEngine } from './benchEngine.ts';
import type { Figure } from './figure.ts';

/**
 * Runs every `*.bench.ts` of this folder, or those whose names hold one of the arguments, one after the other; prints the
 * table and writes it to `bench/results.json`. Exit code 1 if a figure is missed or a measure fails.
 */
async function main(): Promise<void> {
	const wanted = process.argv.slice(2).filter(argument => !argument.startsWith('-'));
	const files = readdirSync(import.meta.dirname)
		.filter(file => file.endsWith('.bench.ts') && (wanted.length === 0 || wanted.some(word => file.includes(word))))
		.sort();
	const figures: Figure[] = [];
	let failed = files.length === 0;
	for (const file of files) {
		console.log(`measuring ${file.replace('.bench.ts', '')} …`);
		try {
			const { measure } = await import(pathToFileURL(path.join(import.meta.dirname, file)).href);
			figures.push(...(await measure()));
		} catch (error) {
			failed = true;
			console.error(`${file} failed:`, error);
		}
	}
	await endBenchEngine();
	printTable(figures);
	if (wanted.length === 0) {
		await writeResults(figures);
	}
	process.exitCode = failed || figures.some(figure => !figure.met) ? 1 : 0;
}

function printTable(figures: readonly Figure[]): void {
	const rows = figures.map(({ name, value, unit, against, target, met }) => [
		met ? '✔' : '✘',
		name,
		`${value} ${unit}`,
		target,
		against,
	]);
	const table = [['', 'what', 'measured', 'to reach', 'against'], ...rows];
	const widths = [0, 1, 2, 3].map(column => Math.max(...table.map(row => row[column]?.length ?? 0)));
	for (const row of table) {
		console.log(
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		);
	}
}

async function writeResults(figures: readonly Figure[]): Promise<void> {
	const folder = path.join(import.meta.dirname, '../../bench');
	await mkdir(folder, { recursive: true });
	const [cpu] = os.cpus();
	const machine = `${os.cpus().length} × ${cpu?.model ?? 'unknown'}, ${os.type()} ${os.release()}, Node ${process.version}`;
	const results = { measuredAt: new Date().toISOString(), machine, figures };
	await writeFile(path.join(folder, 'results.json'), `${JSON.stringify(results, undefined, '\t')}\n`);
}

await main();
// Engines and connections that a failed measure left open must not keep the process.
process.exit();
