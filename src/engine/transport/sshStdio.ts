import { spawn } from 'node:child_process';
import type { EngineEnvironment } from '../environment.ts';
import { PooledTransport } from './pooledTransport.ts';
import type { Ends } from './relaySocket.ts';
import { readSshAddress, sshArguments, sshEnvironment, sshOptions } from './sshAddress.ts';
import { StderrText } from './stderrText.ts';
import type { Transport } from './transport.ts';

/**
 * For Windows, whose ssh forwards no sockets: every connection is an `ssh … docker system dial-stdio` of its own, kept
 * for the next calls. Needs the docker program on the other machine, as docker's own ssh connections do.
 */
export function sshStdioTransport(url: string, environment: EngineEnvironment): Transport {
	const address = readSshAddress(url);
	const host = address.remotePath === '' ? [] : ['--host', `unix://${address.remotePath}`];
	const args = [...sshArguments(address, sshOptions(environment.env)), 'docker', ...host, 'system', 'dial-stdio'];
	let last: StderrText | undefined;
	let failure = '';
	const connect = async (): Promise<Ends> => {
		const child = spawn('ssh', args, { env: sshEnvironment(environment.env), windowsHide: true });
		last = new StderrText(child.stderr);
		child.on('error', error => {
			failure = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'The program ssh was not found' : error.message;
		});
		const close = () => {
			child.stdin.destroy();
			child.stdout.destroy();
			child.kill();
		};
		return { readable: child.stdout, writable: child.stdin, close };
	};
	return new PooledTransport(connect, () => last?.lately || failure);
}
