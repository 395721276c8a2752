import type { Locator, Page } from 'playwright-core';

/** What a person sees and clicks in the sidebar, the palette and the notifications of a real workbench. */
export class Sidebar {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	/** Clicks Slipway's icon in the activity bar. */
	async open(): Promise<void> {
		const icon = this.page.locator('.activitybar .action-item:has(a[aria-label^="Docker (Slipway)"])');
		await icon.click();
		await this.page.locator('.sidebar .pane').first().waitFor();
	}

	/** Drags the border between sidebar and editor, so that rows show whole. */
	async widen(width: number): Promise<void> {
		const sidebar = await this.page.locator('.part.sidebar').boundingBox();
		if (!sidebar) {
			throw new Error('The sidebar is closed.');
		}
		const middle = sidebar.y + sidebar.height / 2;
		await this.page.mouse.move(sidebar.x + sidebar.width, middle);
		await this.page.mouse.down();
		await this.page.mouse.move(sidebar.x + width, middle, { steps: 4 });
		await this.page.mouse.up();
	}

	/** One of the views, for example `Containers`. */
	view(title: string): Locator {
		return this.page.locator(`.sidebar .pane:has(> .pane-header[aria-label^="${title}"])`);
	}

	/** Opens a view that is collapsed. */
	async expandView(title: string): Promise<Locator> {
		const view = this.view(title);
		const header = view.locator('> .pane-header');
		if ((await header.getAttribute('aria-expanded')) === 'false') {
			await header.click();
		}
		return view;
	}

	/** The rows of a view whose label is exactly this text. */
	row(view: string, label: string): Locator {
		const exact = new RegExp(`^${escapePattern(label)}$`);
		return this.view(view)
			.locator('.monaco-list-row')
			.filter({ has: this.page.locator('.label-name', { hasText: exact }) });
	}

	/** Opens a row's children. */
	expandRow(row: Locator): Promise<void> {
		return this.#toggle(row, 'true');
	}

	collapseRow(row: Locator): Promise<void> {
		return this.#toggle(row, 'false');
	}

	/** Clicks again when the rows moved below the pointer, as they do while a row above them opens or closes. */
	async #toggle(row: Locator, expanded: 'true' | 'false'): Promise<void> {
		for (let tries = 5; tries > 0 && (await row.getAttribute('aria-expanded')) !== expanded; tries--) {
			await row.locator('.monaco-tl-twistie').click();
			await this.page.waitForTimeout(500);
		}
	}

	async description(row: Locator): Promise<string> {
		return (await row.locator('.label-description').textContent()) ?? '';
	}

	/** Clicks an inline button, which shows when the pointer is over the row. */
	async inline(row: Locator, title: string): Promise<void> {
		await row.hover();
		await row.locator(`.actions a.action-label[aria-label^="${title}"]`).click();
	}

	/** Chooses an entry of a row's context menu. */
	async menu(row: Locator, title: string): Promise<void> {
		await row.click({ button: 'right' });
		// The first: longer titles that begin alike stand below.
		const entry = this.page.locator(`.monaco-menu .action-item:has(.action-label[aria-label^="${title}"])`).first();
		await entry.hover();
		// A menu takes no click in its first moments, so that the click that opened it chooses nothing.
		await this.page.waitForTimeout(300);
		await entry.click();
		await this.page.locator('.monaco-menu').waitFor({ state: 'detached' });
	}

	/** Chooses an entry that asks for a text, once more where the click came to nothing, and answers. */
	async menuAnswer(row: Locator, title: string, text: string): Promise<void> {
		const input = this.page.locator('.quick-input-widget input.input');
		for (let tries = 3; tries > 0 && !(await input.isVisible()); tries--) {
			await this.menu(row, title);
			await input.waitFor({ timeout: 8000 }).catch(() => {});
		}
		await this.answer(text);
	}

	/** Runs a command by typing its title into the command palette. */
	async command(title: string): Promise<void> {
		await this.page.keyboard.press('F1');
		const input = this.page.locator('.quick-input-widget input.input');
		await input.waitFor();
		await input.fill(`>${title}`);
		await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
	}

	/** Types into the open input box or pick list and accepts. */
	async answer(text: string): Promise<void> {
		const input = this.page.locator('.quick-input-widget input.input');
		await input.waitFor();
		await input.fill(text);
		await this.page.keyboard.press('Enter');
	}

	/** Gives VS Code's own file dialog a path, once it has made its proposal. */
	async answerPath(path: string): Promise<void> {
		const input = this.page.locator('.quick-input-widget input.input');
		await input.waitFor();
		while ((await input.inputValue()) === '') {
			await this.page.waitForTimeout(50);
		}
		// It writes its proposal anew while it still looks at the folder.
		do {
			await input.fill(path);
			await this.page.waitForTimeout(300);
		} while ((await input.inputValue()) !== path);
		await this.page.keyboard.press('Enter');
	}

	/** Presses a button of the modal dialog. */
	async confirm(button: string): Promise<void> {
		await this.page
			.locator('.monaco-dialog-box .dialog-buttons a, .monaco-dialog-box .monaco-button', { hasText: button })
			.first()
			.click();
	}

	/** The notification with this text, in the list below the bell: a VS Code under test shows no toasts. */
	async notification(text: string | RegExp): Promise<Locator> {
		await this.page.locator('.statusbar-item .codicon-bell-dot').click();
		const item = this.page.locator('.notifications-center .notification-list-item', { hasText: text });
		await item.waitFor();
		return item;
	}

	statusBarItem(text: string | RegExp): Locator {
		return this.page.locator('.statusbar-item', { hasText: text });
	}

	/** The terminal that shows now, by the text on its screen. */
	terminal(text: string | RegExp): Locator {
		return this.page.locator('.terminal-wrapper.active .xterm-rows', { hasText: text });
	}
}

function escapePattern(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
