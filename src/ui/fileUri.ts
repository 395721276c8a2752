import * as vscode from 'vscode';
import { fileScheme } from '../contributions.ts';
import type { FileAddress, FileRoot } from '../engine/files.ts';

/** `slipway-files://container+<id>/etc/hosts`, `slipway-files://volume+<name>/data`, `slipway-files://image+<digits>/etc`. */
export function fileUri({ root, path }: FileAddress): vscode.Uri {
	return vscode.Uri.from({ scheme: fileScheme, authority: authorityOf(root), path });
}

/** Undefined for what is no address of this scheme. */
export function fileAddress({ scheme, authority, path }: vscode.Uri): FileAddress | undefined {
	const [, kind, rest = ''] = /^(container|image|volume)\+(.+)$/s.exec(authority) ?? [];
	if (scheme !== fileScheme || kind === undefined) {
		return undefined;
	}
	const root: FileRoot =
		kind === 'volume'
			? { kind, name: rest.replace(/\+(.)/g, (_, letter: string) => letter.toUpperCase()) }
			: { kind: kind as 'container' | 'image', id: rest };
	return { root, path: path || '/' };
}

/** VS Code writes authorities in lower case: capitals of a volume's name are told by a sign that no name has. */
function authorityOf(root: FileRoot): string {
	return root.kind === 'volume'
		? `volume+${root.name.replace(/[A-Z]/g, letter => `+${letter.toLowerCase()}`)}`
		: `${root.kind}+${root.id.replace(/^sha256:/, '')}`;
}
