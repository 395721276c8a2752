/** What the engine accepts as the name of a container or a volume. */
export function isEngineName(name: string): boolean {
	return /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name);
}

/** Networks may have any name without a slash or blanks at the ends. */
export function isNetworkName(name: string): boolean {
	return name !== '' && name === name.trim() && !name.includes('/');
}

/** `nginx`, `nginx:1.27`, `registry.example.com:5000/team/app@sha256:…`. */
export function isImageReference(reference: string): boolean {
	const host = String.raw`(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::\d+)?\/)?`;
	const part = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;
	const tag = String.raw`(?::[\w][\w.-]{0,127})?`;
	const digest = `(?:@[A-Za-z][A-Za-z0-9]*:[0-9a-fA-F]{32,})?`;
	return new RegExp(`^${host}${part}(?:\\/${part})*${tag}${digest}$`).test(reference);
}

/** `docker pull nginx:1.27`, as Docker Hub's button copies it → `nginx:1.27`. */
export function pastedReference(text: string): string {
	return text.trim().replace(/^(?:\$\s+)?(?:sudo\s+)?(?:docker|podman)\s+(?:image\s+)?pull\s+/, '');
}

/** Whether a reference says which version it means. */
export function hasTagOrDigest(reference: string): boolean {
	return reference.includes('@') || /:[^/]+$/.test(reference);
}

/** `nginx` → `nginx:latest`, as the `docker` command reads it. */
export function withDefaultTag(reference: string): string {
	return hasTagOrDigest(reference) ? reference : `${reference}:latest`;
}
