import { cachedRun, plainWord, present } from './lines.ts';
import type { ProjectFiles } from './plan.ts';

/** How a package manager installs; commands for `RUN`. */
export interface PackageManager {
	readonly name: 'npm' | 'yarn' | 'pnpm' | 'bun';
	/** The instruction that makes the program available in an image that does not have it. */
	readonly setup?: string;
	/** Files that decide what is installed, besides package.json. */
	readonly files: readonly string[];
	readonly cache: string;
	readonly install: string;
	readonly installProduction: string;
	/** Removes what only the build needed. */
	readonly prune: string;
	/** Runs a script of package.json. */
	readonly run: string;
}

/** By `packageManager` in package.json, else by the lockfile. */
export function managerOf(files: ProjectFiles, manifest: Record<string, unknown>): PackageManager {
	const named = /^(npm|yarn|pnpm|bun)@(\d+)/.exec(String(manifest.packageManager ?? ''));
	const name = named?.[1] ?? byLockfile(files);
	switch (name) {
		case 'pnpm':
			return pnpm(exactVersion(manifest) ?? pnpmOfLockfile(files));
		case 'yarn':
			return isClassicYarn(files, named?.[2]) ? yarnClassic : yarnBerry;
		case 'bun':
			return bun(present(files, ['bun.lock', 'bun.lockb']).length > 0);
		default:
			return npm(present(files, ['package-lock.json', 'npm-shrinkwrap.json']).length > 0);
	}
}

function byLockfile(files: ProjectFiles): string {
	const lockfiles = [
		['pnpm-lock.yaml', 'pnpm'],
		['yarn.lock', 'yarn'],
		['bun.lock', 'bun'],
		['bun.lockb', 'bun'],
	] as const;
	return lockfiles.find(([file]) => files.paths.includes(file))?.[1] ?? 'npm';
}

function exactVersion(manifest: Record<string, unknown>): string | undefined {
	return plainWord(/^pnpm@([\d.]+)/.exec(String(manifest.packageManager ?? ''))?.[1]);
}

function pnpmOfLockfile(files: ProjectFiles): string {
	const format = /^lockfileVersion:\s*'?(\d+)/m.exec(files.text('pnpm-lock.yaml') ?? '')?.[1];
	return format === '5' ? '7' : format === '6' ? '8' : '10';
}

function isClassicYarn(files: ProjectFiles, version: string | undefined): boolean {
	return version === undefined
		? !files.paths.includes('.yarnrc.yml') && !/^__metadata:/m.test(files.text('yarn.lock') ?? '')
		: version === '1';
}

function npm(hasLockfile: boolean): PackageManager {
	const install = hasLockfile ? 'npm ci' : 'npm install';
	return {
		name: 'npm',
		files: ['package-lock.json', 'npm-shrinkwrap.json', '.npmrc'],
		cache: '/root/.npm',
		install,
		installProduction: `${install} --omit=dev`,
		prune: 'npm prune --omit=dev',
		run: 'npm run',
	};
}

const yarnClassic: PackageManager = {
	name: 'yarn',
	files: ['yarn.lock', '.npmrc', '.yarnrc'],
	cache: '/usr/local/share/.cache/yarn',
	install: 'yarn install --frozen-lockfile',
	installProduction: 'yarn install --frozen-lockfile --production',
	prune: 'yarn install --frozen-lockfile --production --ignore-scripts --prefer-offline',
	run: 'yarn run',
};

const yarnBerry: PackageManager = {
	name: 'yarn',
	setup: 'RUN corepack enable',
	files: ['yarn.lock', '.npmrc', '.yarnrc.yml'],
	cache: '/root/.yarn/berry/cache',
	install: 'yarn install --immutable',
	installProduction: 'yarn workspaces focus --production',
	prune: 'yarn workspaces focus --production',
	run: 'yarn run',
};

function pnpm(version: string): PackageManager {
	return {
		name: 'pnpm',
		setup: cachedRun(['/root/.npm'], `npm install --global pnpm@${version}`),
		files: ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc'],
		cache: '/root/.local/share/pnpm/store',
		// Without a terminal pnpm asks nothing only if it takes this for such a place.
		install: 'CI=true pnpm install --frozen-lockfile',
		installProduction: 'CI=true pnpm install --frozen-lockfile --prod',
		prune: 'CI=true pnpm prune --prod',
		run: 'pnpm run',
	};
}

function bun(hasLockfile: boolean): PackageManager {
	const install = hasLockfile ? 'bun install --frozen-lockfile' : 'bun install';
	return {
		name: 'bun',
		files: ['bun.lock', 'bun.lockb', 'bunfig.toml'],
		cache: '/root/.bun/install/cache',
		install,
		installProduction: `${install} --production`,
		prune: `${install} --production`,
		run: 'bun run',
	};
}
