import type { InspectedContainer, MountRequest } from './containerConfiguration.ts';
import { assignments, each, type Flag, field } from './flag.ts';

/** `-v`, `--mount` and `--tmpfs`. `volumes` are paths for which the engine is to make a volume. */
export function mountFlags({ HostConfig }: InspectedContainer, volumes: readonly string[]): Flag[] {
	const mounts = HostConfig.Mounts ?? [];
	const temporary = (HostConfig.Tmpfs ?? {}) as Readonly<Record<string, string>>;
	const covered = new Set(mounts.map(({ Target }) => Target));
	return [
		...each('volume', HostConfig.Binds),
		...each(
			'volume',
			volumes.filter(path => !covered.has(path)),
		),
		...each('mount', mounts.map(mountText)),
		...each(
			'tmpfs',
			Object.entries(temporary).map(([path, options]) => (options === '' ? path : `${path}:${options}`)),
		),
	];
}

function mountText(mount: MountRequest): string {
	const { Type, Source, Target, ReadOnly, Consistency } = mount;
	return [
		field('type', Type),
		...given('source', Source),
		field('target', Target),
		...(ReadOnly ? ['readonly'] : []),
		...given('consistency', Consistency === 'default' ? undefined : Consistency),
		...bindFields(mount),
		...volumeFields(mount),
		...given('image-subpath', mount.ImageOptions?.Subpath),
		...given('tmpfs-size', mount.TmpfsOptions?.SizeBytes),
		...given('tmpfs-mode', mount.TmpfsOptions?.Mode?.toString(8)),
	].join(',');
}

function bindFields({ BindOptions: options }: MountRequest): string[] {
	const recursive = options?.NonRecursive
		? 'disabled'
		: options?.ReadOnlyNonRecursive
			? 'writable'
			: options?.ReadOnlyForceRecursive
				? 'readonly'
				: undefined;
	return [...given('bind-propagation', options?.Propagation), ...given('bind-recursive', recursive)];
}

function volumeFields({ VolumeOptions: options }: MountRequest): string[] {
	return [
		...(options?.NoCopy ? ['volume-nocopy'] : []),
		...given('volume-subpath', options?.Subpath),
		...assignments(options?.Labels).map(label => field('volume-label', label)),
		...given('volume-driver', options?.DriverConfig?.Name),
		...assignments(options?.DriverConfig?.Options).map(option => field('volume-opt', option)),
	];
}

function given(key: string, text: string | number | undefined): string[] {
	return text === undefined || text === '' || text === 0 ? [] : [field(key, String(text))];
}
