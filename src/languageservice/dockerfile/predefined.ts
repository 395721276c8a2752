/** Values of the platform variables as they are on the most common builder; only used where nothing better is known. */
export const platformDefaults: Readonly<Record<string, string>> = {
	BUILDPLATFORM: 'linux/amd64',
	BUILDOS: 'linux',
	BUILDOSVERSION: '',
	BUILDARCH: 'amd64',
	BUILDVARIANT: '',
	TARGETPLATFORM: 'linux/amd64',
	TARGETOS: 'linux',
	TARGETOSVERSION: '',
	TARGETARCH: 'amd64',
	TARGETVARIANT: '',
	TARGETSTAGE: 'default',
};

/** Declared by BuildKit for scanners: never count as undefined. */
export const scannerArguments: ReadonlySet<string> = new Set([
	'BUILDKIT_SBOM_SCAN_CONTEXT',
	'BUILDKIT_SBOM_SCAN_STAGE',
]);

/** Proxy settings, usable in RUN without declaring them. */
export const proxyVariables: readonly string[] = [
	'HTTP_PROXY',
	'http_proxy',
	'HTTPS_PROXY',
	'https_proxy',
	'FTP_PROXY',
	'ftp_proxy',
	'NO_PROXY',
	'no_proxy',
	'ALL_PROXY',
	'all_proxy',
];
