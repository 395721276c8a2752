import type { Text } from '../../host.ts';

export const platforms = ['node', 'python', 'go', 'java', 'dotnet', 'rust', 'static', 'other'] as const;
export type Platform = (typeof platforms)[number];

/** What lies in a project's folder; paths are relative to it, with `/`. */
export interface ProjectFiles {
	readonly paths: readonly string[];
	/** The text of a file that tells what the project is; undefined if it was not read or is not there. */
	text(path: string): string | undefined;
}

/** The images that a Dockerfile begins with. */
export interface BaseImages {
	/** What the project is built in. */
	readonly build: string;
	/** What the result runs in; often the same. */
	readonly runtime: string;
	readonly note: Text;
}

export interface DockerfileAnswers {
	readonly images: BaseImages;
	/** What the program listens on; undefined if it does not. */
	readonly port: number | undefined;
	/** Words of the start command. */
	readonly command: readonly string[];
}

/** A Dockerfile for one project, but for the answers. */
export interface DockerfilePlan {
	readonly platform: Platform;
	/** The recommended ones first. */
	readonly images: readonly BaseImages[];
	readonly port: number | undefined;
	/** How the program starts and listens on the port; empty if that cannot be seen in the project. */
	command(port: number | undefined): readonly string[];
	/** The lines of the Dockerfile, each instruction with the comment above it. */
	write(answers: DockerfileAnswers, comment: (text: Text) => string): readonly string[];
	/** What does not belong into the build context, besides what never does. */
	readonly ignored: readonly string[];
}
