/** Children by key, each with what it was made of. */
export type MadeChildren = Map<string, { readonly of: string; readonly element: HTMLElement }>;

/**
 * Lets `parent` show one child per item, in their order. Those whose item has not changed stay as they are, with
 * selection and focus; the focus moves on to what replaces its child.
 */
export function renewChildren<T extends { readonly key: string }>(
	parent: HTMLElement,
	made: MadeChildren,
	items: readonly T[],
	make: (item: T) => HTMLElement,
): void {
	const focused = parent.ownerDocument.activeElement?.getAttribute('data-key');
	const elements = items.map(item => {
		const of = JSON.stringify(item);
		const known = made.get(item.key);
		const element = known?.of === of ? known.element : make(item);
		made.set(item.key, { of, element });
		return element;
	});
	const keys = new Set(items.map(({ key }) => key));
	[...made.keys()].filter(key => !keys.has(key)).forEach(key => void made.delete(key));
	let place = parent.firstChild;
	for (const element of elements) {
		if (place === element) {
			place = place.nextSibling;
		} else {
			parent.insertBefore(element, place);
		}
	}
	while (place) {
		const next: ChildNode | null = place.nextSibling;
		place.remove();
		place = next;
	}
	if (focused && parent.ownerDocument.activeElement === parent.ownerDocument.body) {
		parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
	}
}
