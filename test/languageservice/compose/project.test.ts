import assert from 'node:assert/strict';
import { parseCompose } from '../../../src/languageservice/compose/document.ts';
import { loadProject } from '../../../src/languageservice/compose/project.ts';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { at, textOf } from '../../../src/languageservice/compose/values.ts';
import { inMemoryHost, markedCompose, never, type Surroundings } from '../../support/inMemoryHost.ts';

const base = 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n';
const partial = 'services:\n  web:\n    tty: true\n';

async function filesOf(text: string, name: string, surroundings: Surroundings): Promise<string[]> {
	const { document } = markedCompose(text, name);
	const host = inMemoryHost({ ...surroundings, files: { [name]: text, ...surroundings.files } });
	const project = await loadProject(parseCompose(document), host, never);
	return project.files.map(({ uri, role }) => `${role} ${uri.slice('file:///workspace/'.length)}`);
}

async function problemsOf(text: string, name: string, surroundings: Surroundings): Promise<string[]> {
	const service = createComposeService(
		inMemoryHost({ ...surroundings, files: { [name]: text, ...surroundings.files } }),
	);
	const found = await service.diagnose(markedCompose(text, name).document, never);
	return found.map(({ range, code, message }) => `${range.start.line} ${code} ${message}`);
}

describe('compose projects', () => {
	it('put an override file over its base', async () => {
		const surroundings = { files: { 'compose.yaml': base } };
		assert.deepEqual(await filesOf(partial, 'compose.override.yaml', surroundings), [
			'base compose.yaml',
			'main compose.override.yaml',
		]);
		assert.deepEqual(await problemsOf(partial, 'compose.override.yaml', surroundings), []);
	});

	it('put a variant that leaves images to the base over it, and no other', async () => {
		const surroundings = { files: { 'docker-compose.yml': base } };
		assert.deepEqual(await problemsOf(partial, 'docker-compose.prod.yml', surroundings), []);
		assert.deepEqual(await filesOf(base, 'docker-compose.prod.yml', surroundings), ['main docker-compose.prod.yml']);
		const other = 'services:\n  other:\n    tty: true\n';
		assert.deepEqual(await problemsOf(other, 'docker-compose.prod.yml', surroundings), [
			'1 MissingImage The service "other" has neither "image" nor "build".',
		]);
	});

	it('take the files that the user has named together', async () => {
		const surroundings = { files: { 'a.yaml': base }, composeFiles: ['a.yaml', 'b.yaml', 'c.yaml'] };
		assert.deepEqual(await filesOf(partial, 'b.yaml', surroundings), ['base a.yaml', 'main b.yaml']);
		assert.deepEqual(await problemsOf(partial, 'b.yaml', surroundings), []);
	});

	it('report only what is in the file itself', async () => {
		const broken = `${base}    foo: 1\n`;
		assert.deepEqual(await problemsOf(partial, 'compose.override.yaml', { files: { 'compose.yaml': broken } }), []);
	});

	it('follow include and extends, each with its own folder', async () => {
		const text =
			'include: [sub/more.yaml]\nservices:\n  web:\n    extends:\n      file: lib/base.yaml\n      service: base\n';
		const files = {
			'sub/more.yaml': 'services:\n  db:\n    image: "postgres:${TAG}"\n    env_file: db.env\n',
			'sub/.env': 'TAG=16\n',
			'sub/db.env': 'A=1\n',
			'lib/base.yaml': 'services:\n  base:\n    image: nginx\n    env_file: base.env\n',
			'lib/base.env': 'B=1\n',
		};
		assert.deepEqual(await filesOf(text, 'compose.yaml', { files }), [
			'main compose.yaml',
			'extends lib/base.yaml',
			'include sub/more.yaml',
		]);
		assert.deepEqual(await problemsOf(text, 'compose.yaml', { files }), []);
	});

	it('report what is wrong in a used file where it is named', async () => {
		const text = 'include:\n  - ok.yaml\n  - bad.yaml\nservices:\n  web:\n    image: nginx\n';
		const files = { 'ok.yaml': 'services: {}\n', 'bad.yaml': 'services:\n  db:\n    imag: x\n' };
		assert.deepEqual(await problemsOf(text, 'compose.yaml', { files }), [
			'2 OtherFileProblem In bad.yaml, line 3: "imag" is no key that Compose knows here. Did you mean "image"?',
			'2 OtherFileProblem In bad.yaml, line 2: The service "db" has neither "image" nor "build".',
		]);
	});

	it('know what several files say together, and where variables come from', async () => {
		const { document } = markedCompose(
			'name: Shop\nservices:\n  web:\n    image: "nginx:$TAG-$COMPOSE_PROJECT_NAME"\n',
		);
		const host = inMemoryHost({ files: { '.env': 'TAG=1\n' } });
		const { model, variables } = await loadProject(parseCompose(document), host, never);
		assert.equal(textOf(at(model, 'services', 'web', 'image')), 'nginx:1-shop');
		assert.deepEqual(variables.find('TAG')?.source, { uri: 'file:///workspace/.env', line: 0 });
	});

	it('stay silent about files that nobody can look for', async () => {
		const text =
			'include: [more.yaml]\nservices:\n  web:\n    extends: {file: a.yaml, service: b}\n    env_file: x\n    depends_on: [db]\n';
		const { document } = markedCompose(text);
		assert.deepEqual(
			(await createComposeService({ locale: 'en' }).diagnose(document, never)).map(each => each.code),
			[],
		);
	});
});
