import { execFile, spawn } from 'node:child_process';
import * as path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { installCodeServer, startCodeServer } from '../test/support/codeServer.ts';
import { ensureEngine, findUsersEngine } from '../test/support/engine.ts';
import { clearStale } from '../test/support/leftovers.ts';
import { canInstall } from '../test/support/packages.ts';
import { projectRoot } from '../test/support/projectRoot.ts';
import { workbenchUrl } from '../test/support/vscode.ts';
import { interruption } from './interruption.ts';
import { runStep } from './runStage.ts';

// npm start [-- --port PORT]: VS Code with the extension on samples/, and an engine if the machine has none.
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const samples = path.join(projectRoot, 'samples');
const interrupted = interruption();
const running: { end(): Promise<void> }[] = [];
type Environment = Readonly<Record<string, string | undefined>>;

try {
	await start();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
} finally {
	for (const part of running.reverse()) {
		await part.end();
	}
}
process.exit();

async function start(): Promise<void> {
	await clearStale();
	const desktop = hasDesktop();
	const [built, env] = await Promise.all([
		runStep(['node', 'esbuild.mjs'], { env: process.env, signal: interrupted }),
		engineEnvironment(),
		desktop.then(found => (found ? undefined : installCodeServer())),
	]);
	if (!built) {
		throw new Error('The extension could not be built.');
	}
	const opened = !interrupted.aborted && (await desktop) && (await openDesktop(env));
	if (!opened && !interrupted.aborted) {
		await openInBrowser(env);
	}
}

/** The environment in which the extension finds an engine, if there is one or one can be set up. */
async function engineEnvironment(): Promise<Environment> {
	try {
		const found = await findUsersEngine();
		if (found !== undefined) {
			console.log(`Docker Engine: ${found}`);
			return process.env;
		}
		if (!canInstall()) {
			console.log(
				'No Docker Engine answers on this machine: install and start one, the extension then finds it by itself.',
			);
			return process.env;
		}
		console.log('Setting up a Docker Engine until this ends…');
		const engine = await ensureEngine();
		running.push({ end: engine.stop });
		console.log(`Docker Engine: ${engine.host}`);
		return engine.env;
	} catch (error) {
		console.log(`No Docker Engine: ${error instanceof Error ? error.message : error}`);
		return process.env;
	}
}

async function hasDesktop(): Promise<boolean> {
	try {
		await promisify(execFile)('code', ['--version'], { shell: process.platform === 'win32' });
		return true;
	} catch {
		return false;
	}
}

/** False when it would not start. Resolves when its window is closed. */
function openDesktop(env: Environment): Promise<boolean> {
	console.log('Opening VS Code. Close its window or press Ctrl+C to end.');
	return new Promise(resolve => {
		const args = ['--wait', '--new-window', `--extensionDevelopmentPath=${projectRoot}`, samples];
		const code = spawn('code', args, { env: { ...env }, stdio: 'ignore', shell: process.platform === 'win32' });
		interrupted.addEventListener('abort', () => code.kill());
		code.once('error', () => resolve(false));
		code.once('exit', status => resolve(status === 0 || interrupted.aborted));
	});
}

async function openInBrowser(env: Environment): Promise<void> {
	const server = await startCodeServer({ env, port: Number(values.port) });
	running.push(server);
	console.log(`VS Code with Slipway: ${workbenchUrl(server, { folder: samples })}`);
	console.log('Press Ctrl+C to end.');
	if (!interrupted.aborted) {
		await new Promise(resolve => interrupted.addEventListener('abort', resolve));
	}
}
