import { EngineError } from '../engine/errors.ts';
import { splitCommandLine } from '../engine/runOptions.ts';
import type { BaseImages, DockerfilePlan, Platform } from '../languageservice/dockerfile/newDockerfile/plan.ts';

/** What is known of a Dockerfile that is to be written. */
export interface NewDockerfile {
	readonly plan: DockerfilePlan;
	readonly images: BaseImages;
	readonly port: number | undefined;
	/** As somebody has written it; undefined for the plan's own, which follows the port. */
	readonly command: readonly string[] | undefined;
	/** Of the file. */
	readonly name: string;
}

const otherNames: Readonly<Record<string, Platform>> = {
	node: 'node',
	nodejs: 'node',
	javascript: 'node',
	typescript: 'node',
	bun: 'node',
	python: 'python',
	django: 'python',
	flask: 'python',
	fastapi: 'python',
	go: 'go',
	golang: 'go',
	java: 'java',
	kotlin: 'java',
	maven: 'java',
	gradle: 'java',
	dotnet: 'dotnet',
	net: 'dotnet',
	csharp: 'dotnet',
	'c#': 'dotnet',
	aspnet: 'dotnet',
	aspnetcore: 'dotnet',
	rust: 'rust',
	static: 'static',
	html: 'static',
	nginx: 'static',
	other: 'other',
};

/** A platform by any of its names: `Node.js`, `.NET`, `golang`; `invalid` for others. */
export function platformNamed(text: string): Platform {
	const name = text.toLowerCase().replace(/[\s._:-]+/g, '');
	const platform = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
	if (!platform) {
		throw new EngineError('invalid', `There is no platform "${text}".`, {
			recognised: { kind: 'invalidOption', option: 'platform', value: text },
		});
	}
	return platform;
}

/** A port's number; undefined for none, `invalid` for what is none. */
export function portFrom(text: string): number | undefined {
	const port = Number(text.trim() || 0);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		throw new EngineError('invalid', `"${text}" is not a port.`, {
			recognised: { kind: 'invalidOption', option: 'port', value: text },
		});
	}
	return port === 0 ? undefined : port;
}

/** The words to start. What only a shell understands gets one. */
export function newDockerfileCommand(command: string | readonly string[]): readonly string[] {
	if (typeof command !== 'string') {
		return command;
	}
	return /[|&;<>$`()]|^\w+=/.test(command) ? ['sh', '-c', command.trim()] : splitCommandLine(command);
}
