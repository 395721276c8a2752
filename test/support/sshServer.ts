import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './freePort.ts';
import { GuardedProcess, until } from './guarded.ts';
import { makeRunFolder } from './leftovers.ts';
import { install } from './packages.ts';

const run = promisify(execFile);

/** An ssh server on a loopback port that lets in one throw-away key; nobody's ~/.ssh is read or written. */
export interface SshServer {
	/** `ssh://USER@127.0.0.1:PORT`. */
	readonly url: string;
	readonly port: number;
	/** For `ssh -F`: the key, the host's key, and no questions. */
	readonly configFile: string;
	/** A folder with an `ssh` that uses it, to be put first on the PATH of what shall connect. */
	readonly programFolder: string;
	/** sshd's own log at level VERBOSE: one line `Accepted publickey` per login. */
	readonly logFile: string;
	/** Ends the server and its connections; `start` brings it back at the same port. */
	stop(): Promise<void>;
	start(): Promise<void>;
	end(): Promise<void>;
}

/**
 * @param env what commands of the session see besides their login's own and this process's PATH: DOCKER_HOST makes
 * `docker` use that engine.
 */
export async function startSshServer(env: Readonly<Record<string, string>> = {}): Promise<SshServer> {
	await install({ 'openssh-server': '/usr/sbin/sshd', 'openssh-client': '/usr/bin/ssh' });
	const folder = await makeRunFolder('ssh');
	const guarded = new GuardedProcess(folder);
	try {
		const port = await freePort();
		const files = await writeServerFiles(folder, port, env);
		const logFile = path.join(folder, 'sshd.log');
		const start = async () => {
			await guarded.start({
				command: '/usr/sbin/sshd',
				args: ['-D', '-e', '-f', files.serverConfig],
				env: process.env,
				cwd: folder,
				graceMs: 1000,
				logFile,
			});
			const isUp = async () => ((await accepts(port)) ? true : undefined);
			await until(isUp, { what: 'sshd', timeoutMs: 10_000, process: guarded, logFile });
		};
		await start();
		const url = `ssh://${os.userInfo().username}@127.0.0.1:${port}`;
		const { configFile, programFolder } = files;
		return {
			url,
			port,
			configFile,
			programFolder,
			logFile,
			start,
			stop: () => guarded.stop(),
			end: () => guarded.end(),
		};
	} catch (error) {
		await guarded.end();
		throw error;
	}
}

async function writeServerFiles(folder: string, port: number, env: Readonly<Record<string, string>>) {
	const file = (name: string) => path.join(folder, name);
	await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
	await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file('host_key')]);
	await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file('user_key')]);
	const variables = Object.entries({ PATH: process.env.PATH ?? '', ...env }).map(
		([name, value]) => `${name}="${value}"`,
	);
	const serverConfig = [
		`ListenAddress 127.0.0.1:${port}`,
		`HostKey ${file('host_key')}`,
		`AuthorizedKeysFile ${file('user_key.pub')}`,
		`PidFile ${file('sshd.pid')}`,
		'PermitRootLogin prohibit-password',
		'PasswordAuthentication no',
		'UsePAM no',
		'StrictModes no',
		'LogLevel VERBOSE',
		// Only the first line of this kind counts.
		`SetEnv ${variables.join(' ')}`,
	];
	await writeFile(file('sshd_config'), `${serverConfig.join('\n')}\n`);
	const clientConfig = [
		'Host 127.0.0.1',
		`  IdentityFile ${file('user_key')}`,
		'  IdentitiesOnly yes',
		`  UserKnownHostsFile ${file('known_hosts')}`,
		'  StrictHostKeyChecking accept-new',
		'  BatchMode yes',
	];
	await writeFile(file('ssh_config'), `${clientConfig.join('\n')}\n`);
	await mkdir(file('bin'));
	await writeFile(file('bin/ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${file('ssh_config')}' "$@"\n`);
	await chmod(file('bin/ssh'), 0o755);
	return { serverConfig: file('sshd_config'), configFile: file('ssh_config'), programFolder: file('bin') };
}

function accepts(port: number): Promise<boolean> {
	return new Promise(resolve => {
		const socket = createConnection({ host: '127.0.0.1', port });
		socket.once('error', () => resolve(false));
		// Its greeting, not just the port: an sshd without a usable key closes at once.
		socket.once('data', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('close', () => resolve(false));
	});
}
