import * as vscode from 'vscode';
import { DisposableOwner } from '../../base/disposable.ts';
import { offer, type WayOn } from '../../ui/wayOn.ts';

const toldKey = 'slipway.toldOfPeers';

interface Peer {
	readonly id: string;
	readonly name: string;
	/** The setting that ends its work on compose files, where it has one. */
	readonly off?: { readonly section: string; readonly key: string };
}

/** Extensions that complete compose files as well. */
const peers: readonly Peer[] = [
	{ id: 'docker.docker', name: 'Docker DX', off: { section: 'docker.extension', key: 'enableComposeLanguageServer' } },
	{ id: 'redhat.vscode-yaml', name: 'YAML (Red Hat)' },
];

/** Tells once, with the first compose file, that two extensions work on it, and how to choose. */
export class ComposePeers extends DisposableOwner {
	readonly #memory: vscode.Memento;
	readonly #selector: vscode.DocumentSelector;

	constructor(selector: vscode.DocumentSelector, memory: vscode.Memento) {
		super();
		this.#selector = selector;
		this.#memory = memory;
		this.register(vscode.workspace.onDidOpenTextDocument(document => this.#look(document)));
		vscode.workspace.textDocuments.forEach(document => void this.#look(document));
	}

	#look(document: vscode.TextDocument): void {
		const told = this.#memory.get<readonly string[]>(toldKey, []);
		const peer = peers.find(({ id }) => vscode.extensions.getExtension(id) && !told.includes(id));
		if (!peer || vscode.languages.match(this.#selector, document) === 0) {
			return;
		}
		void this.#memory.update(toldKey, [...told, peer.id]);
		const message = vscode.l10n.t('{0} is installed too, and completes compose files as well.', peer.name);
		offer('info', message, waysWith(peer));
	}
}

function waysWith({ name, off }: Peer): WayOn[] {
	const set = (section: string, key: string) =>
		vscode.workspace.getConfiguration(section).update(key, false, vscode.ConfigurationTarget.Global);
	return [
		...(off ? [{ title: vscode.l10n.t('Use Slipway Only'), run: () => set(off.section, off.key) }] : []),
		{
			title: vscode.l10n.t('Use {0} Only', name),
			run: () => set('slipway.compose', 'languageFeatures'),
		},
		{ title: vscode.l10n.t('Keep Both'), run: () => undefined },
	];
}
