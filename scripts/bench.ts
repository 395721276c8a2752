import { globSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import type { Figure } from '../test/bench/figure.ts';
import { installChromium } from '../test/support/chromium.ts';
import { installCodeServer } from '../test/support/codeServer.ts';
import { ensureEngine, type TestEngine } from '../test/support/engine.ts';
import { projectRoot } from '../test/support/projectRoot.ts';
import { interruption } from './interruption.ts';
import { runStep } from './runStage.ts';

// npm run bench [-- --only NAME,…]: every test/bench/NAME.bench.ts, as a table and in bench/results.json.
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const interrupted = interruption();
interrupted.addEventListener('abort', () => process.exit(130));

let engine: TestEngine | undefined;
const figures: Figure[] = [];
try {
	[engine] = await Promise.all([ensureEngine(), installCodeServer(), installChromium()]);
	// Both the helpers of the benchmarks and what they start find the engine there.
	Object.assign(process.env, engine.env);
	if (!(await runStep(['node', 'esbuild.mjs', '--production'], { env: process.env, signal: interrupted }))) {
		throw new Error('The extension could not be built.');
	}
	for (const file of benchmarks()) {
		console.log(`\n${path.basename(file)}`);
		const { measure }: { measure(): Promise<Figure[]> } = await import(path.join(projectRoot, file));
		const measured = await measure();
		console.table(measured.map(({ name, ...rest }) => ({ name, ...rest })));
		figures.push(...measured);
	}
	await mkdir('bench', { recursive: true });
	await writeFile('bench/results.json', `${JSON.stringify(figures, undefined, '\t')}\n`);
} catch (error) {
	console.error(error);
	process.exitCode = 1;
} finally {
	await engine?.stop();
}
const missed = figures.filter(({ met }) => !met);
console.log(`\n${figures.length - missed.length} of ${figures.length} targets met`);
process.exit(missed.length > 0 ? 1 : process.exitCode);

function benchmarks(): string[] {
	const wanted = values.only?.split(',');
	const files = globSync('test/bench/*.bench.ts').sort();
	return wanted ? files.filter(file => wanted.includes(path.basename(file, '.bench.ts'))) : files;
}
