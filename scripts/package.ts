import { readFileSync, statSync } from 'node:fs';
import { runStep } from './runStage.ts';

// npm run package: slipway-VERSION.vsix in the project's folder. vsce itself runs the production build first.
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const file = `${name}-${version}.vsix`;
const flags = ['--no-dependencies', '--allow-missing-repository'];
const packed = await runStep(['vsce', 'package', ...flags, '--out', file], {
	env: process.env,
	signal: new AbortController().signal,
});
if (packed) {
	console.log(`${file}: ${(statSync(file).size / 1e6).toFixed(2)} MB`);
}
process.exitCode = packed ? 0 : 1;
