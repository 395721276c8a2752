import type { DockerfileAnswers, ProjectFiles } from './plan.ts';

/** `CMD ["node", "server.js"]`. What needs a shell gets one. */
export function startLine(command: readonly string[]): string[] {
	return command.length === 0 ? [] : [`CMD [${command.map(word => JSON.stringify(word)).join(', ')}]`];
}

export function exposeLine({ port }: Pick<DockerfileAnswers, 'port'>): string[] {
	return port === undefined ? [] : [`EXPOSE ${port}`];
}

/** A user without rights, made the way the image's system makes one. */
export function addUserLine(image: string): string {
	return isAlpine(image) || /busybox/.test(image)
		? 'RUN adduser -D -u 10001 app'
		: 'RUN useradd --create-home --uid 10001 app';
}

export function isAlpine(image: string): boolean {
	return /alpine/.test(image);
}

/** `RUN` with a cache that outlives the build. */
export function cachedRun(targets: readonly string[], command: string): string {
	const mounts = targets.map(target => `--mount=type=cache,target=${target}`);
	return ['RUN', ...mounts].join(' ').concat(mounts.length > 0 ? ' \\\n    ' : ' ', command);
}

/** `COPY a b ./`, or the JSON form where a name has a blank. */
export function copyLine(sources: readonly string[], destination: string): string {
	const words = [...sources, destination];
	return words.some(word => /[\s"\\[\]*?$]/.test(word))
		? `COPY [${words.map(word => JSON.stringify(word)).join(', ')}]`
		: `COPY ${words.join(' ')}`;
}

/** Those of the files that are there. */
export function present(files: ProjectFiles, names: readonly string[]): string[] {
	return names.filter(name => files.paths.includes(name));
}

export function parseJson(text: string | undefined): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse((text ?? '').replace(/^\uFEFF/, ''));
		return isObject(value) ? value : {};
	} catch {
		return {};
	}
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A word that may stand in a shell command and an image tag as it is; what a project's files say is not trusted. */
export function plainWord(text: string | undefined): string | undefined {
	return text !== undefined && /^[\w.+@/-]+$/.test(text) && !text.startsWith('-') ? text : undefined;
}
