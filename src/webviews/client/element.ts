/** What an element is made with; all of it is text, never markup. */
export interface ElementDetails {
	readonly class?: string;
	readonly text?: string;
	/** Any attribute: `true` sets it empty, `false` and `undefined` leave it out. */
	readonly [attribute: string]: string | number | boolean | undefined | Listeners;
	readonly on?: Listeners;
}

type Listeners = { readonly [T in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[T]) => void };

export type Child = Node | string | undefined | false;

/** `element('button', { text: 'Run', on: { click: run } })`. Attributes that hold code, addresses or styles are refused. */
export function element<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	details: ElementDetails = {},
	...children: readonly Child[]
): HTMLElementTagNameMap[K] {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(details)) {
		if (name === 'on') {
			for (const [type, listener] of Object.entries(value as Listeners)) {
				made.addEventListener(type, listener as EventListener);
			}
		} else if (name === 'text') {
			made.textContent = String(value);
		} else {
			setAttribute(made, name, value as string | number | boolean | undefined);
		}
	}
	made.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
	return made;
}

/** Sets an attribute, or takes it away. */
export function setAttribute(on: Element, name: string, value: string | number | boolean | undefined): void {
	if (/^(?:on|style$|src|href$|formaction$)/.test(name)) {
		throw new Error(`The attribute ${name} may hold code.`);
	}
	if (value === undefined || value === false) {
		on.removeAttribute(name);
	} else {
		on.setAttribute(name, value === true ? '' : String(value));
	}
}

let lastId = 0;
/** An id for `for`, `aria-describedby` and the like. */
export function newId(): string {
	return `id${++lastId}`;
}
