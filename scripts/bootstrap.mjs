// Runs on plain Node 20 with nothing installed yet: only Node's own modules here.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const isWindows = process.platform === 'win32';
/** The Node of package.json: newer than what the user may have, and the same for everybody. */
const ownNode = path.join(root, 'node_modules/node/bin', isWindows ? 'node.exe' : 'node');

/** Installs what package-lock.json wants unless it is there, then hands over to a script that runs on the project's Node. */
export async function runScript(name) {
	installDependencies();
	const bin = path.join(root, 'node_modules/.bin');
	const child = spawn(ownNode, [path.join(root, 'scripts', name), ...process.argv.slice(2)], {
		cwd: root,
		// The channel tells the script when this process is gone, even if it was killed.
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		env: { ...process.env, PATH: [bin, process.env.PATH].join(path.delimiter) },
	});
	// The terminal sends Ctrl+C to both; the script needs time to clean up, and a plain kill reaches only this process.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.on(signal, () => child.kill(signal));
	}
	if (process.env.npm_lifecycle_event) {
		const parent = process.ppid;
		setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1000).unref();
	}
	child.on('exit', (code, signal) => {
		process.exitCode = signal ? 1 : (code ?? 1);
	});
}

function installDependencies() {
	if (!isInstalled()) {
		console.log('Installing dependencies…');
		// Of all the packages that want to run a script only Node needs to: it fetches the program.
		npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
	}
	if (!existsSync(ownNode)) {
		npm('rebuild', 'node', '--no-audit', '--no-fund');
	}
}

function npm(...args) {
	const options = { cwd: root, stdio: 'inherit', shell: isWindows };
	if (spawnSync('npm', [...args, '--loglevel=error'], options).status !== 0) {
		console.error(`npm ${args[0]} failed: is the npm registry reachable?`);
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
