import { callJson, ignoreMissing, slowDeadline } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { removeContainer } from './containers.ts';
import { helperLabels, type Labels } from './helperLabels.ts';
import type { VolumeHolder } from './volumeHolder.ts';

export interface ImageHolderOptions {
	/** Made up by the engine if left out. */
	readonly name?: string;
	readonly labels?: Labels;
}

/** Creates a container of an image and never starts it, so that the engine's archive calls reach the image's files. */
export async function holdImage(
	connection: EngineConnection,
	image: string,
	{ name, labels = helperLabels('image') }: ImageHolderOptions = {},
): Promise<VolumeHolder> {
	const body = {
		Image: image,
		Cmd: ['-'],
		Entrypoint: [],
		NetworkDisabled: true,
		Labels: labels,
		HostConfig: { NetworkMode: 'none' },
	};
	const request = { method: 'POST', path: '/containers/create', query: { name }, body } as const;
	const { Id } = await callJson<{ Id: string }>(connection, request, { deadline: slowDeadline });
	return {
		containerId: Id,
		path: '/',
		release: async () => {
			await removeContainer(connection, Id, { force: true, volumes: true })
				.catch(ignoreMissing)
				.catch(() => {});
		},
	};
}
