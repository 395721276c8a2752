import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { runStep } from './runStage.ts';

// npm run package: slipway-VERSION.vsix in the project's folder. vsce itself runs the production build first.
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const file = `${name}-${version}.vsix`;
const readme = 'out/README.md';
mkdirSync('out', { recursive: true });
writeFileSync(readme, withoutRelativeLinks(readFileSync('README.md', 'utf8')));
const flags = ['--no-dependencies', '--allow-missing-repository', '--readme-path', readme];
const packed = await runStep(['vsce', 'package', ...flags, '--out', file], {
	env: process.env,
	signal: new AbortController().signal,
});
if (packed) {
	console.log(`${file}: ${(statSync(file).size / 1e6).toFixed(2)} MB`);
}
process.exitCode = packed ? 0 : 1;

/** Pictures and pages of the project are not in the package: their places would be empty frames and dead links. */
function withoutRelativeLinks(text: string): string {
	return text
		.replace(/!\[[^\]]*\]\((?!https:)[^)]*\)\n?/g, '')
		.replace(/\[([^\]]*)\]\((?!https:)[^)]*\)/g, '$1')
		.replace(/\n{3,}/g, '\n\n');
}
