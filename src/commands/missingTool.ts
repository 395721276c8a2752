import * as vscode from 'vscode';
import { type CliTool, MissingToolError } from '../engine/cli.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { opensPage } from '../ui/wayOn.ts';

/** Runs what needs the docker command line; says how to get a part of it that is missing. */
export async function withTools<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw error instanceof MissingToolError
			? new ExplainedError(error, {
					sentence: sentence(error.tool),
					ways: [opensPage(vscode.l10n.t('How to Install'), pages[error.tool])],
				})
			: error;
	}
}

const pages: Readonly<Record<CliTool, string>> = {
	docker: 'https://docs.docker.com/engine/install/',
	buildx: 'https://github.com/docker/buildx#installing',
	compose: 'https://docs.docker.com/compose/install/',
};

function sentence(tool: CliTool): string {
	switch (tool) {
		case 'docker':
			return vscode.l10n.t(
				'Building and Compose need the "docker" command line, which was not found; the setting slipway.dockerPath may name it.',
			);
		case 'buildx':
			return vscode.l10n.t('Building images needs buildx, a plugin of the docker command line that is not installed.');
		case 'compose':
			return vscode.l10n.t('This needs Docker Compose 2, a plugin of the docker command line that is not installed.');
	}
}
