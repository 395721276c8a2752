import * as vscode from 'vscode';
import { type PeerCertificate, peerCertificate } from '../engine/peerCertificate.ts';
import { problemOf } from '../engine/registryProblem.ts';
import { confirm } from '../ui/confirm.ts';
import { withProgress } from '../ui/progress.ts';
import type { Services } from './services.ts';

/**
 * Runs work on a registry; where the registry cannot prove who it is, the user decides once whether that is good enough,
 * and the work runs again. `asked: false` decides nothing: the work just fails.
 */
export async function withTrust<T>(
	services: Services,
	host: string,
	asked: boolean | undefined,
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const problem = problemOf(error);
		if (asked === false || (problem !== 'certificate' && problem !== 'unencrypted')) {
			throw error;
		}
		await (problem === 'certificate' ? askForCertificate(services, host) : askForNoEncryption(services, host));
		return await work();
	}
}

async function askForCertificate(services: Services, host: string): Promise<void> {
	const certificate = await withProgress(vscode.l10n.t('Reading the certificate of {0}', host), signal =>
		peerCertificate(host, signal),
	);
	await confirm(
		{
			message: vscode.l10n.t('The certificate of {0} cannot be verified. Trust it all the same?', host),
			detail: certificateWords(certificate),
			verb: vscode.l10n.t('Trust This Certificate'),
		},
		undefined,
	);
	await services.registries.trust(host, certificate.fingerprint);
}

function certificateWords({ subject, issuer, validTo, fingerprint }: PeerCertificate): string {
	return [
		vscode.l10n.t('For: {0}', subject),
		vscode.l10n.t('Issued by: {0}', issuer),
		vscode.l10n.t('Valid until: {0}', validTo),
		vscode.l10n.t('SHA-256: {0}', fingerprint),
		'',
		vscode.l10n.t(
			'Trust it only if you know it. The Docker engine decides for itself whom it trusts when it pulls and pushes.',
		),
	].join('\n');
}

async function askForNoEncryption(services: Services, host: string): Promise<void> {
	await confirm(
		{
			message: vscode.l10n.t('{0} does not encrypt. Use it all the same?', host),
			detail: vscode.l10n.t('Whatever is sent to it, passwords too, can be read and changed on the way.'),
			verb: vscode.l10n.t('Use Without Encryption'),
		},
		undefined,
	);
	await services.registries.trust(host, 'plain');
}
