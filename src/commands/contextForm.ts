import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { isContextName } from '../engine/contextFiles.ts';
import type { DockerContext, NewContext } from '../engine/contexts.ts';
import { EngineError } from '../engine/errors.ts';
import { askText, needed } from '../ui/inputs.ts';
import { pickOne } from '../ui/pick.ts';
import { cancelled } from '../ui/progress.ts';

/** What is wrong with the name of a context, in one sentence. */
export function contextNameProblem(name: string): string | undefined {
	if (name === 'default') {
		return vscode.l10n.t('"default" is the name of docker\'s own context.');
	}
	return isContextName(name)
		? undefined
		: vscode.l10n.t(
				'A name has at least two of the characters a–z, A–Z, 0–9, "_", ".", "+" and "-", and begins with a letter or digit.',
			);
}

export function askName(contexts: readonly DockerContext[]): Promise<string> {
	const taken = (text: string) =>
		contexts.some(({ name }) => name === text) ? vscode.l10n.t('There is a context "{0}" already.', text) : undefined;
	return askText({
		title: vscode.l10n.t('Create a context'),
		prompt: vscode.l10n.t('A context names an engine, here or on another machine.'),
		placeholder: 'staging',
		problem: needed(vscode.l10n.t('A context needs a name.'), text => contextNameProblem(text) ?? taken(text)),
	});
}

export function askHost(name: string): Promise<string> {
	return askText({
		title: vscode.l10n.t('Engine of the context "{0}"', name),
		prompt: vscode.l10n.t(
			'ssh://user@host goes through your own ssh; tcp://host:2376 with certificates; unix:///path for a socket here.',
		),
		placeholder: 'ssh://me@server.example.com',
		problem: text =>
			/^(?:unix|npipe|tcp|ssh|https?):\/\/\S+/.test(text)
				? undefined
				: vscode.l10n.t('An address begins with ssh://, tcp://, unix:// or npipe://.'),
	});
}

type Details = Pick<NewContext, 'description' | 'ca' | 'cert' | 'key'>;

/** What may be left out: the certificates of an engine that is reached by TLS, and a description. */
export async function askDetails(name: string, host: string): Promise<Details> {
	const certificates = /^(?:tcp|https):/.test(host) ? await askCertificates(name) : {};
	const description = await askText({
		title: vscode.l10n.t('Description of the context "{0}"', name),
		prompt: vscode.l10n.t('Shown beside its name; Enter leaves it empty.'),
	});
	return { ...certificates, ...(description === '' ? {} : { description }) };
}

async function askCertificates(name: string): Promise<Details> {
	const wanted = await pickOne(
		[
			{
				label: vscode.l10n.t('With certificates…'),
				detail: vscode.l10n.t('A folder with ca.pem, cert.pem and key.pem; they are copied as docker does it.'),
				icon: new vscode.ThemeIcon('lock'),
				value: true,
			},
			{
				label: vscode.l10n.t('Without certificates'),
				detail: vscode.l10n.t('Whoever reaches that port is administrator of that machine.'),
				icon: new vscode.ThemeIcon('unlock'),
				value: false,
			},
		],
		{ title: vscode.l10n.t('Engine of the context "{0}"', name) },
	);
	return wanted ? certificatesIn(await askFolder()) : {};
}

async function askFolder(): Promise<string> {
	const [folder] =
		(await vscode.window.showOpenDialog({
			canSelectFiles: false,
			canSelectFolders: true,
			openLabel: vscode.l10n.t('Use These Certificates'),
		})) ?? [];
	if (!folder) {
		throw cancelled();
	}
	return folder.fsPath;
}

function certificatesIn(folder: string): Details {
	const files = (['ca', 'cert', 'key'] as const).filter(file => existsSync(join(folder, `${file}.pem`)));
	if (files.length === 0) {
		throw new EngineError('invalid', vscode.l10n.t('There is no ca.pem, cert.pem or key.pem in {0}.', folder));
	}
	return Object.fromEntries(files.map(file => [file, join(folder, `${file}.pem`)]));
}
