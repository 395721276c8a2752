import { globSync } from 'node:fs';

/** Part of a test run. A step without a report of its own counts as one test, passed or failed. */
export interface Stage {
	readonly title: string;
	readonly steps: readonly { readonly command: readonly string[]; readonly reports: boolean }[];
	/** All steps together, beside the other lane on two cores; a stage that is not done by then hangs. */
	readonly deadlineMs: number;
}

export const stageNames = ['check', 'plain', 'languages', 'vscode', 'ui', 'engines'] as const;
export type StageName = (typeof stageNames)[number];

/**
 * Stages of one lane follow one another; lanes run side by side on two cores, each with an engine of its own. What is in
 * no lane runs alone at the end: clicks depend on how quickly a busy workbench follows them.
 */
export const lanes: readonly (readonly StageName[])[] = [
	['vscode', 'languages'],
	['check', 'plain', 'engines'],
];

/** They only reckon: when all want the processor, others go first, where somebody is waited for. */
export const stepBack: readonly StageName[] = ['check', 'languages'];

export interface StageOptions {
	/** Only tests whose title contains it. */
	readonly grep?: string;
	/** These test files instead of all of the stage. */
	readonly files: readonly string[];
}

const minute = 60_000;
/** Tests that need more than Node and an engine, or are stages of their own. */
const notPlain = ['test/extension/**', 'test/ui/**', 'test/engines/**', 'test/bench/**', 'test/*.test.ts'];
const ofLanguages = ['test/languageservice/**/*.test.ts', 'test/grammar/**/*.test.ts'];

export function stageOf(name: StageName, options: StageOptions): Stage {
	switch (name) {
		case 'check':
			return {
				title: 'Types, lint, architecture and contributions',
				steps: [
					{ command: ['tsc', '--noEmit'], reports: false },
					{ command: ['tsc', '--noEmit', '--project', 'src/webviews/client'], reports: false },
					{ command: ['biome', 'check', '--error-on-warnings', '.'], reports: false },
					mocha(globSync('test/*.test.ts'), options),
				],
				deadlineMs: 10 * minute,
			};
		case 'plain':
			return {
				title: 'Tests on Node',
				steps: [mocha(globSync('test/**/*.test.ts', { exclude: [...notPlain, ...ofLanguages] }), options)],
				deadlineMs: 20 * minute,
			};
		case 'languages':
			return {
				title: 'Languages on Node',
				steps: [mocha(globSync(ofLanguages), options)],
				deadlineMs: 20 * minute,
			};
		case 'vscode':
			return {
				title: 'Tests inside VS Code',
				steps: [{ command: ['node', 'test/support/runInVsCode.ts'], reports: true }],
				deadlineMs: 20 * minute,
			};
		case 'ui':
			return {
				title: 'Clicks in the workbench',
				steps: [mocha(globSync('test/ui/**/*.test.ts'), options, ['--require', './test/ui/oneBrowser.ts'])],
				deadlineMs: 20 * minute,
			};
		case 'engines':
			return {
				title: 'Engines of other ages and makers',
				steps: [mocha(globSync('test/engines/**/*.test.ts'), options)],
				deadlineMs: 20 * minute,
			};
	}
}

function mocha(all: readonly string[], { grep, files }: StageOptions, more: readonly string[] = []) {
	const filter = grep ? ['--grep', grep] : [];
	const reporter = ['--reporter', './test/support/resultReporter.cjs'];
	return {
		command: ['mocha', ...reporter, ...more, ...filter, ...(files.length > 0 ? files : [...all].sort())],
		reports: true,
	};
}
