import { parseImageReference } from '../engine/imageReference.ts';
import type { Container } from '../engine/resources.ts';

const registryPort = 5000;

/** Registries that run in containers here: `localhost:PORT` → the container's name. */
export function localRegistries(containers: readonly Container[]): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	for (const { image, state, ports, name } of containers) {
		const port = ports.find(({ containerPort, hostPort }) => containerPort === registryPort && hostPort !== undefined);
		if (state === 'running' && port && isRegistryImage(image)) {
			found.set(`localhost:${port.hostPort}`, name);
		}
	}
	return found;
}

function isRegistryImage(image: string): boolean {
	try {
		return ['library/registry', 'distribution/distribution'].includes(parseImageReference(image).repository);
	} catch {
		return false;
	}
}
