import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { projectRoot } from './projectRoot.ts';

// Runs out/test/extension in a VS Code, on the desktop or in the browser; its exit code is the tests'.
// A signal reaches VS Code as well; its end is then the end here, after cleaning up.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {});
}
process.exitCode = await runInVsCode();

async function runInVsCode(): Promise<number> {
	const vscodeExecutablePath = (await desktopExecutable()) ?? path.join(projectRoot, 'test/support/codeInBrowser');
	const work = await mkdtemp(path.join(os.tmpdir(), 'slipway-workspace-'));
	const userData = await mkdtemp(path.join(os.tmpdir(), 'slipway-user-'));
	try {
		return await runTests({
			vscodeExecutablePath,
			extensionDevelopmentPath: projectRoot,
			extensionTestsPath: path.join(projectRoot, 'out/test/extension/index.cjs'),
			launchArgs: [work, '--disable-extensions', `--user-data-dir=${userData}`],
		});
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		return 1;
	} finally {
		await Promise.all([work, userData].map(folder => rm(folder, { recursive: true, force: true })));
	}
}

/** A desktop VS Code, downloaded or installed, where there is a screen to show it. */
async function desktopExecutable(): Promise<string | undefined> {
	const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
	if (!hasScreen || process.env.SLIPWAY_VSCODE === 'browser') {
		return undefined;
	}
	const installed = ['/usr/share/code/code', '/Applications/Visual Studio Code.app/Contents/MacOS/Electron'];
	try {
		return await downloadAndUnzipVSCode({ cachePath: path.join(projectRoot, '.vscode-test'), timeout: 30_000 });
	} catch {
		return installed.find(existsSync);
	}
}
