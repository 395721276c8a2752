import { type EnvFile, parseEnvFile } from './envFile.ts';
import { resolveUri } from './fileUris.ts';
import type { FileState } from './projectFiles.ts';

/** Where a variable has its value from. */
export interface VariableValue {
	readonly name: string;
	readonly value: string;
	/** `environment`: of the shell that starts Compose; else the URI of an env file. */
	readonly source: 'environment' | { readonly uri: string; readonly line: number };
}

/** The variables that Compose fills in: those of the shell first, then those of `.env`. */
export class Variables {
	readonly #environment: Readonly<Record<string, string>>;
	readonly #values = new Map<string, VariableValue>();

	constructor(environment: Readonly<Record<string, string>>) {
		this.#environment = environment;
	}

	get(name: string): string | undefined {
		return Object.hasOwn(this.#environment, name) ? this.#environment[name] : this.#values.get(name)?.value;
	}

	find(name: string): VariableValue | undefined {
		const value = Object.hasOwn(this.#environment, name) ? this.#environment[name] : undefined;
		return value === undefined ? this.#values.get(name) : { name, value, source: 'environment' };
	}

	/** Names that have a value, those of env files only: an environment has many that nobody would write. */
	get names(): readonly string[] {
		return [...this.#values.keys()];
	}

	/** These variables, and those of a file that they do not have; the file may use them. */
	with(uri: string, text: string): { readonly variables: Variables; readonly file: EnvFile } {
		const more = new Variables(this.#environment);
		for (const value of this.#values.values()) {
			more.#values.set(value.name, value);
		}
		const file = parseEnvFile(text, name => this.get(name));
		for (const { name, value, line } of file.entries) {
			if (value !== undefined && !this.#values.has(name)) {
				more.#values.set(name, { name, value, source: { uri, line } });
			}
		}
		return { variables: more, file };
	}
}

/** The variables of a project folder: the environment and its `.env`; `problem` if that cannot be read. */
export function projectVariables(
	environment: Readonly<Record<string, string>>,
	folder: string | undefined,
	state: (uri: string | undefined) => FileState,
): { readonly variables: Variables; readonly uri: string | undefined; readonly file: EnvFile | undefined } {
	const uri = resolveUri(folder, '.env');
	const found = state(uri);
	const variables = new Variables(environment);
	if (uri === undefined || found.kind !== 'file') {
		return { variables, uri, file: undefined };
	}
	return { ...variables.with(uri, found.text), uri };
}
