/** The URI of a path as compose files write it; undefined without a folder to start from, and for `~`. */
export function resolveUri(folder: string | undefined, path: string): string | undefined {
	if (folder === undefined || path === '' || path.startsWith('~')) {
		return undefined;
	}
	const [, root = '', rest = ''] = /^([\w+.-]+:\/\/[^/]*)(.*)$/.exec(folder) ?? [];
	const parts = path.split(/[/\\]/);
	const isDrive = /^[A-Za-z]:[\\/]/.test(path);
	const isAbsolute = /^[/\\]/.test(path) || isDrive;
	const resolved = isAbsolute ? [] : rest.split('/').filter(part => part !== '');
	for (const part of parts) {
		if (part === '..') {
			resolved.pop();
		} else if (part !== '' && part !== '.') {
			resolved.push(escaped(part));
		}
	}
	return `${root}/${resolved.join('/')}`;
}

/** As VS Code writes URIs, which is stricter than `encodeURIComponent`. */
function escaped(part: string): string {
	return encodeURIComponent(/^[A-Z]:$/.test(part) ? part.toLowerCase() : part).replace(
		/[!'()*]/g,
		character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

/** Whether two URIs mean the same file, however their characters are escaped. */
export function isSameUri(a: string, b: string): boolean {
	return a === b || normalized(a) === normalized(b);
}

export function normalized(uri: string): string {
	try {
		return decodeURIComponent(uri);
	} catch {
		return uri;
	}
}
