import assert from 'node:assert/strict';
import { newDockerfileCommand, platformNamed, portFrom } from '../../src/commands/newDockerfileAnswers.ts';

describe('answers for a new Dockerfile', () => {
	it('know a platform by any of its names', () => {
		const names = ['Node.js', '.NET', 'ASP.NET Core', 'C#', 'golang', 'Python', 'static'];
		assert.deepEqual(names.map(platformNamed), ['node', 'dotnet', 'dotnet', 'dotnet', 'go', 'python', 'static']);
		assert.throws(() => platformNamed('cobol'), { code: 'invalid' });
		assert.throws(() => platformNamed('constructor'), { code: 'invalid' });
	});

	it('take a port, or none', () => {
		assert.deepEqual(['80', ' 65535 ', '', '0'].map(portFrom), [80, 65_535, undefined, undefined]);
		for (const text of ['65536', '-1', '1.5', 'http', '8080:80']) {
			assert.throws(() => portFrom(text), { code: 'invalid' });
		}
	});

	it('split a command into words, and give a shell to what needs one', () => {
		assert.deepEqual(newDockerfileCommand('node "my server.js"'), ['node', 'my server.js']);
		assert.deepEqual(newDockerfileCommand(['a', 'b c']), ['a', 'b c']);
		assert.deepEqual(newDockerfileCommand('migrate && serve --port $PORT'), [
			'sh',
			'-c',
			'migrate && serve --port $PORT',
		]);
		assert.deepEqual(newDockerfileCommand('PORT=1 serve'), ['sh', '-c', 'PORT=1 serve']);
		assert.deepEqual(newDockerfileCommand(''), []);
		assert.throws(() => newDockerfileCommand('a "b'), { code: 'invalid' });
	});
});
