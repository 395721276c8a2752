import * as facts from './modelServicePartsTexts.ts';
import { assignments, type Form, flag, keys, list, nothing, string } from './modelTypes.ts';

/** A command: as for `sh -c`, as a list of arguments, or `null` for that of the image. */
export const commandForms: readonly Form[] = [
	nothing,
	string({ meaning: 'shellText' }),
	list([string({ meaning: 'command' })]),
];

const shared = {
	command: commandForms,
	user: [string({ meaning: 'user' })],
	privileged: flag,
	working_dir: [string({ meaning: 'containerPath' })],
	environment: assignments('refused', { meaning: 'environmentVariable' }),
} satisfies Readonly<Record<string, readonly Form[]>>;

/** A command that runs inside the container after it started or before it stops. */
export const hookKeys = keys('services/#post_start', facts.hookFacts, shared);

/** A command that runs before the container starts, in a container of its own. */
export const preStartKeys = keys('services/#pre_start', facts.preStartFacts, {
	...shared,
	image: [string({ meaning: 'image' })],
	per_replica: flag,
});
