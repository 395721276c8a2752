import { basename, dirname } from 'node:path';
import type * as vscode from 'vscode';
import { defaultTag, isRemoteContext } from '../engine/build.ts';

/** What is asked for a build, and remembered for each Dockerfile. */
export interface BuildAnswers {
	readonly tag: string;
	readonly context: string;
	readonly target: string;
	readonly buildArgs: Readonly<Record<string, string>>;
}

/** The context that a Dockerfile was built with last, if it is another one than its own folder. */
export function usualContext(memory: vscode.Memento, dockerfile: string): string | undefined {
	const context = memory.get<BuildAnswers>(memoryKeyOf(dockerfile))?.context;
	return context === undefined || isRemoteContext(context) ? undefined : context;
}

/** What a Dockerfile was built with last, or would be by default. */
export function usualBuild(memory: vscode.Memento, dockerfile: string): Pick<BuildAnswers, 'context' | 'buildArgs'> {
	const { context, buildArgs } = {
		...defaultAnswers(dockerfile),
		...memory.get<BuildAnswers>(memoryKeyOf(dockerfile)),
	};
	return { context, buildArgs };
}

export function defaultAnswers(dockerfile: string): BuildAnswers {
	const context = dirname(dockerfile);
	return { tag: defaultTag(basename(context)), context, target: '', buildArgs: {} };
}

export function memoryKeyOf(dockerfile: string): string {
	return `build:${dockerfile}`;
}
