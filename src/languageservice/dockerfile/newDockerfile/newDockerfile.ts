import { type Locale, say, type Text } from '../../host.ts';
import { planDotnet } from './dotnet.ts';
import { planGo } from './go.ts';
import { isJava, planJava } from './java.ts';
import { planNode } from './node.ts';
import { planOther } from './other.ts';
import type { DockerfileAnswers, DockerfilePlan, Platform, ProjectFiles } from './plan.ts';
import { planPython } from './python.ts';
import { planRust } from './rust.ts';
import { planStaticSite } from './staticSite.ts';

/** What tells of a project, for whoever looks for them; names of files, `*` for any. */
export const projectFileNames = [
	'package.json',
	'requirements.txt',
	'pyproject.toml',
	'Pipfile',
	'manage.py',
	'go.mod',
	'pom.xml',
	'build.gradle',
	'build.gradle.kts',
	'Cargo.toml',
	'*.csproj',
	'*.fsproj',
	'*.vbproj',
	'*.sln',
	'index.html',
] as const;

/** Files whose text the plans look into, besides those. */
export const readFileNames = [
	'.nvmrc',
	'.node-version',
	'pnpm-lock.yaml',
	'yarn.lock',
	'.python-version',
	'base.txt',
	'production.txt',
	'rust-toolchain',
	'rust-toolchain.toml',
] as const;

/** The platforms of a project, the likeliest first; empty if nothing tells. */
export function recognizePlatforms(files: ProjectFiles): Platform[] {
	const has = (...names: string[]) => names.some(name => files.paths.includes(name));
	const found: [Platform, boolean][] = [
		['go', has('go.mod')],
		['rust', has('Cargo.toml')],
		[
			'dotnet',
			files.paths.some(path => /\.(cs|fs|vb)proj$/.test(path)) && !files.paths.some(path => isOfAnother(path)),
		],
		['java', isJava(files)],
		['python', has('requirements.txt', 'pyproject.toml', 'Pipfile', 'manage.py', 'setup.py', 'requirements/base.txt')],
		['node', has('package.json')],
		['static', has('index.html') && !has('package.json')],
		['python', files.paths.some(path => /^[\w-]+\.py$/.test(path))],
	];
	return [...new Set(found.filter(([, isSo]) => isSo).map(([platform]) => platform))];
}

/** A project below another one's folder says nothing about this one. */
function isOfAnother(path: string): boolean {
	return /(^|\/)(node_modules|vendor)\//.test(path);
}

export function planDockerfile(platform: Platform, files: ProjectFiles): DockerfilePlan {
	switch (platform) {
		case 'node':
			return planNode(files);
		case 'python':
			return planPython(files);
		case 'go':
			return planGo(files);
		case 'java':
			return planJava(files);
		case 'dotnet':
			return planDotnet(files);
		case 'rust':
			return planRust(files);
		case 'static':
			return planStaticSite();
		case 'other':
			return planOther();
	}
}

/** The text of the Dockerfile; comments are in the user's language. */
export function writeDockerfile(plan: DockerfilePlan, answers: DockerfileAnswers, locale: Locale): string {
	const comment = (text: Text) => `# ${say(text, locale)}`;
	return `${plan.write(answers, comment).join('\n')}\n`;
}

const always = [
	'.git',
	'.gitignore',
	'.github',
	'.vscode',
	'.idea',
	'.dockerignore',
	'**/Dockerfile*',
	'**/compose*.y*ml',
	'**/docker-compose*.y*ml',
	'**/.DS_Store',
	'**/.env',
	'**/.env.*',
];

const ignoreComments = {
	always: { en: 'Nothing of this belongs into an image', ko: '이미지에 들어갈 필요가 없는 파일' },
	own: { en: 'Made anew in the image, or only of use here', ko: '이미지에서 새로 만들거나 여기서만 쓰는 파일' },
} satisfies Record<string, Text>;

export function writeDockerignore(plan: DockerfilePlan, locale: Locale): string {
	const own = plan.ignored.length > 0 ? ['', `# ${say(ignoreComments.own, locale)}`, ...plan.ignored] : [];
	return `${[`# ${say(ignoreComments.always, locale)}`, ...always, ...own].join('\n')}\n`;
}
