import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { formsAt } from '../../../src/languageservice/compose/model.ts';
import type { Form, KeyModel, Meaning, ScalarForm } from '../../../src/languageservice/compose/modelTypes.ts';
import { ensureEngine } from '../../support/engine.ts';

type Value = unknown;

/** A piece of a compose file that shows one key or one form of it. */
interface Piece {
	readonly path: readonly string[];
	readonly value: Value;
}

// Everything that examples name.
const surroundings = {
	services: { db: { image: 'postgres', volumes: ['data:/d'] }, cache: { image: 'redis' } },
	networks: { front: {} },
	volumes: { data: {} },
	configs: { site: { content: 'x' } },
	secrets: { db_password: { environment: 'PASSWORD' } },
	models: { llm: { model: 'ai/smollm2' } },
};

const files = {
	'app.env': 'A=1\n',
	'labels.env': 'a=1\n',
	'monitoring.env': 'A=1\n',
	'common.yaml': 'services:\n  db:\n    image: x\n',
	'more.yaml': 'services:\n  more:\n    image: x\n',
	'monitoring.yaml': 'services:\n  other:\n    image: x\n',
};

/** What must stand beside a key, by the end of its path. */
const companions: readonly (readonly [RegExp, Record<string, Value>])[] = [
	[/^services\.\*\.provider\.(?!type)/, { type: 'awesomecloud' }],
	[/^services\.\*\.build\.(?!dockerfile_inline$|context$)\w+$/, { context: '.' }],
	[/depends_on\.db\.(?!condition)/, { condition: 'service_started' }],
	[/watch\.0\.path$/, { action: 'rebuild' }],
	[/watch\.0\.action$/, { path: '.', target: '/x' }],
	[/watch\.0\.exec$/, { action: 'sync+exec', path: '.', target: '/x' }],
	[/watch\.0\.(?!path$|action$|exec)/, { action: 'sync', path: '.', target: '/x' }],
	[/(?:exec|post_start\.0|pre_stop\.0)\.(?!command)\w+$/, { command: 'x' }],
	[/devices\.0\.(?!capabilities)(?:driver|count|device_ids|options)/, { capabilities: ['gpu'] }],
	[/services\.\*\.devices\.0\.source/, { target: '/dev/x' }],
	[/services\.\*\.devices\.0\.target/, { source: '/dev/x' }],
	[/services\.\*\.devices\.0\.permissions/, { source: '/dev/x', target: '/dev/x' }],
	[/volumes\.0\.type$/, { source: 'data', target: '/x' }],
	[/volumes\.0\.bind$/, { type: 'bind', source: '.', target: '/x' }],
	[/volumes\.0\.tmpfs$/, { type: 'tmpfs', target: '/x' }],
	[/volumes\.0\.image$/, { type: 'image', source: 'x', target: '/x' }],
	[/volumes\.0\.source$/, { type: 'bind', target: '/x' }],
	[/volumes\.0\.(?:target|volume|read_only|consistency)$/, { type: 'volume', source: 'data', target: '/x' }],
	[/ports\.0\.(?!target)/, { target: 80 }],
	[/env_file\.0\.(?!path)/, { path: './app.env' }],
	[/extends\.file/, { service: 'db' }],
	[/nofile\.soft/, { hard: 40000 }],
	[/nofile\.hard/, { soft: 20000 }],
	[/^secrets\.\*\.(?:name|labels|template_driver)$/, { file: './x' }],
	[/^secrets\.\*\.driver(?:_opts)?$/, { file: './x' }],
	[/^secrets\.\*\.external$/, { name: 'x' }],
	[/^configs\.\*\.(?:name|labels|template_driver)$/, { file: './x' }],
	[/^models\.\*\.(?!model)/, { model: 'ai/x' }],
	[/secrets\.0\.(?!source)/, { source: 'db_password' }],
	[/configs\.0\.(?!source)/, { source: 'site' }],
	[/pull_refresh_after$/, { pull_policy: 'refresh' }],
];

