import { globSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as esbuild from 'esbuild';

// node esbuild.mjs [--production] [--watch] [--tests] [--metafile]
const options = new Set(process.argv.slice(2));
const production = options.has('--production');

/**
 * What gets a file of its own name. Whatever else is imported with `await import(…)` gets one too, and so does what
 * several of them share: Node reads a file when the code that needs it runs.
 */
const entryPoints = {
	extension: 'src/extension.ts',
	dockerfile: 'src/languageservice/dockerfile/service.ts',
	dockerignore: 'src/languageservice/dockerfile/dockerignoreService.ts',
	compose: 'src/languageservice/compose/service.ts',
	bake: 'src/languageservice/bake/service.ts',
};

/** The clients of the webviews: a script and a style sheet each, which run in a page of their own. */
const webviews = ['containerPage', 'layers', 'logViewer', 'runForm', 'stats'];

/** What dockerode requires for sessions with BuildKit, its own ssh transport and packing of folders; none is used here. */
const neverUsed = [
	...['ssh2', 'cpu-features', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'],
	...['tar-fs', '@balena/dockerignore'],
];

const shared = {
	bundle: true,
	platform: 'node',
	format: 'cjs',
	target: 'node20',
	minify: production,
	sourcemap: !production,
	sourcesContent: false,
	legalComments: 'none',
	metafile: options.has('--metafile'),
	logLevel: 'warning',
	// Native import() would bypass the loader with which VS Code serves 'vscode' and its own patches.
	supported: { 'dynamic-import': false },
};

if (production) {
	await rm('dist', { recursive: true, force: true });
}
const builds = [
	{
		...shared,
		entryPoints,
		// Only this format can be split; commonJsFiles() makes the other one of it.
		format: 'esm',
		splitting: true,
		supported: {},
		sourcemap: production ? false : 'inline',
		write: false,
		outdir: 'dist',
		chunkNames: '[name]-[hash]',
		outExtension: { '.js': '.cjs' },
		external: ['vscode'],
		// The one that needs nothing of Node, since the language services run in web workers as well.
		// And of Node's own streams, the copy that docker-modem brings along is not needed.
		alias: { yaml: path.resolve('node_modules/yaml/browser/index.js'), 'readable-stream': 'node:stream' },
		plugins: [emptyModules(), commonJsFiles()],
	},
	{
		...shared,
		platform: 'browser',
		entryPoints: { 'extension.web': 'src/extension.web.ts' },
		outdir: 'dist',
		outExtension: { '.js': '.cjs' },
		external: ['vscode'],
	},
	...webviews.map(name => ({
		...shared,
		platform: 'browser',
		format: 'iife',
		target: 'chrome120',
		// The page's policy would not let a source map be fetched.
		sourcemap: false,
		entryPoints: [`src/webviews/client/${name}.ts`, `src/webviews/client/${name}.css`],
		outdir: 'dist/webviews',
	})),
];
if (options.has('--tests') || options.has('--watch')) {
	builds.push(testsInsideVsCode());
}

if (options.has('--watch')) {
	for (const build of builds) {
		await (await esbuild.context({ ...build, logLevel: 'info' })).watch();
	}
} else {
	const results = await Promise.allSettled(builds.map(build => esbuild.build(build)));
	// esbuild has told already what is wrong.
	process.exitCode = results.some(({ status }) => status === 'rejected') ? 1 : 0;
	if (options.has('--metafile') && process.exitCode === 0) {
		await writeMetafiles(results.map(({ value }) => value));
	}
}

/** One file per test and the entry that VS Code calls; packages stay in node_modules. */
function testsInsideVsCode() {
	return {
		...shared,
		minify: false,
		sourcemap: 'inline',
		entryPoints: globSync('test/extension/**/*.ts').filter(
			file => file.endsWith('.test.ts') || file === path.join('test', 'extension', 'index.ts'),
		),
		outbase: '.',
		outdir: 'out',
		outExtension: { '.js': '.cjs' },
		external: ['vscode'],
		packages: 'external',
		define: { 'import.meta.dirname': '__dirname', 'import.meta.url': '__fileUrl' },
		banner: { js: "const __fileUrl = require('node:url').pathToFileURL(__filename).href;" },
		plugins: [withoutLeftovers()],
	};
}

/** A bundle whose test was deleted or renamed must not run any more. */
function withoutLeftovers() {
	return {
		name: 'without leftovers',
		setup(build) {
			build.initialOptions.metafile = true;
			build.onEnd(async ({ metafile }) => {
				const fresh = new Set(Object.keys(metafile?.outputs ?? {}));
				const old = globSync('out/**/*.cjs').filter(file => !fresh.has(file.replaceAll('\\', '/')));
				await Promise.all(old.map(file => rm(file, { force: true })));
			});
		},
	};
}

/** Writes the split files as the modules that VS Code loads, in place of those of the last build. */
function commonJsFiles() {
	return {
		name: 'CommonJS files',
		setup(build) {
			build.onEnd(async ({ errors, outputFiles }) => {
				if (errors.length > 0) {
					return;
				}
				const files = await Promise.all(
					outputFiles.map(async ({ path: file, text }) => [file, withPlainNamespaces(await asCommonJs(text))]),
				);
				await mkdir('dist', { recursive: true });
				const old = globSync('dist/*.cjs').filter(file => path.basename(file) !== 'extension.web.cjs');
				const fresh = new Set(files.map(([file]) => path.basename(file)));
				await Promise.all([
					...files.map(([file, code]) => writeFile(file, code)),
					...old.filter(file => !fresh.has(path.basename(file))).map(file => rm(file, { force: true })),
				]);
			});
		},
	};
}

async function asCommonJs(text) {
	const { minify, supported, target, platform } = shared;
	const { code } = await esbuild.transform(text, {
		...{ minify, supported, target, platform, format: 'cjs' },
		sourcemap: production ? false : 'inline',
		sourcesContent: false,
		legalComments: 'none',
	});
	return code;
}

/**
 * esbuild copies the namespace of a package that is not bundled once per module that imports it. With the many names of
 * VS Code's API that took 100 ms at every start, for nothing: the code uses the names as they are.
 */
function withPlainNamespaces(code) {
	return code.replace(/(?<![\w$])[\w$]+\((require\("(?:vscode|node:[\w/]+)"\))(?:, ?1)?\)/g, '$1');
}

function emptyModules() {
	return {
		name: 'empty modules',
		setup(build) {
			const filter = new RegExp(`^(${neverUsed.join('|')})(/|$)`);
			build.onResolve({ filter }, ({ path: name }) => ({ path: name, namespace: 'empty' }));
			build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {};' }));
		},
	};
}

async function writeMetafiles(results) {
	await mkdir('dist/meta', { recursive: true });
	for (const { metafile } of results) {
		const file = Object.keys(metafile.outputs).find(output => /\.c?js$/.test(output)) ?? 'unknown';
		const name = path.basename(file, path.extname(file));
		await writeFile(`dist/meta/${name}.json`, JSON.stringify(metafile));
	}
}
