import { basename, dirname, isAbsolute, resolve } from 'node:path';
import type { TaskDefinition } from 'vscode';
import { taskTypes } from '../contributions.ts';
import { type BuildOptions, defaultTag, isRemoteContext } from '../engine/build.ts';
import { EngineError } from '../engine/errors.ts';

/** A task `slipway-build` as it stands in `tasks.json`; paths are relative to the workspace folder. */
export interface BuildTaskDefinition extends TaskDefinition {
	readonly type: typeof taskTypes.build;
	readonly dockerfile?: string;
	readonly context?: string;
	readonly tag?: string;
	readonly tags?: readonly string[];
	readonly target?: string;
	readonly buildArgs?: Readonly<Record<string, string>>;
	readonly platform?: string;
	readonly noCache?: boolean;
	readonly pull?: boolean;
	readonly secrets?: readonly string[];
	readonly ssh?: string | readonly string[];
	readonly labels?: Readonly<Record<string, string>>;
}

/** What a definition asks for; `invalid`, naming the property, where it is not of its type. */
export function buildOptionsOf(definition: TaskDefinition, folder: string): BuildOptions {
	const dockerfile = resolve(folder, text(definition, 'dockerfile') ?? 'Dockerfile');
	const given = text(definition, 'context');
	const context = given === undefined ? dirname(dockerfile) : contextPath(given, folder);
	const tags = [...texts(definition, 'tag'), ...texts(definition, 'tags')];
	return {
		dockerfile,
		context,
		tags: tags.length > 0 ? tags : [defaultTag(basename(isRemoteContext(context) ? dirname(dockerfile) : context))],
		target: text(definition, 'target'),
		buildArgs: record(definition, 'buildArgs'),
		platform: text(definition, 'platform'),
		noCache: definition.noCache === true,
		pull: definition.pull === true,
		secrets: texts(definition, 'secrets'),
		ssh: texts(definition, 'ssh'),
		labels: record(definition, 'labels'),
	};
}

export function contextPath(context: string, folder: string): string {
	return isAbsolute(context) || isRemoteContext(context) ? context : resolve(folder, context);
}

function text(definition: TaskDefinition, name: string): string | undefined {
	const value: unknown = definition[name];
	if (value === undefined || value === null || value === '') {
		return undefined;
	}
	return typeof value === 'string' ? value : refuse(name, 'a string');
}

function texts(definition: TaskDefinition, name: string): string[] {
	const value: unknown = definition[name] ?? [];
	const list = typeof value === 'string' ? [value] : value;
	return Array.isArray(list) && list.every(item => typeof item === 'string')
		? list.filter(item => item !== '')
		: refuse(name, 'a list of strings');
}

function record(definition: TaskDefinition, name: string): Record<string, string> {
	const value: unknown = definition[name] ?? {};
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return refuse(name, 'an object with strings as values');
	}
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
}

function refuse(name: string, expected: string): never {
	throw new EngineError('invalid', `"${name}" of a task "${taskTypes.build}" must be ${expected}.`);
}
