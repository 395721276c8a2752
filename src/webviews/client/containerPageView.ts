import type { ContainerPage, PageContent, PageSection, SectionName } from '../protocols/containerPage.ts';
import { pageRow, type RowHost } from './containerPageRow.ts';
import { element } from './element.ts';
import type { PanelClient } from './panelClient.ts';
import { ProcessTable } from './processTable.ts';
import { type MadeChildren, renewChildren } from './renewChildren.ts';

/** Closed unless they were opened. */
const closedAtFirst: ReadonlySet<SectionName> = new Set(['labels', 'processes', 'raw']);

const glyphs: Readonly<Record<NonNullable<PageContent['state']>['mood'], string>> = {
	ended: '○',
	created: '◌',
	running: '●',
	paused: '‖',
	starting: '◐',
	restarting: '↻',
	unhealthy: '▲',
	failed: '✕',
};

/** How long words stay below the page. */
const saidMs = 8000;

/** A container's page: what it is and what can be done with it, then its sections. */
export class ContainerPageView implements RowHost {
	readonly client: PanelClient<ContainerPage>;
	readonly #turned: Set<string>;
	readonly #heading = element('h1', {});
	readonly #mood = element('span', { class: 'mood', 'aria-hidden': 'true' });
	readonly #words = element('span', {});
	readonly #notice = element('p', { class: 'notice' });
	readonly #actions: HTMLElement;
	readonly #sections = element('div', {});
	readonly #said = element('div', { class: 'said quiet', role: 'status' });
	readonly #madeActions: MadeChildren = new Map();
	readonly #madeSections = new Map<SectionName, Section>();
	readonly #processes: ProcessTable;
	#content: PageContent;
	#rawVersion = -1;
	#silence: ReturnType<typeof setTimeout> | undefined;

