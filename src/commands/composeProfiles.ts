import type { ComposeTarget } from './composeTargets.ts';
import type { Services } from './services.ts';

/**
 * Whether a whole project has containers that Compose would leave alone, because it takes a service with a profile only
 * where that is named. In the sidebar a project is all of its rows.
 */
export function needsProfiles(services: Services, { name, reference }: ComposeTarget): boolean {
	// Without files, Compose goes by the containers and leaves none alone.
	const hasFiles = reference.files.length > 0 || reference.projectName === undefined;
	const existing = new Set(existingServices(services, name));
	const known = services.composeFiles.peek()?.find(file => file.projectName === name);
	return (
		hasFiles &&
		existing.size > 0 &&
		(known?.services.some(service => service.profiles.length > 0 && existing.has(service.name)) ?? true)
	);
}

export function existingServices(services: Services, project: string): string[] {
	const containers = services.store.peek('container') ?? [];
	const names = containers.flatMap(container =>
		container.composeProject === project && container.composeService ? [container.composeService] : [],
	);
	return [...new Set(names)].sort();
}
