export type BakeAction = 'build' | 'check' | 'print';

export interface BakeRequest {
	/** Absolute path of the bake file. */
	readonly file: string;
	/** Targets and groups; empty for `default`. */
	readonly targets: readonly string[];
}

/** The words after `docker`, for a process without a shell. */
export function bakeArguments(action: BakeAction, { file, targets }: BakeRequest): string[] {
	const mode = action === 'print' ? ['--print'] : action === 'check' ? ['--call=check'] : [];
	// A name from the file that looks like a flag is none.
	const names = targets.some(target => target.startsWith('-')) ? ['--', ...targets] : targets;
	return ['buildx', 'bake', '--file', file, ...mode, ...names];
}
