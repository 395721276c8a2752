import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dockerCommand, dockerRun } from '../../src/engine/dockerCommand.ts';
import { maskFacts, maskSecrets, maskValue } from '../../src/engine/maskSecrets.ts';

describe('maskSecrets', () => {
	const masked = (words: readonly string[]) => maskSecrets(dockerCommand('x', words)).replace('docker x ', '');

	it('hides what is called a secret, wherever it stands', () => {
		for (const [words, line] of [
			[['-e', 'POSTGRES_PASSWORD=s3cret'], "-e 'POSTGRES_PASSWORD=***'"],
			[['-e', 'API_TOKEN=a b\nc'], "-e 'API_TOKEN=***'"],
			[['--build-arg', "NPM_TOKEN=it's"], "--build-arg 'NPM_TOKEN=***'"],
			[['--env=AWS_SECRET_ACCESS_KEY=x/y'], "'--env=AWS_SECRET_ACCESS_KEY=***'"],
			[['--password', 'hunter2', 'registry.example.com'], "--password '***' registry.example.com"],
			[['-e', 'DATABASE_URL=postgres://app:s3cret@db/shop'], "-e 'DATABASE_URL=postgres://app:***@db/shop'"],
			[['sh', '-c', 'export DB_PASS=s3cret; run'], "sh -c 'export DB_PASS=***; run'"],
			[['--opt', 'o=addr=nas,username=me,password=s3cret'], "--opt 'o=addr=nas,username=me,password=***'"],
			[['curl', '-H', 'Authorization: Bearer abc.def'], "curl -H 'Authorization: Bearer ***'"],
			[['-e', 'PRIVATE_KEY=-----BEGIN KEY-----\nMII=\n'], "-e 'PRIVATE_KEY=***'"],
			[['--label', 'app.secret=x'], "--label 'app.secret=***'"],
		] as const) {
			assert.equal(masked(words), line);
		}
	});

	it('leaves everything else as it is', () => {
		for (const words of [
			['-e', 'POSTGRES_PASSWORD_FILE=/run/secrets/db'],
			['-e', 'MYSQL_ALLOW_EMPTY_PASSWORD=yes'],
			['-e', 'POSTGRES_HOST_AUTH_METHOD=trust'],
			['--label', 'author=me', 'KEYBOARD=us', 'COMPASS=north'],
			['--secret', 'id=token,src=/home/me/token.txt'],
			['--docker', 'host=tcp://x:2376,ca=/ca.pem,key=/key.pem'],
			['http://localhost:8080/a:b@c', "it's", 'a\u202Eb', '\\', ''],
		]) {
			assert.equal(maskSecrets(dockerCommand('x', words)), dockerCommand('x', words));
		}
	});

	it('keeps a masked line a line that a shell reads word by word', () => {
		const line = dockerRun('postgres', {
			env: { POSTGRES_PASSWORD: "p'w $(id)", TZ: 'Asia/Seoul' },
			command: ['sh', '-c', 'echo "a b"'],
		});
		assert.deepEqual(wordsOf(maskSecrets(line)), [
			...['run', '-d', '-e', 'POSTGRES_PASSWORD=***', '-e', 'TZ=Asia/Seoul', 'postgres', 'sh', '-c', 'echo "a b"'],
		]);
	});

	it('changes no word of random lines, whatever stands in them', () => {
		const random = randomNumbers(20);
		const alphabet = [...`aZ09 _-./:,@%+~!#$&*()[]{}<>?|;'"\`\\^가é😀`];
		for (const [shell, extra] of [
			['sh', []],
			['bash', ['\n', '\t', '\r', '\x1b', '\u202e']],
		] as const) {
			const letters = [...alphabet, ...extra];
			const words = Array.from({ length: 400 }, () =>
				Array.from({ length: random() % 12 }, () => letters[random() % letters.length]).join(''),
			);
			assert.deepEqual(wordsOf(maskSecrets(dockerCommand('stop', words)), shell), ['stop', ...words]);
		}
	});

	it('values and whole answers lose the same', () => {
		assert.equal(maskValue('DB_PASSWORD', 'hunter2'), '***');
		assert.equal(maskValue('DB', 'postgres://me:hunter2@db/shop'), 'postgres://me:***@db/shop');
		assert.equal(maskValue('MODE', 'dev'), 'dev');
		const facts = {
			Config: { Env: ['MODE=dev', 'API_KEY=hunter2'], Cmd: ['serve', '--token', 'hunter2', '--port', '80'] },
			Labels: { 'traefik.auth.password': 'hunter2', note: 'a=b' },
			Numbers: [1, null, true],
		};
		assert.deepEqual(maskFacts(facts), {
			Config: { Env: ['MODE=dev', 'API_KEY=***'], Cmd: ['serve', '--token', '***', '--port', '80'] },
			Labels: { 'traefik.auth.password': '***', note: 'a=b' },
			Numbers: [1, null, true],
		});
	});
});

/** The words that a shell passes to `docker`. */
function wordsOf(line: string, shell = 'bash'): string[] {
	const script = `docker() { printf '%s\\0' "$@"; }\n${line}`;
	const env = { ...process.env, LC_ALL: 'C.UTF-8' };
	return execFileSync(shell, ['-c', script], { encoding: 'utf8', env }).split('\0').slice(0, -1);
}

/** The same numbers in every run. */
function randomNumbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state >>> 8;
	};
}
