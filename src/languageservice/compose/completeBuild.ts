import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { buildModel } from '../dockerfile/modelBuilder.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { serviceText } from './completePaths.ts';
import { type CompletionContext, item, scalar } from './completionContext.ts';
import { dockerfileOf } from './dockerfiles.ts';

/** The Dockerfile that the service at the mark is built from, as text; undefined if there is none. */
async function dockerfileText(context: CompletionContext): Promise<string | undefined> {
	if (context.service === undefined) {
		return undefined;
	}
	const inline = serviceText(context, 'build', 'dockerfile_inline');
	if (inline !== undefined) {
		return inline;
	}
	const uri = dockerfileOf(await context.project(), context.service, await context.file());
	return uri === undefined ? undefined : await context.host.readFile?.(uri, context.signal);
}

export async function dockerfileModel(context: CompletionContext): Promise<DockerfileModel | undefined> {
	const text = await dockerfileText(context);
	return text === undefined ? undefined : buildModel(parseDockerfile(text));
}

/** The stages of the Dockerfile in its order. */
export async function stageItems(context: CompletionContext, lead = ''): Promise<CompletionItem[]> {
	const stages = (await dockerfileModel(context))?.stages ?? [];
	return stages
		.filter(stage => stage.writtenName !== undefined)
		.map((stage, index) =>
			item(context, stage.writtenName as string, CompletionItemKind.Module, {
				insert: lead + scalar(context, stage.writtenName as string),
				detail: `FROM ${stage.base}`,
				sort: `0${String(index).padStart(3, '0')}`,
			}),
		);
}

export interface BuildArgument {
	readonly name: string;
	readonly value: string | undefined;
}

/** The names that ARG gives in the Dockerfile, each once, in its order. */
export async function buildArguments(context: CompletionContext): Promise<readonly BuildArgument[]> {
	const definitions = (await dockerfileModel(context))?.definitions ?? [];
	const found = new Map<string, BuildArgument>();
	for (const { kind, name, written } of definitions) {
		if (kind === 'ARG' && (found.get(name)?.value === undefined || !found.has(name))) {
			found.set(name, { name, value: written });
		}
	}
	return [...found.values()];
}

/** The ports that the Dockerfile exposes. */
export async function exposedPorts(context: CompletionContext): Promise<readonly string[]> {
	const stages = (await dockerfileModel(context))?.stages ?? [];
	const words = stages
		.flatMap(stage => stage.instructions.filter(({ name }) => name === 'EXPOSE'))
		.flatMap(({ words }) => words);
	return [...new Set(words.map(word => word.value))].filter(port => /^\d+(?:\/\w+)?$/.test(port));
}
