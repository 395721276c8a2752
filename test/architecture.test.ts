import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize, relative } from 'node:path';

const root = join(import.meta.dirname, '..');

interface Room {
	/** Rooms and files of `src` that may be imported, besides the room itself. */
	readonly may: readonly string[];
	readonly vscode: boolean;
	readonly node: boolean;
	readonly packages: readonly string[];
}

const protocols = ['webviews/protocol.ts', 'webviews/protocols'];
const webviews = ['webviews', ...protocols];
const all = ['base', 'engine', 'languageservice', 'ui', 'views', 'providers', ...webviews, 'commands'];
const loose = ['contributions.ts', 'settings.ts'];

/** Who may import whom; docs/architecture.md explains it. */
const rooms: Readonly<Record<string, Room>> = {
	base: { may: [], vscode: false, node: false, packages: [] },
	'contributions.ts': { may: [], vscode: false, node: false, packages: [] },
	engine: { may: ['base'], vscode: false, node: true, packages: ['dockerode', 'tar-stream', 'yaml'] },
	languageservice: {
		may: ['base'],
		vscode: false,
		node: false,
		packages: [
			'yaml',
			'dockerfile-ast',
			'dockerfile-language-service',
			'dockerfile-utils',
			'vscode-languageserver-types',
			'vscode-languageserver-textdocument',
		],
	},
	'settings.ts': { may: ['base', 'contributions.ts', 'engine'], vscode: true, node: true, packages: [] },
	ui: { may: ['base', 'contributions.ts', 'engine', 'settings.ts'], vscode: true, node: true, packages: [] },
	views: { may: ['base', 'engine', 'ui', ...loose], vscode: true, node: true, packages: [] },
	providers: {
		may: ['base', 'engine', 'ui', 'languageservice', ...loose],
		vscode: true,
		node: true,
		packages: ['vscode-languageserver-types', 'vscode-languageserver-textdocument'],
	},
	webviews: { may: ['base', 'engine', 'ui', ...protocols, ...loose], vscode: true, node: true, packages: [] },
	'webviews/protocol.ts': { may: ['engine'], vscode: false, node: false, packages: [] },
	'webviews/protocols': { may: ['engine', 'webviews/protocol.ts'], vscode: false, node: false, packages: [] },
	'webviews/client': { may: ['base', ...protocols], vscode: false, node: false, packages: [] },
	commands: {
		may: ['base', 'engine', 'languageservice', 'ui', 'views', 'providers', ...webviews, ...loose],
		vscode: true,
		node: true,
		packages: [],
	},
	'api.ts': { may: ['base', 'engine'], vscode: false, node: false, packages: [] },
	'extension.ts': { may: [...all, ...loose, 'api.ts'], vscode: true, node: true, packages: [] },
	'extension.web.ts': {
		may: ['base', 'languageservice', 'providers', ...loose],
		vscode: true,
		node: false,
		packages: [],
	},
};

interface Import {
	readonly from: string;
	readonly specifier: string;
}

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
	.filter(file => file.endsWith('.ts'))
	.map(file => file.replaceAll('\\', '/'));
const imports: Import[] = files.flatMap(from =>
	[
		...readFileSync(join(root, 'src', from), 'utf8').matchAll(
			/(?:^|\s)(?:import|export)\s[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^import\s*'([^']+)'/gm,
		),
	].map(match => ({ from, specifier: (match[1] ?? match[2] ?? match[3]) as string })),
);

/** The innermost room that is drawn; a room inside another is none of its own. */
function roomOf(file: string): string {
	const drawn = Object.keys(rooms).filter(name => file === name || file.startsWith(`${name}/`));
	return drawn.sort((a, b) => b.length - a.length)[0] ?? (file.split('/')[0] as string);
}

function target(from: string, specifier: string): string {
	return normalize(join(dirname(from), specifier)).replaceAll('\\', '/');
}

function complaint({ from, specifier }: Import): string | undefined {
	const name = roomOf(from);
	const room = rooms[name];
	if (!room) {
		return `src/${from}: no room "${name}" is drawn; add it to the table in ${relative(root, import.meta.filename)}`;
	}
	if (specifier.startsWith('.')) {
		const other = roomOf(target(from, specifier));
		return other === name || room.may.includes(other)
			? undefined
			: `src/${from} imports ${specifier}, but ${name} may not import ${other}`;
	}
	if (specifier === 'vscode') {
		return room.vscode ? undefined : `src/${from} imports vscode, but ${name} knows no VS Code`;
	}
	if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
		return room.node ? undefined : `src/${from} imports ${specifier}, but ${name} knows no Node`;
	}
	return room.packages.some(allowed => specifier === allowed || specifier.startsWith(`${allowed}/`))
		? undefined
		: `src/${from} imports the package ${specifier}, which ${name} may not`;
}

function findCycle(): string[] | undefined {
	const graph = new Map(files.map(file => [file, [] as string[]]));
	for (const { from, specifier } of imports) {
		if (specifier.startsWith('.')) {
			graph.get(from)?.push(target(from, specifier));
		}
	}
	const done = new Set<string>();
	const visit = (file: string, path: readonly string[]): string[] | undefined => {
		if (path.includes(file)) {
			return [...path.slice(path.indexOf(file)), file];
		}
		if (done.has(file)) {
			return undefined;
		}
		for (const next of graph.get(file) ?? []) {
			const cycle = visit(next, [...path, file]);
			if (cycle) {
				return cycle;
			}
		}
		done.add(file);
		return undefined;
	};
	for (const file of files) {
		const cycle = visit(file, []);
		if (cycle) {
			return cycle;
		}
	}
	return undefined;
}

describe('architecture', () => {
	it('every import stays inside what its room may know', () => {
		assert.deepEqual(imports.map(complaint).filter(Boolean), []);
	});

	it('has no import cycle, type imports included', () => {
		assert.equal(findCycle()?.join(' → '), undefined);
	});

	it('imports only files that exist', () => {
		const missing = imports
			.filter(({ specifier }) => specifier.startsWith('.'))
			.filter(({ from, specifier }) => !files.includes(target(from, specifier)))
			.map(({ from, specifier }) => `src/${from} imports ${specifier}`);
		assert.deepEqual(missing, []);
	});

	it('the protocols of the webviews are types alone, so that clients get nothing of the engine', () => {
		for (const file of files.filter(name => protocols.includes(roomOf(name)))) {
			const source = readFileSync(join(root, 'src', file), 'utf8');
			assert.deepEqual(source.match(/^import (?!type\b).*|^export (?!type\b|interface\b).*/gm), null, file);
		}
	});

	it('never imports a package at start-up that is heavy to load', () => {
		// The language services are bundles of their own, loaded with the first document.
		const loadedAtStart = files.filter(file => !file.startsWith('languageservice/'));
		const eager = loadedAtStart.flatMap(file =>
			[
				...readFileSync(join(root, 'src', file), 'utf8').matchAll(
					/^import (?!type)[^'";]*from '(dockerode|yaml|tar-stream)'/gm,
				),
			].map(match => `src/${file} imports ${match[1]} eagerly; use await import('${match[1]}')`),
		);
		assert.deepEqual(eager, []);
	});
});
