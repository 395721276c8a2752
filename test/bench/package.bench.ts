import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../support/projectRoot.ts';
import type { Figure } from './figure.ts';

/** What is downloaded when somebody installs the extension. */
export async function measure(): Promise<Figure[]> {
	await promisify(execFile)('npm', ['run', 'package'], { cwd: projectRoot });
	const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
	const { size } = await stat(path.join(projectRoot, `slipway-${version}.vsix`));
	const megabytes = Math.round(size / 10_000) / 100;
	const target = '≤ 0.7 MB';
	return [{ name: '.vsix', value: megabytes, unit: 'MB', against: 'peer 1.03 MB', target, met: megabytes <= 0.7 }];
}
