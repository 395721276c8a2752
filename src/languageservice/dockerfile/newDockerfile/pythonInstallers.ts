import { cachedRun, copyLine, present } from './lines.ts';
import type { ProjectFiles } from './plan.ts';

export interface PythonInstaller {
	/** The virtual environment that is made. */
	readonly environment: string;
	/** What follows `FROM … AS build`. */
	readonly lines: readonly string[];
	/** What the image that runs takes over. */
	readonly copies: readonly string[];
}

const pipCache = '/root/.cache/pip';

/** By the lockfile, else by what names the packages. */
export function installerOf(files: ProjectFiles): PythonInstaller {
	const has = (name: string) => files.paths.includes(name);
	const project = files.text('pyproject.toml') ?? '';
	if (has('uv.lock')) {
		return uv(files, isPackage(project));
	}
	if (has('poetry.lock') || /^\[tool\.poetry\b/m.test(project)) {
		return poetry(files);
	}
	if (has('Pipfile.lock') || has('Pipfile')) {
		return pipenv(files);
	}
	return pip(files);
}

function isPackage(project: string): boolean {
	return /^\[build-system\]/m.test(project);
}

const copyAll = ['COPY --from=build /app /app'];

function uv(files: ProjectFiles, hasPackage: boolean): PythonInstaller {
	const sync = (flags: string) => cachedRun(['/root/.cache/uv'], `uv sync --locked --no-dev${flags}`);
	return {
		environment: '/app/.venv',
		lines: [
			'COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /usr/local/bin/uv',
			'ENV UV_COMPILE_BYTECODE=1 \\\n    UV_LINK_MODE=copy \\\n    UV_PYTHON_DOWNLOADS=never',
			'WORKDIR /app',
			copyLine(['pyproject.toml', ...present(files, ['uv.lock'])], './'),
			sync(' --no-install-project'),
			'COPY . .',
			...(hasPackage ? [sync(' --no-editable')] : []),
		],
		copies: copyAll,
	};
}

function poetry(files: ProjectFiles): PythonInstaller {
	return {
		environment: '/app/.venv',
		lines: [
			cachedRun([pipCache], 'pip install "poetry~=2.1"'),
			'ENV POETRY_NO_INTERACTION=1 \\\n    POETRY_VIRTUALENVS_IN_PROJECT=1',
			'WORKDIR /app',
			copyLine(['pyproject.toml', ...present(files, ['poetry.lock'])], './'),
			cachedRun(['/root/.cache/pypoetry'], 'poetry install --only main --no-root'),
			'COPY . .',
		],
		copies: copyAll,
	};
}

function pipenv(files: ProjectFiles): PythonInstaller {
	const deploy = files.paths.includes('Pipfile.lock') ? 'pipenv sync' : 'pipenv install';
	return {
		environment: '/app/.venv',
		lines: [
			cachedRun([pipCache], 'pip install "pipenv>=2025"'),
			'ENV PIPENV_VENV_IN_PROJECT=1',
			'WORKDIR /app',
			copyLine(present(files, ['Pipfile', 'Pipfile.lock']), './'),
			cachedRun(['/root/.cache/pipenv', pipCache], deploy),
			'COPY . .',
		],
		copies: copyAll,
	};
}

function pip(files: ProjectFiles): PythonInstaller {
	const [requirements] = present(files, ['requirements.txt', 'requirements/production.txt', 'requirements/base.txt']);
	const install =
		requirements !== undefined
			? [
					requirements.includes('/') ? 'COPY requirements/ requirements/' : `COPY ${requirements} ./`,
					cachedRun([pipCache], `pip install -r ${requirements}`),
				]
			: isPackage(files.text('pyproject.toml') ?? '') || files.paths.includes('setup.py')
				? ['COPY . .', cachedRun([pipCache], 'pip install .')]
				: [];
	return {
		environment: '/venv',
		lines: ['RUN python -m venv /venv', 'ENV PATH=/venv/bin:$PATH', 'WORKDIR /app', ...install],
		copies: ['COPY --from=build /venv /venv', 'COPY . .'],
	};
}
