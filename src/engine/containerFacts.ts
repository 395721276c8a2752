import type { ContainerInspectInfo } from 'dockerode';
import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { inspectContainer } from './containers.ts';
import { isBelow, joinPath } from './fileEntry.ts';

/** What has to be known of a container before its files are touched. */
export interface ContainerFacts {
	readonly id: string;
	/** Its programs can be run: it runs, and is not paused. */
	readonly running: boolean;
	/** Its first process is its own, and not the host's or another container's. */
	readonly ownProcesses: boolean;
	/** Whether a path is on a file system that takes no changes. */
	isReadOnly(path: string): boolean;
	/** Whether a path is where the engine's archives do not see what the container sees: memory, the kernel's own. */
	isHidden(path: string): boolean;
	/** The volume that a path is in, and where in it. */
	volumeAt(path: string): { readonly name: string; readonly path: string } | undefined;
	/** Where the container can write into a volume. */
	placeOf(volume: string): string | undefined;
}

export async function containerFacts(
	connection: EngineConnection,
	containerId: string,
	options: CallOptions = {},
): Promise<ContainerFacts> {
	const inspected = await inspectContainer(connection, containerId, options);
	const { Id, State, HostConfig } = inspected;
	const mounts = mountsOf(inspected);
	const running = State.Running && !State.Paused && !State.Restarting;
	const hidden = [
		'/proc',
		'/sys',
		'/dev',
		...Object.keys((HostConfig as { Tmpfs?: object | null }).Tmpfs ?? {}).map(withoutSlash),
		...mounts.filter(({ type }) => type === 'tmpfs').map(({ folder }) => folder),
	];
	const isHidden = (path: string) => running && hidden.some(folder => isBelow(path, folder));
	const mountAt = (path: string) => mounts.find(({ folder }) => isBelow(path, folder));
	return {
		id: Id,
		running,
		ownProcesses: ['', 'private'].includes((HostConfig as { PidMode?: string }).PidMode ?? ''),
		isHidden,
		isReadOnly(path) {
			const mount = mountAt(path);
			return mount ? mount.readOnly : HostConfig.ReadonlyRootfs === true && !isHidden(path);
		},
		volumeAt(path) {
			const mount = mountAt(path);
			return mount?.volume === undefined
				? undefined
				: { name: mount.volume, path: joinPath('/', path.slice(mount.folder.length + 1)) };
		},
		placeOf: volume =>
			mounts.find(mount => mount.volume === volume && !mount.readOnly && !covered(mount.folder, mounts, hidden))
				?.folder,
	};
}

/** Something else is mounted in it: what is seen there is not the volume's. */
function covered(folder: string, mounts: readonly Mounted[], hidden: readonly string[]): boolean {
	return [...mounts.map(mount => mount.folder), ...hidden].some(other => other !== folder && isBelow(other, folder));
}

interface Mounted {
	readonly type: string;
	readonly folder: string;
	readonly readOnly: boolean;
	/** Missing for what is no volume, or only a part of one. */
	readonly volume: string | undefined;
}

/** The deepest first. */
function mountsOf({ Mounts = [], HostConfig }: ContainerInspectInfo): Mounted[] {
	const parts = ((HostConfig as { Mounts?: MountWish[] | null }).Mounts ?? [])
		.filter(({ VolumeOptions }) => VolumeOptions?.Subpath)
		.map(({ Target }) => withoutSlash(Target));
	return Mounts.map(mount => {
		const folder = withoutSlash(mount.Destination);
		const type: string = mount.Type ?? '';
		const volume = type === 'volume' && !parts.includes(folder) ? mount.Name : undefined;
		return { type, folder, readOnly: mount.RW === false, volume };
	}).sort((left, right) => right.folder.length - left.folder.length);
}

interface MountWish {
	readonly Target: string;
	readonly VolumeOptions?: { readonly Subpath?: string } | null;
}

function withoutSlash(folder: string): string {
	return folder.replace(/(.)\/+$/, '$1');
}
