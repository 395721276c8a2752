// Runs on plain Node 20 with nothing installed yet: only Node's own modules here.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Installs what package-lock.json wants unless it is there, then hands over to a script that runs on the project's Node. */
export async function runScript(name) {
	installDependencies();
	const bin = path.join(root, 'node_modules/.bin');
	const bundled = path.join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
	const child = spawn(
		existsSync(bundled) ? bundled : process.execPath,
		[path.join(root, 'scripts', name), ...process.argv.slice(2)],
		{
			cwd: root,
			stdio: 'inherit',
			env: { ...process.env, PATH: [bin, process.env.PATH].join(path.delimiter) },
		},
	);
	// The terminal sends Ctrl+C to both; the child needs time to clean up, and a plain kill reaches only this process.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.on(signal, () => child.kill(signal));
	}
	child.on('exit', (code, signal) => {
		process.exitCode = signal ? 1 : (code ?? 1);
	});
}

function installDependencies() {
	if (isInstalled()) {
		return;
	}
	console.log('Installing dependencies…');
	const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: root,
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	if (status !== 0) {
		console.error('npm ci failed: is the npm registry reachable?');
		process.exit(1);
	}
}

/** Whether node_modules holds every package in the version that package-lock.json names. */
function isInstalled() {
	const wanted = packagesOf('package-lock.json');
	const present = packagesOf('node_modules/.package-lock.json');
	return Object.entries(wanted).every(
		([name, { version, optional }]) => name === '' || optional || present[name]?.version === version,
	);
}

function packagesOf(file) {
	try {
		return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
	} catch {
		return {};
	}
}
