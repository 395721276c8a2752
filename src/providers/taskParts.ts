import type { DockerCli } from '../engine/cli.ts';
import type { EngineConnection } from '../engine/connection.ts';
import type { CommandLog } from '../ui/commandLog.ts';

/** What tasks work with. */
export interface TaskParts {
	readonly connection: EngineConnection;
	readonly commandLog: CommandLog;
	readonly cli: DockerCli;
	/** Of this process, handed on to the programs. */
	readonly env: Readonly<Record<string, string | undefined>>;
}
