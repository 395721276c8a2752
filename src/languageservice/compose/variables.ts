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

	/** These variables, and the one that Compose sets to the name of the project. */
	withProjectName(name: string): Variables {
		return new Variables({ ...this.#environment, COMPOSE_PROJECT_NAME: name }).#take(this);
	}

	#take(other: Variables): this {
		for (const value of other.#values.values()) {
			this.#values.set(value.name, value);
		}
		return this;
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
		const more = new Variables(this.#environment).#take(this);
		const file = parseEnvFile(text, name => this.get(name));
		for (const { name, value, line } of file.entries) {
			if (value !== undefined && !this.#values.has(name)) {
				more.#values.set(name, { name, value, source: { uri, line } });
			}
		}
		return { variables: more, file };
	}
}

/** The name that Compose makes of a wish, or of the folder's name: small letters, digits, `-` and `_`. */
export function normalizedProjectName(name: string): string {
	return name
		.toLowerCase()
		.replace(/[^a-z0-9_-]/g, '')
		.replace(/^[_-]+/, '');
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
