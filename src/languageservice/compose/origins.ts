import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ServiceHost } from '../host.ts';
import { parseCompose } from './document.ts';
import { loadModel } from './load.ts';
import { folderOf } from './loadState.ts';
import { type Origin, traceOrigins } from './originTrace.ts';
import { Problems } from './problems.ts';
import { ProjectFiles } from './projectFiles.ts';
import type { Source } from './values.ts';
import { projectVariables, Variables } from './variables.ts';

/** A project as it is given to Compose. */
export interface OriginProject {
	/** URIs, the base first. */
	readonly files: readonly string[];
	/** URI of the folder where relative paths and `.env` are looked up; that of the first file if undefined. */
	readonly folder?: string | undefined;
	/** URIs of the files that are read in place of `.env`. */
	readonly envFiles?: readonly string[] | undefined;
}

export interface Origins {
	/** In the order of the lines; lines whose origin cannot be told are left out. */
	readonly lines: readonly Origin[];
	/** URIs of all files that make the model, `.env` and those of `env_file` too, whether they exist or not. */
	readonly files: readonly string[];
}

/** Tells where the lines of what `docker compose config` has printed come from. */
export async function findOrigins(
	model: TextDocument,
	project: OriginProject,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<Origins> {
	const files = new ProjectFiles(host);
	let found = trace(model, project, host, files);
	for (let round = 0; round < 30 && !signal.aborted && (await files.fetch(signal)); round++) {
		found = trace(model, project, host, files);
	}
	return found;
}

/** As far as the files are known. */
function trace(model: TextDocument, project: OriginProject, host: ServiceHost, files: ProjectFiles): Origins {
	const folder = project.folder ?? folderOf(project.files[0] ?? '');
	const seen = new Set<string>(project.files);
	const variables = variablesOf(project, folder, host, files, seen);
	const sources = project.files.flatMap((uri): Source[] => {
		const state = files.state(uri);
		return state.kind === 'file' ? [{ document: files.document(uri, state.text), folder, via: undefined }] : [];
	});
	const loaded = loadModel(sources, variables, { files, problems: new Problems(), isKnown: () => true });
	for (const { source } of loaded.files) {
		seen.add(source.document.text.uri);
	}
	const readEnvFile = (uri: string) => {
		seen.add(uri);
		const state = files.state(uri);
		return state.kind === 'file' ? state.text : undefined;
	};
	const context = { variables, readEnvFile, resolve: files.resolve.bind(files) };
	return { lines: traceOrigins(parseCompose(model), loaded.model, context), files: [...seen] };
}

function variablesOf(
	{ envFiles }: OriginProject,
	folder: string | undefined,
	host: ServiceHost,
	files: ProjectFiles,
	seen: Set<string>,
): Variables {
	const environment = host.environment?.() ?? {};
	if (!envFiles) {
		const { variables, uri } = projectVariables(environment, folder, each => files.state(each));
		if (uri !== undefined) {
			seen.add(uri);
		}
		return variables;
	}
	let variables = new Variables(environment);
	// Of several files the last one counts, while `with` keeps what is there.
	for (const uri of envFiles.toReversed()) {
		seen.add(uri);
		const state = files.state(uri);
		variables = state.kind === 'file' ? variables.with(uri, state.text).variables : variables;
	}
	return variables;
}
