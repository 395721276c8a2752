import assert from 'node:assert/strict';
import { existsSync, globSync } from 'node:fs';
import { build } from 'esbuild';

describe('webviews: clients', () => {
	it('stay below 150 kB minified, all together', async () => {
		const mains = globSync('src/webviews/client/*.css').map(file => file.replace(/css$/, 'ts'));
		const { outputFiles } = await build({
			entryPoints: mains.filter(file => existsSync(file)),
			bundle: true,
			minify: true,
			write: false,
			outdir: 'unused',
		});
		const size = outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
		assert.ok(outputFiles.length > 0 && size <= 150_000, `${size} bytes`);
	});
});
