import type { Text } from '../../host.ts';
import { addUserLine, cachedRun, copyLine, exposeLine, plainWord, present, startLine } from './lines.ts';
import type { DockerfilePlan, ProjectFiles } from './plan.ts';

const newest = 9;
const packages = ['/root/.nuget/packages'];

const comments = {
	restore: {
		en: 'Packages are fetched anew only when the project file changes',
		ko: '프로젝트 파일이 바뀔 때만 패키지를 다시 받습니다',
	},
	run: { en: 'What runs: no compiler, no root', ko: '실행 이미지: 컴파일러와 루트 권한이 없습니다' },
} satisfies Record<string, Text>;

export function planDotnet(files: ProjectFiles): DockerfilePlan {
	const project = projectFile(files);
	const text = files.text(project) ?? '';
	const isWeb = /Sdk="Microsoft\.NET\.Sdk\.Web"/.test(text);
	const major = Number(/<TargetFrameworks?>[^<]*?net(\d+)\.\d/.exec(text)?.[1] ?? newest);
	const build = `mcr.microsoft.com/dotnet/sdk:${major}.0`;
	const runtime = `mcr.microsoft.com/dotnet/${isWeb ? 'aspnet' : 'runtime'}:${major}.0`;
	const port = major >= 8 ? 8080 : 80;
	return {
		platform: 'dotnet',
		images: [
			{
				build,
				runtime,
				note: { en: 'Debian or Ubuntu, as Microsoft chooses', ko: 'Microsoft가 정한 Debian 또는 Ubuntu' },
			},
			{ build, runtime: `${runtime}-alpine`, note: { en: 'Alpine, smaller', ko: '더 작은 Alpine' } },
		],
		port: isWeb ? (major >= 8 ? port : 8080) : undefined,
		command: () => ['dotnet', `${assemblyName(project, text)}.dll`],
		write: (answers, comment) => [
			`FROM ${answers.images.build} AS build`,
			'WORKDIR /src',
			...publishLines(files, project, comment),
			'',
			comment(comments.run),
			`FROM ${answers.images.runtime}`,
			...(answers.port === undefined || answers.port === port ? [] : [listenLine(major, answers.port)]),
			...(major >= 8 ? [] : [addUserLine(answers.images.runtime)]),
			'WORKDIR /app',
			'COPY --from=build /app ./',
			'USER app',
			...exposeLine(answers),
			...startLine(answers.command),
		],
		ignored: ['**/bin', '**/obj', '**/*.user'],
	};
}

/** The one to start: a web project before others, near before far, tests never. */
function projectFile(files: ProjectFiles): string {
	const projects = files.paths.filter(path => /\.(cs|fs|vb)proj$/.test(path) && !/test/i.test(path));
	const rank = (path: string) => {
		const text = files.text(path) ?? '';
		return /Sdk\.Web"/.test(text) ? 0 : /<OutputType>\s*Exe/i.test(text) ? 1 : 2;
	};
	const [first] = [...projects].sort((a, b) => rank(a) - rank(b) || a.split('/').length - b.split('/').length);
	return first ?? 'App.csproj';
}

function assemblyName(project: string, text: string): string {
	const named = plainWord(/<AssemblyName>\s*([^<\s]+)\s*<\/AssemblyName>/.exec(text)?.[1]);
	return named ?? (project.split('/').at(-1) ?? '').replace(/\.\w+$/, '');
}

/** What restoring reads besides the project. */
const sharedFiles = [
	'global.json',
	'nuget.config',
	'NuGet.Config',
	'Directory.Build.props',
	'Directory.Build.targets',
	'Directory.Packages.props',
];

/** A project that refers to others needs their files too. */
function publishLines(files: ProjectFiles, project: string, comment: (text: Text) => string): string[] {
	const publish = `dotnet publish ${quoted(project)} -c Release -o /app`;
	if (/<ProjectReference\b/.test(files.text(project) ?? '')) {
		return ['COPY . .', cachedRun(packages, publish)];
	}
	const shared = present(files, sharedFiles);
	const folder = project.includes('/') ? `${project.slice(0, project.lastIndexOf('/'))}/` : './';
	return [
		comment(comments.restore),
		...(shared.length > 0 ? [copyLine(shared, './')] : []),
		copyLine([project], folder),
		cachedRun(packages, `dotnet restore ${quoted(project)}`),
		'COPY . .',
		cachedRun(packages, `${publish} --no-restore`),
	];
}

function listenLine(major: number, port: number): string {
	return major >= 8 ? `ENV ASPNETCORE_HTTP_PORTS=${port}` : `ENV ASPNETCORE_URLS=http://+:${port}`;
}

function quoted(path: string): string {
	return plainWord(path) ?? `'${path.replaceAll("'", `'\\''`)}'`;
}
