import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { formatWithOptions, parseArgs } from 'node:util';
import { projectRoot } from './projectRoot.ts';
import { mark } from './testOutput.ts';
import { openWorkbench } from './vscode.ts';

// Stands in for a desktop VS Code: takes the arguments that @vscode/test-electron passes to one, runs the tests in a
// VS Code in the browser, prints their report, and exits as they do. All else that VS Code logs goes to a file.
const { values, positionals } = parseArgs({
	args: process.argv.slice(2),
	strict: false,
	allowPositionals: true,
	options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } },
});
const deadlineMs = Number(process.env.SLIPWAY_TEST_DEADLINE_MS ?? 1_200_000);
const logFile = path.join(projectRoot, '.vscode-test/log.txt');
const log: string[] = [];

process.exitCode = await Promise.race([runTests(), deadline()]).catch(error => {
	console.error(error);
	return 1;
});
mkdirSync(path.dirname(logFile), { recursive: true });
writeFileSync(logFile, log.join('\n'));
if (process.exitCode !== 0) {
	console.error(`What VS Code logged is in ${logFile}.`);
}
process.exit();

async function runTests(): Promise<number> {
	let finish: (code: number) => void = () => {};
	const finished = new Promise<number>(resolve => {
		finish = resolve;
	});
	const fail = (reason: string) => {
		console.error(reason);
		finish(1);
	};
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => fail(`Stopped by ${signal}.`));
	}
	const workbench = await openWorkbench({
		folder: positionals[0],
		extensionPath: String(values.extensionDevelopmentPath),
		extensionTestsPath: `${values.extensionTestsPath}`,
		async prepare(page) {
			await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => print(type, args));
			await page.exposeFunction('codeAutomationExit', (code: number) => finish(code));
			page.on('crash', () => fail('The page with VS Code crashed.'));
			page.on('close', () => fail('The page with VS Code was closed.'));
		},
	});
	try {
		return await finished;
	} finally {
		workbench.page.removeAllListeners('close');
		await workbench.close();
	}
}

async function deadline(): Promise<number> {
	await new Promise(resolve => setTimeout(resolve, deadlineMs).unref());
	throw new Error(`The tests inside VS Code did not end within ${deadlineMs / 1000} s.`);
}

function print(type: string, args: readonly unknown[]): void {
	const line = formatWithOptions({ colors: false }, ...(args as [unknown]));
	log.push(`${type}: ${line}`);
	if (line.startsWith(mark)) {
		console.log(line.slice(mark.length));
	} else if (/^Error: (No test ran|\d+ of \d+ tests failed)/.test(line)) {
		console.error(line.split('\n')[0]);
	}
}
