import assert from 'node:assert/strict';
import { isSecretName, lineOf, RunHistory } from '../../src/webviews/runHistory.ts';
import { emptyValues } from '../../src/webviews/runValues.ts';

/** A workspace's memory, which keeps only what is JSON. */
class Memory {
	readonly #kept = new Map<string, string>();

	get<T>(key: string): T | undefined {
		const kept = this.#kept.get(key);
		return kept === undefined ? undefined : JSON.parse(kept);
	}

	async update(key: string, value: unknown): Promise<void> {
		this.#kept.set(key, JSON.stringify(value));
	}
}

describe('runHistory', () => {
	it('keeps the last ten different runs of an image, newest first, whatever its version', async () => {
		const history = new RunHistory(new Memory());
		for (let run = 0; run < 12; run++) {
			await history.add({ ...emptyValues, image: `nginx:1.${run}`, name: `web-${run}` }, run);
		}
		await history.add({ ...emptyValues, image: 'nginx:1.5', name: 'web-5' }, 100);
		await history.add({ ...emptyValues, image: 'redis' }, 101);
		const runs = history.of('nginx:1.27');
		assert.deepEqual(
			runs.map(({ at }) => at),
			[100, 11, 10, 9, 8, 7, 6, 4, 3, 2],
		);
		assert.equal(runs[0]?.line, 'docker run -d --name web-5 nginx:1.5');
		assert.equal(history.of('registry.example.com:5000/nginx').length, 0);
	});

	it('masks what looks secret, but keeps it', async () => {
		const history = new RunHistory(new Memory());
		const env = [
			{ name: 'POSTGRES_PASSWORD', value: 'hunter2' },
			{ name: 'MODE', value: 'dev' },
		];
		await history.add({ ...emptyValues, image: 'postgres', env }, 1);
		const [run] = history.of('postgres');
		assert.equal(run?.masked, "docker run -d -e 'POSTGRES_PASSWORD=***' -e MODE=dev postgres");
		assert.equal(run?.line, 'docker run -d -e POSTGRES_PASSWORD=hunter2 -e MODE=dev postgres');
		assert.deepEqual(run?.values.env, env);
	});

	it('knows secrets by their names', () => {
		const secret = [
			'DB_PASSWORD',
			'MYSQL_ROOT_PASSWORD',
			'PGPASSWORD',
			'PASSWD',
			'API_KEY',
			'apiKey',
			'GITHUB_TOKEN',
			'CLIENT_SECRET',
			'AWS_SECRET_ACCESS_KEY',
			'AWS_ACCESS_KEY_ID',
			'BASIC_AUTH',
		];
		assert.deepEqual(
			secret.filter(name => !isSecretName(name)),
			[],
		);
		assert.deepEqual(['PATH', 'MODE', 'KEYBOARD', 'AUTHOR', 'COMPASS', 'PORT'].filter(isSecretName), []);
	});
});

describe('runHistory: the line of the fields', () => {
	it('stands for values that are not finished, too', () => {
		assert.equal(lineOf(emptyValues), 'docker run -d IMAGE');
		assert.equal(lineOf({ ...emptyValues, image: 'x', command: "echo 'a" }), "docker run -d x 'echo '\\''a'");
	});

	it('puts the flags without a field where they were: before the image', () => {
		assert.equal(lineOf({ ...emptyValues, image: 'x', others: '--gpus all' }), 'docker run --gpus all -d x');
	});

	it('is no shell text that does something else', () => {
		const env = [{ name: 'A', value: '$(touch /tmp/no); `id` "<script>"' }];
		assert.equal(
			lineOf({ ...emptyValues, image: 'x', env }),
			`docker run -d -e 'A=$(touch /tmp/no); \`id\` "<script>"' x`,
		);
	});
});
