import { type Child, element } from './element.ts';

/** A button that opens a small window below it; closed by Escape, and by a click or the focus going elsewhere. */
export function popup(label: readonly Child[], name: string, ...content: readonly Child[]): HTMLDetailsElement {
	const summary = element('summary', { 'aria-label': name, title: name }, ...label);
	const inside = element('div', { class: 'popup-content' }, ...content);
	const details = element('details', { class: 'popup' }, summary, inside);
	details.addEventListener('keydown', event => {
		if (event.key === 'Escape' && details.open) {
			event.stopPropagation();
			details.open = false;
			summary.focus();
		}
	});
	details.addEventListener('focusout', ({ relatedTarget }) => {
		if (relatedTarget instanceof Node && !details.contains(relatedTarget)) {
			details.open = false;
		}
	});
	details.addEventListener('toggle', () => details.open && moveInside(inside));
	document.addEventListener('pointerdown', ({ target }) => {
		if (details.open && !(target instanceof Node && details.contains(target))) {
			details.open = false;
		}
	});
	return details;
}

/** Away from the edge of the page, where it would be cut off. */
function moveInside(content: HTMLElement): void {
	content.style.translate = '';
	const { left, right } = content.getBoundingClientRect();
	const edge = document.documentElement.clientWidth - 6;
	content.style.translate = `${Math.max(6 - left, Math.min(0, edge - right))}px`;
}
