/** The Dockerfile version that each engine brings, from the tags of moby/moby and moby/buildkit; oldest first. */
const bundled: readonly (readonly [engine: string, frontend: string])[] = [
	['23.0', '1.5'],
	['24.0', '1.6'],
	['25.0', '1.6'],
	['26.0', '1.7'],
	['27.0', '1.8'],
	['27.1', '1.9'],
	['27.3', '1.10'],
	['27.4', '1.11'],
	['27.5', '1.12'],
	['28.0', '1.14'],
	['28.1', '1.15'],
	['28.2', '1.16'],
	['28.3', '1.17'],
	['28.4', '1.18'],
	['28.5', '1.19'],
	['29.1', '1.20'],
	['29.2', '1.21'],
	['29.3', '1.22'],
	['29.4', '1.23'],
];

/** The version of the Dockerfile language that an engine understands by itself, `1.19`; undefined when unknown. */
export function bundledFrontend(engineVersion: string): string | undefined {
	const found = /^(\d+)\.(\d+)/.exec(engineVersion);
	if (!found) {
		return undefined;
	}
	const order = (version: string) => Number(version.split('.')[0]) * 1000 + Number(version.split('.')[1]);
	return bundled.findLast(([engine]) => order(engine) <= order(found[0]))?.[1];
}