	constructor(client: PanelClient<ContainerPage>, root: HTMLElement) {
		this.client = client;
		this.#content = client.start;
		this.#turned = new Set(client.state.turned);
		this.#actions = element('div', { class: 'controls', role: 'toolbar', 'aria-label': client.text('actions') });
		this.#processes = new ProcessTable(client, count =>
			this.#madeSections.get('processes')?.summarise(count === undefined ? '' : client.text('processCount', count)),
		);
		const live = element('div', { 'aria-live': 'polite' }, element('p', {}, this.#mood, this.#words), this.#notice);
		root.append(element('header', {}, this.#heading, live, this.#actions), this.#sections, this.#said);
		this.#show(client.start);
		client.on('content', content => this.#show(content));
	}

	say(words: string): void {
		this.#said.textContent = '';
		// The same words twice are only heard when they were gone in between.
		requestAnimationFrame(() => {
			this.#said.textContent = words;
		});
		clearTimeout(this.#silence);
		this.#silence = setTimeout(() => {
			this.#said.textContent = '';
		}, saidMs);
	}

	/** What fails is said. */
	async ask<T>(asked: Promise<T>): Promise<T | undefined> {
		try {
			return await asked;
		} catch (failure) {
			this.say((failure as Error).message);
			return undefined;
		}
	}

	#show(content: PageContent): void {
		this.#content = content;
		this.#keep();
		this.#showHeader(content);
		const names = content.sections.map(({ name }) => name);
		for (const [name, section] of this.#madeSections) {
			if (!names.includes(name)) {
				section.element.remove();
				this.#madeSections.delete(name);
			}
		}
		for (const [index, section] of content.sections.entries()) {
			this.#section(section, index).show(section);
		}
		this.#fill();
	}

	#showHeader({ identity, state, notice, actions }: PageContent): void {
		setText(this.#heading, identity.name);
		this.#heading.setAttribute('aria-label', this.client.text('page', identity.name));
		setText(this.#words, state?.words ?? '');
		setText(this.#mood, state ? glyphs[state.mood] : '');
		this.#mood.className = `mood ${state?.mood ?? ''}`;
		setText(this.#notice, notice?.sentence ?? '');
		this.#notice.className = notice?.isNews ? 'notice quiet' : 'notice problem';
		renewChildren(this.#actions, this.#madeActions, actions, ({ key, label }) =>
			element('button', {
				type: 'button',
				'data-key': key,
				text: label,
				on: { click: () => void this.ask(this.client.request('run', key)) },
			}),
		);
	}

	#section({ name }: PageSection, index: number): Section {
		const known = this.#madeSections.get(name);
		if (known) {
			return known;
		}
		const made = new Section(this, this.#isOpen(name), open => this.#turn(name, open));
		this.#madeSections.set(name, made);
		this.#sections.insertBefore(made.element, this.#sections.children[index] ?? null);
		return made;
	}

	#isOpen(name: SectionName): boolean {
		return closedAtFirst.has(name) === this.#turned.has(name);
	}

	#turn(name: SectionName, open: boolean): void {
		if (open !== this.#isOpen(name)) {
			this.#turned[this.#turned.has(name) ? 'delete' : 'add'](name);
			this.#keep();
			this.#fill();
		}
	}

	/** Only names: what was unmasked is masked again. */
	#keep(): void {
		this.client.keep({ identity: this.#content.identity, turned: [...this.#turned] });
	}

	/** The sections whose content is asked for only while they are open. */
	#fill(): void {
		const processes = this.#madeSections.get('processes');
		if (processes) {
			processes.hold(this.#processes.element);
			this.#processes.follow(this.#isOpen('processes') && this.#content.runs);
		}
		void this.#fillRaw();
	}

	async #fillRaw(): Promise<void> {
		const { version, identity } = this.#content;
		const raw = this.#madeSections.get('raw');
		if (!raw || !this.#isOpen('raw') || this.#rawVersion === version) {
			return;
		}
		this.#rawVersion = version;
		const text = await this.ask(this.client.request('raw', undefined));
		if (text !== undefined && version === this.#content.version) {
			raw.hold(
				element('pre', { class: 'code', tabindex: 0, 'aria-label': this.client.text('rawOf', identity.name), text }),
				element('button', {
					type: 'button',
					text: this.client.text('openAsJson'),
					on: { click: () => void this.ask(this.client.request('openJson', undefined)) },
				}),
			);
		}
	}
}

/** A heading that folds what is below it. */
class Section {
	readonly element: HTMLDetailsElement;
	readonly #host: RowHost;
	readonly #title = element('h2', {});
	readonly #summary = element('span', { class: 'quiet' });
	readonly #rows = element('div', { role: 'table' });
	readonly #empty = element('p', { class: 'quiet' });
	readonly #held = element('div', {});
	readonly #made: MadeChildren = new Map();

	constructor(host: RowHost, open: boolean, turn: (open: boolean) => void) {
		this.#host = host;
		this.element = element(
			'details',
			{ open },
			element('summary', {}, this.#title, this.#summary),
			this.#rows,
			this.#empty,
			this.#held,
		);
		this.element.addEventListener('toggle', () => turn(this.element.open));
	}

	show({ title, summary, empty, rows }: PageSection): void {
		setText(this.#title, title);
		if (rows.length > 0 || empty !== '') {
			this.summarise(summary);
		}
		this.#rows.setAttribute('aria-label', title);
		this.#rows.hidden = rows.length === 0;
		setText(this.#empty, rows.length === 0 ? empty : '');
		renewChildren(this.#rows, this.#made, rows, row => pageRow(row, this.#host));
	}

	summarise(summary: string): void {
		setText(this.#summary, summary);
	}

	/** What is shown in place of rows. */
	hold(...content: readonly HTMLElement[]): void {
		if (content.some((each, index) => this.#held.children[index] !== each)) {
			this.#held.replaceChildren(...content);
		}
	}
}

/** Leaves what is right as it is: with it the selection would go, and live regions would speak again. */
function setText(on: HTMLElement, text: string): void {
	if (on.textContent !== text) {
		on.textContent = text;
	}
	on.hidden = text === '';
}