describe('the examples of the model', () => {
	it('are accepted by Compose, in every form', async function () {
		this.timeout(60_000);
		const { env } = await ensureEngine();
		const pieces = piecesOf(formsAt([]), []);
		assert.ok(pieces.length > 500, `${pieces.length}`);
		const folder = mkdtempSync(join(tmpdir(), 'slipway model '));
		const check = (some: readonly Piece[]) => {
			writeFileSync(join(folder, 'compose.yaml'), stringify(documentOf(some), { aliasDuplicateObjects: false }));
			const { status, stderr } = spawnSync('docker', ['compose', 'config', '-q'], {
				cwd: folder,
				env: { ...env, PASSWORD: 'x', SITE_CONFIG: 'x', DB_PASSWORD: 'x' },
				encoding: 'utf8',
			});
			return status === 0 ? '' : stderr.trim().replace(/\n.*/s, '');
		};
		try {
			for (const [name, text] of Object.entries(files)) {
				writeFileSync(join(folder, name), text);
			}
			assert.deepEqual(refusedAmong(pieces, check), []);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});

const mostRefused = 40;

/** What is refused, found by halves; an accepted heap costs one call. */
function refusedAmong(pieces: readonly Piece[], check: (some: readonly Piece[]) => string, found: string[] = []) {
	const problem = found.length < mostRefused && pieces.length > 0 ? check(pieces) : '';
	const [only] = pieces;
	if (problem !== '' && pieces.length === 1 && only) {
		found.push(`${only.path.join('.')}: ${JSON.stringify(only.value)}: ${problem}`);
	} else if (problem !== '') {
		const middle = pieces.length >> 1;
		refusedAmong(pieces.slice(0, middle), check, found);
		refusedAmong(pieces.slice(middle), check, found);
	}
	return found;
}

/** One document in which every piece has a service or resource of its own. */
function documentOf(pieces: readonly Piece[]): Record<string, Value> {
	const document = structuredClone(surroundings) as Record<string, Value>;
	for (const [index, { path, value }] of pieces.entries()) {
		const [section = '', second] = path;
		const name = second === '*' ? `x${index}` : second;
		const body = build(path.slice(2), value, path.slice(0, 2));
		if (second === undefined || section === 'include') {
			put(document, [section], section === 'include' ? build(path.slice(1), value, [section]) : value);
		} else if (section === 'services') {
			put(document, [section, name as string], { ...needed(path), ...(body as object) });
		} else {
			put(document, [section, name as string], body);
		}
	}
	return document;
}

/** What a service must have to be one. */
function needed(path: readonly string[]): Record<string, Value> {
	const key = path[2];
	const start = (path.at(-1) === 'image' && path.length === 3) || key === 'provider' ? {} : { image: 'x' };
	return key === 'develop' || key === 'extends' ? { ...start, ...(key === 'develop' ? { build: '.' } : {}) } : start;
}

function put(document: Record<string, Value>, path: readonly string[], value: Value): void {
	const [first = '', ...rest] = path;
	if (rest.length === 0) {
		const before = document[first];
		const isList = Array.isArray(before) && Array.isArray(value);
		const isMap = typeof before === 'object' && typeof value === 'object' && before !== null && value !== null;
		document[first] = isList ? [...before, ...value] : isMap ? { ...before, ...value } : value;
	} else {
		document[first] ??= {};
		put(document[first] as Record<string, Value>, rest, value);
	}
}

/** The value below a path, with what must stand beside each key of it. */
function build(path: readonly string[], value: Value, before: readonly string[]): Value {
	const [step, ...rest] = path;
	if (step === undefined) {
		return value;
	}
	const here = [...before, step];
	const inner = build(rest, value, here);
	if (step === '0') {
		return [inner];
	}
	const beside = companions.find(([pattern]) => pattern.test(here.join('.')))?.[1] ?? {};
	return { ...beside, [step]: inner };
}

function piecesOf(forms: readonly Form[], path: readonly string[]): Piece[] {
	return forms.flatMap(form => {
		switch (form.kind) {
			case 'map':
				return form.keys.flatMap(key => piecesOfKey(key, [...path, key.name]));
			case 'namedMap':
				return piecesOf(form.of, [...path, nameFor(path)]);
			case 'list':
				return piecesOf(form.of, [...path, '0']);
			default:
				return [];
		}
	});
}

function nameFor(path: readonly string[]): string {
	const names: Record<string, string> = { depends_on: 'db', networks: 'front', models: 'llm', ulimits: 'nofile' };
	return path.length < 2 ? '*' : (names[path.at(-1) as string] ?? 'name');
}

function piecesOfKey(key: KeyModel, path: readonly string[]): Piece[] {
	if (key.since?.startsWith('5') || key.deprecated) {
		return [];
	}
	const example = { path, value: (parse(key.example) as Record<string, Value>)[key.name] };
	const isSection = path.length === 1;
	const samples = isSection ? [] : key.forms.flatMap(form => sampleOf(form, path).map(value => ({ path, value })));
	const values = isSection ? [] : valuesOf(key, path);
	return [...(isSection && key.name !== 'name' ? [] : [example]), ...samples, ...values, ...piecesOf(key.forms, path)];
}

/** Every value that the model names; in a list where it stands in one. */
function valuesOf(key: KeyModel, path: readonly string[]): Piece[] {
	return key.forms.flatMap(form => {
		const values = 'values' in form ? (form.values ?? []) : [];
		const inList = form.kind === 'list' ? form.of.flatMap(each => ('values' in each ? (each.values ?? []) : [])) : [];
		return [...values.map(({ value }) => ({ path, value })), ...inList.map(({ value }) => ({ path, value: [value] }))];
	});
}

const texts: Partial<Record<Meaning, string>> = {
	duration: '1m30s',
	size: '64m',
	fileMode: '0440',
	envFile: './app.env',
	composeFile: 'common.yaml',
	file: './labels.env',
	portMapping: '127.0.0.1:8080:80/udp',
	port: '8080',
	volumeMount: './x:/y:ro',
	device: '/dev/a:/dev/b:rwm',
	assignment: 'A=b',
	hostMapping: 'a:127.0.0.1',
	ipAddress: '10.0.0.2',
	capability: 'NET_ADMIN',
	healthTest: 'NONE',
	dockerfileText: 'FROM scratch',
};

const named: Partial<Record<string, string>> = {
	service: 'db',
	network: 'front',
	config: 'site',
	secret: 'db_password',
	model: 'llm',
};

const own: readonly (readonly [RegExp, readonly Value[]])[] = [
	[/\.type$/, []],
	[/gpus$|external$|subnet$|ip_range$|gateway$|pull_policy$|container_name$|condition$|order$|cgroup$/, []],
	[/recursive$|selinux$|action$|stop_signal$|\.count$|^name$/, []],
	[/mac_address$/, ['02:42:ac:11:65:43']],
	[/(?:^|\.)ipv[46]_address$/, []],
	[/cpu_percent$|cpus$|weight$/, [50]],
	[/\.ssh$/, [{ default: null }, ['default']]],
	[/additional_contexts$/, [{ a: '.' }, ['a=.']]],
	[/max_failure_ratio$/, [0.5]],
	[/deploy\.mode$/, []],
	[/expose$/, [[80], ['80/udp']]],
	// Compose 2.40 crashes over it, although its schema allows it.
	[/\.pid$/, []],
	[/^include/, []],
];

/** A value of a form, where its example is not one already. */
function sampleOf(form: Form, path: readonly string[]): Value[] {
	const special = own.find(([pattern]) => pattern.test(path.join('.')));
	if (special) {
		return [...special[1]];
	}
	switch (form.kind) {
		case 'boolean':
			return [true];
		case 'integer':
		case 'number':
			return [Math.max(form.minimum ?? 1, 1)];
		case 'null':
			return [null];
		case 'string':
			return form.reads ? [readable[form.reads]].filter(value => value !== undefined) : [textOf(form)];
		case 'list': {
			const [first] = form.of.flatMap(each => sampleOf(each, [...path, '0']));
			return first === undefined ? [] : [[first]];
		}
		default:
			return [];
	}
}

const readable: Record<string, string | undefined> = {
	boolean: 'true',
	integer: '2',
	float: '0.5',
	size: '64m',
	countOrAll: 'all',
	never: undefined,
};

function textOf(form: ScalarForm): string {
	const name = form.names?.map(kind => named[kind]).find(value => value !== undefined);
	const value = form.meaning ? texts[form.meaning] : undefined;
	return value ?? (name ? (form.prefix ?? '') + name : (form.values?.[0]?.value ?? 'x'));
}
