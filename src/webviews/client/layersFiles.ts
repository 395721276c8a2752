import { humanSize } from '../../base/format.ts';
import type { FileView, LayersView, LayersViewState } from '../protocols/layers.ts';
import { element, newId } from './element.ts';
import type { LayersStatus } from './layersStatus.ts';
import { type FileRow, LayersTree } from './layersTree.ts';
import type { PanelClient } from './panelClient.ts';

/** Milliseconds after the last letter before it is looked for. */
const typingPause = 150;

type Look = Pick<LayersViewState, 'whole' | 'sort' | 'search' | 'open'>;

/** Files as a tree, with what they are searched and sorted by, and what is known of the one in focus. */
export class LayersFiles {
	readonly element: HTMLElement;
	readonly #client: PanelClient<LayersView>;
	readonly #status: LayersStatus;
	readonly #keep: (look: Look) => void;
	readonly #tree: LayersTree;
	readonly #scope: HTMLElement;
	readonly #search: HTMLInputElement;
	readonly #empty = element('p', { class: 'quiet', role: 'status' });
	readonly #details = element('div', { class: 'details' });
	#look: Look;
	/** Folders with finds that were folded by hand. */
	readonly #closed = new Set<string>();
	#shown: { readonly of: 'layer' | 'compared'; readonly layer: number } = { of: 'layer', layer: 0 };
	#timer: ReturnType<typeof setTimeout> | undefined;
	#asked = 0;

	constructor(client: PanelClient<LayersView>, status: LayersStatus, keep: (look: Look) => void) {
		this.#client = client;
		this.#status = status;
		this.#keep = keep;
		const { whole, sort, search, open } = client.state;
		this.#look = { whole, sort, search, open };
		this.#tree = new LayersTree(client, {
			toggle: row => this.#toggle(row),
			open: row => this.#open(row),
			select: row => this.#describe(row),
			fetch: (from, to) => client.request('rows', { from, to }),
		});
		this.#search = this.#searchField();
		this.#scope = this.#choice('scope', this.#look.whole ? 'whole' : 'alone', ['alone', 'whole'], chosen =>
			this.#change({ whole: chosen === 'whole' }),
		);
		const order = this.#choice(
			'sort',
			this.#look.sort === 'size' ? 'sortSize' : 'sortName',
			['sortSize', 'sortName'],
			chosen => this.#change({ sort: chosen === 'sortSize' ? 'size' : 'name' }),
		);
		this.element = element(
			'div',
			{ class: 'files' },
			element('div', { class: 'tools' }, this.#scope, this.#search, order),
			this.#empty,
			this.#tree.element,
			this.#details,
		);
	}

	/** Shows what a layer holds, or what another image has otherwise. */
	async show(shown: { readonly of: 'layer' | 'compared'; readonly layer: number }, keepPlace = false): Promise<void> {
		this.#shown = shown;
		this.#scope.hidden = shown.of === 'compared';
		const asked = ++this.#asked;
		const rows = await this.#status.watch(this.#client.request('view', this.#view));
		if (rows && asked === this.#asked) {
			const { search } = this.#look;
			this.#empty.hidden = rows.total > 0;
			this.#empty.textContent = this.#client.text(
				search.trim() === '' ? (shown.of === 'compared' ? 'sameFiles' : 'noChanges') : 'nothingFound',
			);
			this.#tree.element.hidden = rows.total === 0;
			this.#tree.show(rows, keepPlace);
		}
	}

	/** Looks for something else, the next time that files are shown. */
	search(words: string): void {
		this.#look = { ...this.#look, search: words };
		this.#search.value = words;
		this.#closed.clear();
		this.#keep(this.#look);
	}

	get #view(): FileView {
		const { whole, sort, search, open } = this.#look;
		const { of, layer } = this.#shown;
		return { of: of === 'layer' && whole ? 'whole' : of, layer, sort, search, open, closed: [...this.#closed] };
	}

	#change(look: Partial<Look>, keepPlace = false): void {
		this.#look = { ...this.#look, ...look };
		this.#keep(this.#look);
		void this.show(this.#shown, keepPlace);
	}

	#toggle({ path, open }: FileRow): void {
		const folders = new Set(this.#look.open);
		if (open) {
			folders.delete(path);
			this.#closed.add(path);
		} else {
			folders.add(path);
			this.#closed.delete(path);
		}
		this.#change({ open: [...folders] }, true);
	}

	#open(row: FileRow): void {
		const { of, layer } = this.#view;
		void this.#status.watch(this.#client.request('openFile', { path: row.path, of, layer }));
	}

	#describe(row: FileRow | undefined): void {
		const text = this.#client.text.bind(this.#client);
		const button = (words: string, click: () => void) =>
			element('button', { type: 'button', class: 'link', text: words, on: { click } });
		this.#details.hidden = row === undefined;
		if (row) {
			const isFile = row.kind === 'file' || row.kind === 'hardlink';
			const facts = [row.mark ? text(row.mark) : '', rights(row), `${row.uid}:${row.gid}`, humanSize(row.size)];
			this.#details.replaceChildren(
				element('code', { text: `/${row.shown}` }),
				element('span', { class: 'quiet', text: facts.filter(Boolean).join(' · ') }),
				...(isFile ? [button(text('open'), () => this.#open(row))] : []),
				button(text('copyPath'), () => void this.#client.request('copy', `/${row.path}`)),
			);
		}
	}

	#searchField(): HTMLInputElement {
		const input = element('input', {
			type: 'search',
			'aria-label': this.#client.text('search'),
			placeholder: this.#client.text('searchPlaceholder'),
			spellcheck: 'false',
			on: {
				input: () => {
					clearTimeout(this.#timer);
					this.#timer = setTimeout(() => {
						this.#closed.clear();
						this.#change({ search: input.value });
					}, typingPause);
				},
				keydown: event => {
					if (event.key === 'ArrowDown') {
						event.preventDefault();
						this.#tree.element.focus();
					}
				},
			},
		});
		input.value = this.#look.search;
		return input;
	}

	#choice<T extends LayersView['texts']>(
		label: LayersView['texts'],
		value: T,
		options: readonly T[],
		change: (chosen: T) => void,
	): HTMLElement {
		const id = newId();
		const select = element(
			'select',
			{ id, on: { change: () => change(select.value as T) } },
			...options.map(option =>
				element('option', { value: option, text: this.#client.text(option), selected: option === value }),
			),
		);
		return element('span', { class: 'choice' }, element('label', { for: id, text: this.#client.text(label) }), select);
	}
}

/** As `ls -l` writes them. */
function rights({ mode, kind }: FileRow): string {
	const letters = 'rwxrwxrwx'.split('').map((letter, bit) => (mode & (0o400 >> bit) ? letter : '-'));
	const type = { folder: 'd', symlink: 'l', device: 'c' }[kind as string] ?? '-';
	const special = (bit: number, at: number, letter: string) => {
		if (mode & bit) {
			letters[at] = letters[at] === 'x' ? letter : letter.toUpperCase();
		}
	};
	special(0o4000, 2, 's');
	special(0o2000, 5, 's');
	special(0o1000, 8, 't');
	return type + letters.join('');
}
