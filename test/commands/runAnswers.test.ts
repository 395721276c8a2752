import assert from 'node:assert/strict';
import {
	emptyAnswers,
	formatVariables,
	freeName,
	parseItems,
	parseVariables,
	proposeAnswers,
	type RunSurroundings,
	refreshAnswers,
	repositoryOf,
	shortName,
} from '../../src/commands/runAnswers.ts';

function around(given: Partial<RunSurroundings> = {}): RunSurroundings {
	return {
		reference: 'nginx:1.27',
		takenPorts: new Set(),
		isPortFree: async () => true,
		takenNames: new Set(),
		takenVolumes: new Set(),
		...given,
	};
}

describe('runAnswers: what the run form proposes', () => {
	it('exposed ports at free host ports', async () => {
		const config = { ExposedPorts: { '443/tcp': {}, '80/tcp': {}, '53/udp': {}, '3000/tcp': {} } };
		const answers = await proposeAnswers(
			config,
			around({ takenPorts: new Set([8080]), isPortFree: async port => port !== 3000 }),
		);
		assert.deepEqual(answers.ports, ['8053:53/udp', '8081:80', '8443:443', '3001:3000']);
	});

	it('declared volumes by a name that is not in use', async () => {
		const config = { Volumes: { '/var/lib/postgresql/data': {} } };
		const surroundings = around({ reference: 'postgres:16', takenVolumes: new Set(['postgres-data']) });
		assert.deepEqual((await proposeAnswers(config, surroundings)).volumes, [
			'postgres-data-2:/var/lib/postgresql/data',
		]);
	});

	it('nothing for an image that says nothing', async () => {
		assert.deepEqual(await proposeAnswers({ ExposedPorts: null, Volumes: null, Env: null }, around()), emptyAnswers);
	});

	it("last time's answers, without a name and ports that are in use", async () => {
		const remembered = { ...emptyAnswers, name: 'web', ports: ['8080:80', '127.0.0.1:9000:9000'], command: 'sleep 5' };
		const surroundings = around({ takenNames: new Set(['web']), takenPorts: new Set([8080]) });
		assert.deepEqual(await refreshAnswers(remembered, surroundings), {
			...remembered,
			name: 'web-2',
			ports: ['8081:80', '127.0.0.1:9000:9000'],
		});
	});

	it('counts names on', () => {
		assert.equal(freeName('web', new Set()), 'web');
		assert.equal(freeName('web-2', new Set(['web', 'web-2', 'web-3'])), 'web-4');
	});

	it('takes references apart', () => {
		const reference = 'registry.example.com:5000/team/app:1.0@sha256:0123456789abcdef0123456789abcdef';
		assert.equal(shortName(reference), 'app');
		assert.equal(repositoryOf(reference), 'registry.example.com:5000/team/app');
		assert.equal(repositoryOf('localhost:5000/app'), 'localhost:5000/app');
	});
});

describe('runAnswers: what is typed', () => {
	it('lists with commas or blanks', () => {
		assert.deepEqual(parseItems('8080:80, 8443:443'), ['8080:80', '8443:443']);
		assert.deepEqual(parseItems('8080:80  8443:443 '), ['8080:80', '8443:443']);
		assert.deepEqual(parseItems(' '), []);
	});

	it('variables, with quotes around blanks', () => {
		assert.deepEqual(parseVariables(`A=1 B="two \\"words\\"" C='$x' D=`), { A: '1', B: 'two "words"', C: '$x', D: '' });
		assert.deepEqual(parseVariables(''), {});
		assert.equal(parseVariables('A=1 B'), undefined);
		assert.equal(parseVariables('A="open'), undefined);
	});

	it('writes variables as it reads them', () => {
		const variables = { A: '1', B: 'two "words" \\', URL: 'http://h/?a=b', EMPTY: '' };
		assert.deepEqual(parseVariables(formatVariables(variables)), variables);
	});
});
