import { plainText } from '../ui/plainText.ts';
import { type ContainerPageParts, ContainerPageSide } from './containerPageSide.ts';
import { containerPageTexts } from './containerPageTexts.ts';
import type { ContainerIdentity, ContainerPage } from './protocols/containerPage.ts';
import { type PanelKind, type PanelSurroundings, type WebviewPanel, WebviewPanels } from './webviewPanel.ts';

/** The containers' pages; one per container. */
export class ContainerPages extends WebviewPanels<ContainerPage> {
	readonly #sides: Map<WebviewPanel<ContainerPage>, ContainerPageSide>;

	constructor(parts: ContainerPageParts, surroundings: PanelSurroundings) {
		const sides = new Map<WebviewPanel<ContainerPage>, ContainerPageSide>();
		super(containerPageKind(parts, surroundings, sides), surroundings);
		this.#sides = sides;
	}

	/** Brings a container's page to the front, made if there is none. */
	show(identity: ContainerIdentity): WebviewPanel<ContainerPage> {
		const [known] = [...this.#sides].find(([, { identity: shown }]) => shown?.id === identity.id) ?? [];
		if (known) {
			known.reveal();
			return known;
		}
		const panel = this.create(plainText(identity.name, 80), { identity, turned: [] });
		const side = this.#sides.get(panel);
		if (side) {
			side.identity = identity;
		}
		return panel;
	}
}

/** `sides` holds those of the open panels. */
export function containerPageKind(
	parts: ContainerPageParts,
	surroundings: PanelSurroundings,
	sides = new Map<WebviewPanel<ContainerPage>, ContainerPageSide>(),
): PanelKind<ContainerPage> {
	return {
		viewType: 'slipway.containerPage',
		client: 'containerPage',
		icon: 'container',
		canBeSearched: true,
		texts: containerPageTexts,
		readState,
		connect(panel) {
			const side = new ContainerPageSide(panel, parts, surroundings);
			sides.set(panel, side);
			panel.onDidDispose(() => sides.delete(panel));
			return side;
		},
	};
}

function readState(kept: unknown): ContainerPage['state'] | undefined {
	const { identity, turned } = (kept ?? {}) as Partial<Record<keyof ContainerPage['state'], unknown>>;
	const { id, name, endpoint, project, service } = (identity ?? {}) as Partial<
		Record<keyof ContainerIdentity, unknown>
	>;
	if (typeof id !== 'string' || typeof name !== 'string') {
		return undefined;
	}
	return {
		identity: {
			id,
			name,
			...(typeof endpoint === 'string' && { endpoint }),
			...(typeof project === 'string' && typeof service === 'string' && { project, service }),
		},
		turned: Array.isArray(turned) ? turned.filter(word => typeof word === 'string') : [],
	};
}
