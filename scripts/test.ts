import { mkdtemp, rm } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { installChromium } from '../test/support/chromium.ts';
import { installCodeServer } from '../test/support/codeServer.ts';
import { anotherEngine, ensureEngine, type TestEngine } from '../test/support/engine.ts';
import { settle } from '../test/support/leftovers.ts';
import { interruption } from './interruption.ts';
import { watchTraces } from './leftBehind.ts';
import { runStage, runStep } from './runStage.ts';
import { lanes, type StageName, stageNames, stageOf, stepBack } from './stages.ts';

// npm test [-- --only check,plain,languages,vscode,ui,engines] [--grep TEXT] [FILES of a stage outside VS Code]
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { only: { type: 'string', default: 'check,plain,languages,vscode,ui' }, grep: { type: 'string' } },
});
const names = values.only.split(',').filter(name => stageNames.includes(name as StageName)) as StageName[];
const interrupted = interruption();

const total = { passed: 0, failed: 0 };
const work = await mkdtemp(path.join(os.tmpdir(), 'slipway-results-'));
let engine: TestEngine | undefined;
let beside: readonly TestEngine[] = [];
try {
	console.log('Setting up…');
	engine = await setUp();
	if (engine) {
		console.log(`Docker Engine: ${engine.host}${engine.own ? ', for the tests only' : ''}`);
	}
	await runStages(engine);
} catch (error) {
	total.failed++;
	console.error(error instanceof Error ? error.message : error);
} finally {
	await Promise.all([engine, ...beside].map(each => each?.stop()));
	await settle();
	await rm(work, { recursive: true, force: true });
}
if (interrupted.aborted) {
	total.failed++;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

/** Downloads side by side what the chosen stages need. What fails here fails those stages and no others. */
async function setUp(): Promise<TestEngine | undefined> {
	const needs = (...stages: StageName[]) => stages.some(stage => names.includes(stage));
	const [found, ...others] = await Promise.allSettled([
		needs('plain', 'languages', 'vscode', 'ui', 'engines') ? ensureEngine() : undefined,
		// The tests of grammars take VS Code's own ones for the languages inside.
		needs('languages', 'vscode', 'ui') ? installCodeServer() : undefined,
		needs('vscode', 'ui') ? installChromium() : undefined,
	]);
	for (const result of [found, ...others]) {
		if (result.status === 'rejected') {
			total.failed++;
			console.error(`Set-up: ${result.reason instanceof Error ? result.reason.message : result.reason}`);
		}
	}
	return found.status === 'fulfilled' ? found.value : undefined;
}

async function runStages(found: TestEngine | undefined): Promise<void> {
	const chosen = lanes.map(lane => lane.filter(name => names.includes(name))).filter(lane => lane.length > 0);
	if (found && chosen.length > 1) {
		const more = await Promise.all(chosen.slice(1).map(anotherEngine));
		beside = more.filter(each => each !== undefined);
	}
	if (names.includes('vscode') || names.includes('ui')) {
		const built = await runStep(['node', 'esbuild.mjs', '--tests'], { env: { ...process.env }, signal: interrupted });
		total.failed += built ? 0 : 1;
	}
	await runLanes(chosen, found);
	if (names.includes('ui')) {
		await runNamed('ui', found);
	}
}

async function runLanes(chosen: readonly (readonly StageName[])[], found: TestEngine | undefined): Promise<void> {
	if (beside.length < chosen.length - 1) {
		for (const name of chosen.flat()) {
			await runNamed(name, found);
		}
		return;
	}
	const [first = [], ...others] = chosen;
	await Promise.all([runLane(first, found), ...others.map((lane, index) => runLane(lane, beside[index], []))]);
}

/** What a lane that is not the first prints comes when a stage is done, so that it does not mix with the first one's. */
async function runLane(lane: readonly StageName[], on: TestEngine | undefined, printed?: string[]): Promise<void> {
	for (const name of lane) {
		const priority = stepBack.includes(name) ? os.constants.priority.PRIORITY_BELOW_NORMAL : 0;
		await runNamed(name, on, { priority, ...(printed && { print: text => printed.push(text) }) });
		process.stdout.write(printed?.splice(0).join('') ?? '');
	}
}

async function runNamed(
	name: StageName,
	on: TestEngine | undefined,
	way: { priority?: number; print?: (text: string) => void } = {},
): Promise<void> {
	if (interrupted.aborted) {
		return;
	}
	const traces = await watchTraces(path.join(work, name), on?.own ? on.host : undefined);
	const env = { ...(on?.env ?? process.env), SLIPWAY_TEST_GREP: values.grep, ...traces.env };
	const stage = stageOf(name, { grep: values.grep, files: positionals });
	const results = path.join(work, `${name}.jsonl`);
	const { passed, failed } = await runStage(stage, { env, results, signal: interrupted, ...way });
	total.passed += passed;
	total.failed += failed;
	const left = await traces.leftBehind();
	if (left.length > 0) {
		total.failed++;
		const say = way.print ?? (text => process.stdout.write(text));
		say(`${stage.title} left behind:\n${left.map(what => `  ${what}\n`).join('')}`);
	}
}
