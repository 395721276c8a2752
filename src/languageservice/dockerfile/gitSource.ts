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

const queryKeys = new Set(['ref', 'tag', 'branch', 'subdir', 'checksum', 'commit', 'keep-git-dir', 'submodules']);
const mayBeBare = new Set(['keep-git-dir', 'submodules']);

/** The first part of a git source's query that BuildKit refuses; undefined if there is none. */
export function wrongQuery(source: string): string | undefined {
	const query = /\?([^#]*)/.exec(source)?.[1];
	const seen = new Set<string>();
	for (const part of query ? query.split('&') : []) {
		const equals = part.indexOf('=');
		const key = equals < 0 ? part : part.slice(0, equals);
		const isEmpty = equals < 0 || equals === part.length - 1;
		if (!queryKeys.has(key) || seen.has(key) || (isEmpty && !mayBeBare.has(key))) {
			return part === '' ? undefined : part;
		}
		seen.add(key);
	}
	return undefined;
}
