const secretWords = new Set([
	...['pass', 'passwd', 'password', 'passphrase', 'pwd', 'pw', 'secret', 'secrets', 'token', 'tokens', 'credential'],
	...['credentials', 'auth', 'apikey', 'privatekey', 'salt', 'jwt', 'dsn'],
]);

/** Whether a variable's name says that its value is not for everybody's eyes. Names of files with secrets are harmless. */
export function isSecretName(name: string): boolean {
	const words = name
		.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
		.toLowerCase()
		.split(/[^a-z0-9]+/);
	if (/^(?:file|path|dir|name|length|ttl|expiry|url)$/.test(words.at(-1) ?? '')) {
		return false;
	}
	return (
		words.some(word => secretWords.has(word) || /(?:password|passwd|secret)$/.test(word)) || words.at(-1) === 'key'
	);
}

export const masked = '••••••';

/** A value as it may be shown: nothing of a secret, and no password inside of a URL. */
export function shownValue(name: string, value: string): string {
	return isSecretName(name) && value !== '' ? masked : value.replace(/(:\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${masked}@`);
}
