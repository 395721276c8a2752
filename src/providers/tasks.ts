import { homedir } from 'node:os';
import type { Disposable } from '../base/disposable.ts';
import { DockerCli } from '../engine/cli.ts';
import type { Settings } from '../settings.ts';
import { BakeTasks } from './bakeTasks.ts';
import { BuildHints } from './buildHints.ts';
import { BuildTasks } from './buildTask.ts';
import { ComposeTasks } from './composeTask.ts';
import { DockerfileChecks } from './dockerfileChecks.ts';
import type { TaskParts } from './taskParts.ts';

/** Everything that runs the docker command line. */
export interface Tasks extends Disposable {
	readonly cli: DockerCli;
	readonly bakes: BakeTasks;
	readonly builds: BuildTasks;
	readonly compose: ComposeTasks;
	readonly checks: DockerfileChecks;
}

/** Contributes the task type; looks for no program before one is needed. */
export function registerTasks({
	connection,
	commandLog,
	settings,
}: Pick<TaskParts, 'connection' | 'commandLog'> & { readonly settings: Settings }): Tasks {
	const cli = new DockerCli({
		env: process.env,
		home: homedir(),
		platform: process.platform,
		dockerPath: () => settings.dockerPath,
	});
	const parts: TaskParts = { connection, commandLog, cli, env: process.env };
	const builds = new BuildTasks(parts, new BuildHints(settings));
	const checks = new DockerfileChecks(parts, () => settings.dockerfileRules);
	return {
		cli,
		bakes: new BakeTasks(parts),
		builds,
		compose: new ComposeTasks(parts),
		checks,
		dispose: () => [builds, checks].forEach(part => void part.dispose()),
	};
}
