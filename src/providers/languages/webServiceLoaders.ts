import * as vscode from 'vscode';
import type { ServiceLoaders } from './serviceLoaders.ts';

/**
 * The same files that Node reads, for a web worker, which has nothing that reads the parts of an extension: they are
 * fetched and evaluated here, as VS Code itself does with an extension's main file.
 */
export function webServiceLoaders(extension: vscode.Uri): ServiceLoaders {
	const files = new WorkerFiles(vscode.Uri.joinPath(extension, 'dist'));
	return {
		dockerfile: () => files.load('dockerfile.cjs'),
		dockerignore: () => files.load('dockerignore.cjs'),
		compose: () => files.load('compose.cjs'),
		bake: () => files.load('bake.cjs'),
	};
}

type Evaluated = { exports: unknown };

class WorkerFiles {
	readonly #folder: vscode.Uri;
	readonly #loaded = new Map<string, Promise<Evaluated>>();

	constructor(folder: vscode.Uri) {
		this.#folder = folder;
	}

	/** What a file of the folder exports. */
	async load<Exports>(name: string): Promise<Exports> {
		return (await this.#file(name)).exports as Exports;
	}

	#file(name: string): Promise<Evaluated> {
		const known = this.#loaded.get(name);
		if (known) {
			return known;
		}
		const loading = this.#evaluate(name);
		this.#loaded.set(name, loading);
		loading.catch(() => this.#loaded.delete(name));
		return loading;
	}

	/** After all that it requires, since a worker cannot wait in the middle of a call. */
	async #evaluate(name: string): Promise<Evaluated> {
		const code = await readText(vscode.Uri.joinPath(this.#folder, name));
		const needed = [...code.matchAll(/\brequire\("\.\/([\w.-]+\.cjs)"\)/g)].map(([, file = '']) => file);
		const parts = new Map<string, Evaluated>(
			await Promise.all(needed.map(async file => [`./${file}`, await this.#file(file)] as const)),
		);
		const module: Evaluated = { exports: {} };
		const evaluate = new Function('module', 'exports', 'require', `${code}\n//# sourceURL=${this.#folder}/${name}`);
		evaluate(module, module.exports, (required: string) => parts.get(required)?.exports);
		return module;
	}
}

/** VS Code's file system knows an extension's files where they lie on a disk or in memory, and not all it has from the net. */
async function readText(file: vscode.Uri): Promise<string> {
	if (!/^https?$/.test(file.scheme)) {
		return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
	}
	const response = await fetch(file.toString(true));
	if (!response.ok) {
		throw new Error(`${file}: ${response.status} ${response.statusText}`);
	}
	return response.text();
}
