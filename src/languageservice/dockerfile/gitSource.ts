const protocol = /^([a-zA-Z0-9]+):\/\//;
const secureCopy = /^[a-zA-Z0-9_-]+@[a-zA-Z0-9.-]+:/;

/** Whether ADD takes a source for a git repository. */
export function isGitSource(source: string): boolean {
	const scheme = protocol.exec(source)?.[1]?.toLowerCase();
	if (scheme === 'http' || scheme === 'https') {
		return /^[^/]+\/\/[^/?#]*\/[^?#]*\.git(?:$|[?#])/.test(source);
	}
	return scheme === undefined ? secureCopy.test(source) : scheme === 'git' || scheme === 'ssh';
}

/** Whether ADD downloads a source. */
export function isDownload(source: string): boolean {
	return /^https?:\/\//.test(source) && !isGitSource(source);
}
