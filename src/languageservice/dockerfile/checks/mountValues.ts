import type { BuilderExpansion, DockerfileModel } from '../model.ts';
import type { MountField, MountFlag } from '../mounts.ts';
import type { Instruction } from '../parse.ts';
import type { BaseVariables } from './baseVariables.ts';

/** A mount with its variables put in, and the fields whose value nobody knows. */
export interface ExpandedMount extends MountFlag {
	readonly open: ReadonlySet<MountField>;
}

/** How to put the variables of a file into its mounts. */
export function expandedMounts(
	model: DockerfileModel,
	variables: BaseVariables,
): (instruction: Instruction, mount: MountFlag) => ExpandedMount {
	const byPlace = new Map<Instruction, Map<number, BuilderExpansion>>();
	for (const expansion of model.expansions) {
		if (expansion.role === 'mount') {
			const places = byPlace.get(expansion.instruction) ?? new Map<number, BuilderExpansion>();
			byPlace.set(expansion.instruction, places.set(expansion.word.start, expansion));
		}
	}
	return (instruction, mount) => withValues(mount, byPlace.get(instruction), variables);
}

function withValues(
	mount: MountFlag,
	expansions: ReadonlyMap<number, BuilderExpansion> | undefined,
	variables: BaseVariables,
): ExpandedMount {
	const open = new Set<MountField>();
	const fields = mount.fields.map(field => {
		const expansion = expansions?.get(field.valueStart);
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
