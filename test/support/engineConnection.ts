import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../src/base/logger.ts';
import { EngineConnection } from '../../src/engine/connection.ts';

/** A connection to the engine at `host` that looks at nothing else of this machine. Dispose it in `after`. */
export function openConnection(host: string): EngineConnection {
	const home = mkdtempSync(join(tmpdir(), 'slipway-home-'));
	const environment = { env: { DOCKER_HOST: host }, home, platform: process.platform, contextSetting: () => '' };
	return new EngineConnection({ environment, logger: silentLogger });
}
