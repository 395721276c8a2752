export const dockerHub = 'docker.io';

/** Of any way to write a registry's address: `https://index.docker.io/v1/` → `docker.io`, `https://ghcr.io` → `ghcr.io`. */
export function hostOf(address: string): string {
	const host = address
		.trim()
		.replace(/^https?:\/\//i, '')
		.replace(/\/.*$/, '');
	return ['index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com', 'hub.docker.com'].includes(host)
		? dockerHub
		: host;
}

/** What docker calls a registry where it keeps logins. */
export function serverAddress(host: string): string {
	return host === dockerHub ? 'https://index.docker.io/v1/' : host;
}

export function isRegistryHost(host: string): boolean {
	return /^(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9]+(?:[.-]+[a-zA-Z0-9]+)*)(?::\d{1,5})?$/.test(host);
}

/** Docker speaks to these without TLS as well. */
export function isLoopback(host: string): boolean {
	return /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(host);
}
