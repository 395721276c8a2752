import assert from 'node:assert/strict';
import { composeLabels } from '../../src/engine/compose.ts';
import type { ComposeFile } from '../../src/engine/composeFiles.ts';
import type { Container } from '../../src/engine/resources.ts';
import { composeProjects } from '../../src/views/composeProjects.ts';
import { container } from './samples.ts';

function file(fields: Partial<ComposeFile> & { readonly projectName: string }, ...services: string[]): ComposeFile {
	const path = `/w/${fields.projectName}/compose.yaml`;
	return {
		path,
		files: [path],
		directory: `/w/${fields.projectName}`,
		variant: false,
		services: services.map(name => ({
			name,
			profiles: [],
			image: undefined,
			containerName: undefined,
			file: path,
			line: 1,
		})),
		error: undefined,
		...fields,
	};
}

function member(name: string, project: string, service: string, folder?: string): Container {
	const labels: Record<string, string> = folder
		? {
				[composeLabels.project]: project,
				[composeLabels.folder]: folder,
				[composeLabels.files]: `${folder}/compose.yaml`,
			}
		: {};
	return container({ name, composeProject: project, composeService: service, labels });
}

const group = (label: string, members: readonly Container[]) => [{ label, members }];

describe('composeProjects', () => {
	it('shows a project of the workspace that does not run', () => {
		const [project] = composeProjects([], [], [file({ projectName: 'shop' }, 'web', 'db')]);
		assert.equal(project?.id, 'project:shop');
		assert.deepEqual(project?.files, ['/w/shop/compose.yaml']);
		assert.equal(project?.workingDirectory, '/w/shop');
		assert.deepEqual(
			project?.missingServices.map(({ id }) => id),
			['service:shop/web', 'service:shop/db'],
		);
	});

	it('lists only services without a container, hidden ones included', () => {
		const web = member('shop-web-1', 'shop', 'web', '/w/shop');
		const hidden = member('shop-db-1', 'shop', 'db', '/w/shop');
		const [project] = composeProjects(
			group('shop', [web]),
			[web, hidden],
			[file({ projectName: 'shop' }, 'web', 'db', 'job')],
		);
		assert.deepEqual(
			project?.missingServices.map(({ name }) => name),
			['job'],
		);
		assert.deepEqual(project?.containers, [web]);
	});

	it('tells a project of the same name in another folder apart', () => {
		const web = member('shop-web-1', 'shop', 'web', '/elsewhere');
		const [project] = composeProjects(group('shop', [web]), [web], [file({ projectName: 'shop' }, 'web', 'db')]);
		assert.deepEqual(project?.files, ['/elsewhere/compose.yaml']);
		assert.equal(project?.workingDirectory, '/elsewhere');
		assert.deepEqual(project?.missingServices, []);
	});

	it('takes no project from variants and empty files', () => {
		const files = [file({ projectName: 'a', variant: true }, 'web'), file({ projectName: 'b' })];
		assert.deepEqual(composeProjects([], [], files), []);
	});

	it('is sorted by name', () => {
		const projects = composeProjects(group('p10', [member('x', 'p10', 'x')]), [], [file({ projectName: 'p9' }, 'web')]);
		assert.deepEqual(
			projects.map(({ name }) => name),
			['p9', 'p10'],
		);
	});
});
