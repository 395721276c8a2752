import { EngineError } from '../errors.ts';

export interface SshAddress {
	readonly host: string;
	/** Empty when ssh's own configuration decides. */
	readonly user: string;
	readonly port: string;
	/** The engine's socket on the other machine. Empty when it is where it usually is. */
	readonly remotePath: string;
}

/** Reads `ssh://user@host:port/path`. Throws `invalid` for what could be an option, or a command, to ssh or its helpers. */
export function readSshAddress(url: string): SshAddress {
	const match = /^ssh:\/\/(?:([^@/]*)@)?(\[[^\]]*\]|[^:/@]*)(?::(\d+))?(\/.*)?$/.exec(url);
	const [, user = '', host = '', port = '', path = ''] = match ?? [];
	const address = {
		user: decoded(user),
		host: host.replace(/^\[|\]$/g, ''),
		port,
		remotePath: path === '/' ? '' : path,
	};
	if (!match || !isSafeHost(address.host) || !isSafeUser(address.user) || !/^(?:\/[\w./@+~-]*)?$/.test(path)) {
		throw new EngineError('invalid', `"${url}" is not an address for ssh`);
	}
	return address;
}

/** ssh's arguments up to and including the host. Its own configuration, agent and jump hosts stay in force. */
export function sshArguments(address: SshAddress, options: readonly string[]): string[] {
	return [
		...options,
		...(address.user === '' ? [] : ['-l', address.user]),
		...(address.port === '' ? [] : ['-p', address.port]),
		'--',
		address.host,
	];
}

/** Nobody can type a password where there is no terminal, unless a program was named that asks for it. */
export function sshOptions(env: Readonly<Record<string, string | undefined>>): string[] {
	const settings = [
		'ConnectTimeout=10',
		'ServerAliveInterval=10',
		'ServerAliveCountMax=3',
		'PermitLocalCommand=no',
		'ForwardX11=no',
		'ForwardAgent=no',
		...(env.SSH_ASKPASS ? [] : ['BatchMode=yes']),
	];
	return ['-T', ...settings.flatMap(setting => ['-o', setting])];
}

export function sshEnvironment(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
	return env.SSH_ASKPASS ? { ...env, SSH_ASKPASS_REQUIRE: 'force' } : { ...env };
}

/** What OpenSSH itself accepts on its command line since 9.6; older ones hand it to a shell. */
function isSafeHost(host: string): boolean {
	return host !== '' && !host.startsWith('-') && !/[\s\x00-\x1f\x7f'"`\\$;&<>|(){}]/.test(host);
}

function isSafeUser(user: string): boolean {
	return !user.startsWith('-') && !/[\s\x00-\x1f\x7f'"`;&<>|(){}:]/.test(user) && !user.endsWith('\\');
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return ' ';
	}
}
