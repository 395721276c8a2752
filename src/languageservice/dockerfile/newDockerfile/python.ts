import type { Text } from '../../host.ts';
import { addUserLine, exposeLine, startLine } from './lines.ts';
import type { DockerfilePlan, ProjectFiles } from './plan.ts';
import { installerOf } from './pythonInstallers.ts';
import { pythonStart } from './pythonStart.ts';

const newest = 13;

const comments = {
	build: {
		en: 'Everything that pip fetches goes into a folder of its own',
		ko: 'pip이 받는 모든 것을 별도의 폴더에 설치합니다',
	},
	run: { en: 'What runs: no build tools, no root', ko: '실행 이미지: 빌드 도구와 루트 권한이 없습니다' },
} satisfies Record<string, Text>;

export function planPython(files: ProjectFiles): DockerfilePlan {
	const version = versionOf(files);
	const installer = installerOf(files);
	const start = pythonStart(files);
	const image = (tag: string) => ({ build: `python:${tag}`, runtime: `python:${tag}` });
	return {
		platform: 'python',
		images: [
			{ ...image(`${version}-slim`), note: { en: 'Debian, small', ko: '작은 Debian' } },
			{
				...image(version),
				note: {
					en: 'Debian with compilers, for packages without wheels',
					ko: '컴파일러가 있는 Debian. wheel이 없는 패키지용',
				},
			},
			{
				...image(`${version}-alpine`),
				note: {
					en: 'Alpine, smallest; many packages have to be compiled',
					ko: '가장 작은 Alpine. 컴파일이 필요한 패키지가 많음',
				},
			},
		],
		port: start.port,
		command: start.command,
		write: (answers, comment) => [
			comment(comments.build),
			`FROM ${answers.images.build} AS build`,
			...installer.lines,
			'',
			comment(comments.run),
			`FROM ${answers.images.runtime}`,
			`ENV PATH=${installer.environment}/bin:$PATH \\\n    PYTHONUNBUFFERED=1`,
			addUserLine(answers.images.runtime),
			'WORKDIR /app',
			...installer.copies,
			'USER app',
			...exposeLine(answers),
			...startLine(answers.command),
		],
		ignored: [
			'**/__pycache__',
			'**/*.py[co]',
			'**/.venv',
			'**/venv',
			'**/.pytest_cache',
			'**/.mypy_cache',
			'**/.ruff_cache',
			'**/*.egg-info',
			'**/*.sqlite3',
		],
	};
}

/** What `.python-version` names, or the newest that `requires-python` allows. */
function versionOf(files: ProjectFiles): string {
	const named = /^\s*3\.(\d+)/.exec(files.text('.python-version') ?? '')?.[1];
	if (named !== undefined) {
		return `3.${Number(named)}`;
	}
	const project = files.text('pyproject.toml') ?? '';
	const asked = /^\s*(?:requires-python|python)\s*=\s*"([^"]+)"/m.exec(project)?.[1] ?? '';
	const below = /<\s*3\.(\d+)/.exec(asked)?.[1];
	const exact = /^(?:==|~=)\s*3\.(\d+)/.exec(asked.trim())?.[1];
	const least = Number(/(?:>=|\^)\s*3\.(\d+)/.exec(asked)?.[1] ?? 0);
	const most = below === undefined ? Number(exact ?? newest) : Number(below) - 1;
	return `3.${Math.max(least, Math.min(newest, most))}`;
}
