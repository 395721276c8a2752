import type { LogList } from './logList.ts';

export interface LogKeyActions {
	readonly list: LogList;
	readonly isMac: boolean;
	openSearch(): void;
	next(backwards: boolean): void;
	/** Opens or closes what the line with the focus has to open. */
	toggle(open: boolean | undefined): void;
	extend(by: number): void;
	selectAll(): void;
	unselect(): void;
	/** True when there were lines to copy. */
	copy(): boolean;
}

/** Everywhere in the viewer. */
export function onPageKey(event: KeyboardEvent, actions: LogKeyActions): void {
	const isMain = actions.isMac ? event.metaKey : event.ctrlKey;
	if (isMain && !event.altKey && event.key.toLowerCase() === 'f') {
		actions.openSearch();
	} else if (event.key === 'F3' || (actions.isMac && isMain && event.key.toLowerCase() === 'g')) {
		actions.next(event.shiftKey);
	} else {
		return;
	}
	event.preventDefault();
	event.stopPropagation();
}

/** While the log has the focus. */
export function onListKey(event: KeyboardEvent, actions: LogKeyActions): void {
	const isMain = actions.isMac ? event.metaKey : event.ctrlKey;
	const isOnButton = (event.target as HTMLElement).matches('button');
	const handled = isMain
		? onMainKey(event.key.toLowerCase(), actions)
		: event.altKey || (isOnButton && (event.key === 'Enter' || event.key === ' '))
			? false
			: onPlainKey(event.key, event.shiftKey, actions);
	if (handled) {
		event.preventDefault();
	}
}

function onMainKey(key: string, actions: LogKeyActions): boolean {
	switch (key) {
		case 'a':
			actions.selectAll();
			return true;
		case 'c':
			return actions.copy();
		case 'home':
			actions.list.scrollToStart();
			return true;
		case 'end':
			actions.list.scrollToEnd();
			return true;
	}
	return false;
}

function onPlainKey(key: string, shift: boolean, { list, toggle, extend, unselect }: LogKeyActions): boolean {
	switch (key) {
		case 'ArrowDown':
		case 'ArrowUp': {
			const by = key === 'ArrowDown' ? 1 : -1;
			if (shift) {
				extend(by);
			} else {
				unselect();
				list.moveFocus(by);
			}
			return true;
		}
		case 'PageDown':
		case 'PageUp':
			list.scrollPages(key === 'PageDown' ? 1 : -1);
			return true;
		case 'Home':
			list.scrollToStart();
			return true;
		case 'End':
			list.scrollToEnd();
			return true;
		case 'Enter':
		case ' ':
			toggle(undefined);
			return true;
		case 'ArrowRight':
		case 'ArrowLeft':
			toggle(key === 'ArrowRight');
			return true;
		case 'Escape':
			unselect();
			return true;
	}
	return false;
}
