import { silentLogger } from '../../src/base/logger.ts';
import { EngineConnection } from '../../src/engine/connection.ts';

/** A connection to the engine at `host` that looks at nothing else of this machine. Dispose it in `after`. */
export function openConnection(host: string): EngineConnection {
	const environment = {
		env: { DOCKER_HOST: host },
		home: '/nonexistent',
		platform: process.platform,
		contextSetting: () => '',
	};
	return new EngineConnection({ environment, logger: silentLogger });
}
