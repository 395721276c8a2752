import type { BuilderExpansion, DockerfileModel } from '../model.ts';
import type { MountField, MountFlag } from '../mounts.ts';
import type { BaseVariables } from './baseVariables.ts';

/** A mount with its variables put in, and the fields whose value nobody knows. */
export interface ExpandedMount extends MountFlag {
	readonly open: ReadonlySet<MountField>;
}

/** How to put the variables of a file into its mounts. */
export function expandedMounts(model: DockerfileModel, variables: BaseVariables): (mount: MountFlag) => ExpandedMount {
	const byPlace = new Map<unknown, Map<number, BuilderExpansion>>();
	for (const expansion of model.expansions) {
		if (expansion.role === 'mount') {
			const places = byPlace.get(expansion.instruction.logical) ?? new Map<number, BuilderExpansion>();
			byPlace.set(expansion.instruction.logical, places.set(expansion.word.start, expansion));
		}
	}
	const all = new Map<MountFlag, BuilderExpansion[]>();
	for (const [instruction, mounts] of model.mounts) {
		const places = byPlace.get(instruction.logical);
		for (const mount of places ? mounts : []) {
			all.set(
				mount,
				mount.fields.flatMap(field => places?.get(field.valueStart) ?? []),
			);
		}
	}
	return mount => withValues(mount, all.get(mount) ?? [], variables);
}

function withValues(
	mount: MountFlag,
	expansions: readonly BuilderExpansion[],
	variables: BaseVariables,
): ExpandedMount {
	const open = new Set<MountField>();
	const fields = mount.fields.map(field => {
		const expansion = expansions.find(({ word }) => word.start === field.valueStart);
		if (!expansion || field.value === undefined || field.key === 'from') {
			return field;
		}
		const known = !expansion.expansion.error && variables.isSettled(expansion);
		const filled = { ...field, value: known ? expansion.expansion.result : field.value };
		if (!known) {
			open.add(filled);
		}
		return filled;
	});
	const type = fields.findLast(field => field.key === 'type')?.value?.toLowerCase() ?? 'bind';
	return { ...mount, fields, type, open };
}
