import { present } from './lines.ts';
import type { ProjectFiles } from './plan.ts';

export interface PythonStart {
	readonly port: number | undefined;
	command(port: number | undefined): readonly string[];
}

/** How the program starts, by the framework that it asks for and the files that are there. */
export function pythonStart(files: ProjectFiles): PythonStart {
	const asked = [
		'requirements.txt',
		'requirements/base.txt',
		'requirements/production.txt',
		'pyproject.toml',
		'Pipfile',
	]
		.map(name => files.text(name) ?? '')
		.join('\n')
		.toLowerCase();
	const has = (name: string) => new RegExp(`(^|["'\\s])${name}(?![\\w-])`, 'm').test(asked);
	if (files.paths.includes('manage.py')) {
		return django(files, has('gunicorn'));
	}
	const file = mainFile(files);
	const module =
		file
			?.replace(/^src\//, '')
			.replace(/\.py$/, '')
			.replaceAll('/', '.') ?? 'main';
	if (has('fastapi') || has('uvicorn') || has('starlette')) {
		return {
			port: 8000,
			command: port => ['uvicorn', `${module}:app`, '--host', '0.0.0.0', '--port', `${port ?? 8000}`],
		};
	}
	if (has('flask')) {
		return flask(module, has('gunicorn'));
	}
	if (has('streamlit')) {
		const words = ['streamlit', 'run', file ?? 'app.py', '--server.address=0.0.0.0'];
		return { port: 8501, command: port => [...words, `--server.port=${port ?? 8501}`] };
	}
	return { port: undefined, command: () => (file === undefined ? [] : ['python', file]) };
}

function django({ paths }: ProjectFiles, hasGunicorn: boolean): PythonStart {
	const wsgi = paths.map(path => /^(\w+)\/wsgi\.py$/.exec(path)?.[1]).find(Boolean);
	const address = (port: number | undefined) => `0.0.0.0:${port ?? 8000}`;
	return {
		port: 8000,
		command: port =>
			hasGunicorn && wsgi
				? ['gunicorn', '--bind', address(port), `${wsgi}.wsgi`]
				: ['python', 'manage.py', 'runserver', address(port)],
	};
}

function flask(module: string, hasGunicorn: boolean): PythonStart {
	return hasGunicorn
		? { port: 8000, command: port => ['gunicorn', '--bind', `0.0.0.0:${port ?? 8000}`, `${module}:app`] }
		: {
				port: 5000,
				command: port => ['flask', '--app', module, 'run', '--host', '0.0.0.0', '--port', `${port ?? 5000}`],
			};
}

function mainFile(files: ProjectFiles): string | undefined {
	const usual = ['main.py', 'app.py', 'server.py', 'run.py', 'app/main.py', 'src/main.py', 'src/app.py', 'bot.py'];
	return present(files, usual)[0] ?? files.paths.find(path => /^[\w-]+\.py$/.test(path) && path !== 'setup.py');
}
