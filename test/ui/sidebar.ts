import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { until } from '../support/until.ts';
import { insist } from './insist.ts';

type Outcome = Parameters<typeof insist>[1];

/** For what is done again where it is in vain. */
const quickly = { timeout: 10_000 };

/** What a person sees and clicks in the sidebar, the palette and the notifications of a real workbench. */
export class Sidebar {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	/** Clicks Slipway's icon in the activity bar. */
	async open(): Promise<void> {
		const icon = this.page.locator('.activitybar .action-item:has(a[aria-label^="Docker (Slipway)"])');
		const panes = this.page.locator('.sidebar [id="workbench.view.extension.slipway"] .pane');
		// A second click would close it.
		await insist(async () => (await panes.first().isVisible()) || icon.click(quickly), panes);
	}

	/** Drags the border between sidebar and editor, so that rows show whole. */
	async widen(width: number): Promise<void> {
		const box = async () => {
			const found = await this.page.locator('.part.sidebar').boundingBox();
			assert.ok(found, 'The sidebar is closed.');
			return found;
		};
		const drag = async () => {
			const sidebar = await box();
			const middle = sidebar.y + sidebar.height / 2;
			await this.page.mouse.move(sidebar.x + sidebar.width, middle);
			await this.page.mouse.down();
			await this.page.mouse.move(sidebar.x + width, middle, { steps: 4 });
			await this.page.mouse.up();
		};
		await insist(drag, async () => Math.abs((await box()).width - width) < 10, 2000);
	}

	/** One of the views, for example `Containers`. */
	view(title: string): Locator {
		return this.page.locator(`.sidebar .pane:has(> .pane-header[aria-label^="${title}"])`);
	}

	/** Opens a view that is collapsed. */
	async expandView(title: string): Promise<Locator> {
		const view = this.view(title);
		await toggle(view.locator('> .pane-header'), view.locator('> .pane-header'), 'true');
		return view;
	}

	/** Clicks a button in the head of a view, which shows when the pointer is over the view. */
	async headButton(title: string, button: string, outcome: Outcome): Promise<void> {
		const view = this.view(title);
		await insist(async () => {
			await view.hover(quickly);
			await view.locator(`.pane-header .actions a.action-label[aria-label^="${button}"]`).click(quickly);
		}, outcome);
	}

	/** The rows of a view whose label is exactly this text. */
	row(view: string, label: string): Locator {
		const exact = new RegExp(`^${escapePattern(label)}$`);
		return this.view(view)
			.locator('.monaco-list-row')
			.filter({ has: this.page.locator('.label-name', { hasText: exact }) });
	}

	/** Opens a row's children, once it has some. */
	expandRow(row: Locator): Promise<void> {
		return toggle(row, row.locator('.monaco-tl-twistie'), 'true');
	}

	collapseRow(row: Locator): Promise<void> {
		return toggle(row, row.locator('.monaco-tl-twistie'), 'false');
	}

	async description(row: Locator): Promise<string> {
		return (await row.locator('.label-description').textContent()) ?? '';
	}

	/** Clicks an inline button, which shows when the pointer is over the row. */
	async inline(row: Locator, title: string, outcome: Outcome): Promise<void> {
		await insist(async () => {
			await row.hover(quickly);
			await row.locator(`.actions a.action-label[aria-label^="${title}"]`).click(quickly);
		}, outcome);
	}

	/** Chooses a row and presses a key. */
	async press(row: Locator, key: string, outcome: Outcome): Promise<void> {
		await insist(async () => {
			await row.click(quickly);
			await this.page.keyboard.press(key);
		}, outcome);
	}

	/** Chooses an entry of a row's context menu. */
	async menu(row: Locator, title: string, outcome: Outcome): Promise<void> {
		await insist(() => this.#menu(row, title), outcome);
	}

	async #menu(row: Locator, title: string): Promise<void> {
		const menu = this.page.locator('.monaco-menu');
		if (await menu.isVisible()) {
			await this.page.keyboard.press('Escape');
		}
		await row.click({ ...quickly, button: 'right' });
		// The first: longer titles that begin alike stand below.
		const entry = menu.locator(`.action-item:has(.action-label[aria-label^="${title}"])`).first();
		await entry.hover(quickly);
		// A menu takes no click in its first moments, so that the click that opened it chooses nothing.
		await this.page.waitForTimeout(300);
		await entry.click(quickly);
		await menu.waitFor({ state: 'detached', timeout: 5000 });
	}

	/** Chooses an entry that asks for a text, and answers. */
	async menuAnswer(row: Locator, title: string, text: string): Promise<void> {
		await this.menu(row, title, this.input);
		await this.answer(text);
	}

	/** Runs a command by typing its title into the command palette. */
	async command(title: string): Promise<void> {
		// Longer titles that begin alike stand below.
		const label = this.page.locator('.label-name', { hasText: new RegExp(`^${escapePattern(title)}…?$`) });
		const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ has: label }).first();
		const run = async () => {
			await this.page.keyboard.press('F1');
			await this.input.fill(`>${title}`, quickly);
			await row.waitFor(quickly);
			// The list is filtered anew as more commands are found; the key takes what is chosen then, the pointer what moved there.
			const isChosen = (await row.getAttribute('class', quickly))?.includes('focused');
			await (isChosen ? this.page.keyboard.press('Enter') : row.click(quickly));
		};
		// Where the command asks something itself, its question stands in the same place.
		const hasRun = async () => !(await this.input.isVisible()) || (await this.input.inputValue()) !== `>${title}`;
		await insist(run, hasRun);
	}

	/** Chooses a colour theme, again where VS Code comes back to the one before, as it may while it shows previews. */
	async theme(name: string, worn: Outcome): Promise<void> {
		const themes = this.page.locator('.quick-input-widget input[placeholder^="Select Color Theme"]');
		const choose = async () => {
			await this.command('Preferences: Color Theme');
			await themes.fill(name, quickly);
			await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor(quickly);
			await this.page.keyboard.press('Enter');
		};
		await insist(choose, worn);
	}

	/** The open input box, or the one of a pick list. */
	get input(): Locator {
		return this.page.locator('.quick-input-widget input.input');
	}

	/** A question by its title. */
	question(title: string): Locator {
		return this.page.locator('.quick-input-title', { hasText: title });
	}

	/** The first row of the open pick list with this text. */
	choice(text: string | RegExp): Locator {
		return this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
	}

	/** Clicks a row of the open pick list. */
	async pick(text: string | RegExp, outcome: Outcome): Promise<void> {
		const row = this.choice(text);
		await insist(async () => {
			// Where the pointer rests on another row, a hover would soon lie above this one.
			await this.page.mouse.move(700, 790);
			await row.click(quickly);
		}, outcome);
	}

	/** Types into the open input box or pick list and accepts. */
	async answer(text: string): Promise<void> {
		await this.input.waitFor();
		await this.input.fill(text);
		await this.page.keyboard.press('Enter');
	}

	/** Answers the question with this title, once it is asked. */
	async answerTo(title: string, text: string): Promise<void> {
		await this.question(title).waitFor();
		await this.answer(text);
	}

	/** Gives VS Code's own file dialog a path, once it has made its proposal. */
	async answerPath(path: string): Promise<void> {
		const { input } = this;
		await until(async () => (await input.inputValue()) !== '', 'the proposal of the file dialog');
		// It writes its proposal anew while it still looks at the folder.
		do {
			await input.fill(path);
			await this.page.waitForTimeout(300);
		} while ((await input.inputValue()) !== path);
		await this.page.keyboard.press('Enter');
	}

	/** Presses a button of the modal dialog. */
	async confirm(button: string): Promise<void> {
		const found = this.page
			.locator('.monaco-dialog-box .dialog-buttons a, .monaco-dialog-box .monaco-button', { hasText: button })
			.first();
		await found.waitFor();
		await insist(
			() => found.click(quickly),
			async () => !(await found.isVisible()),
		);
	}

	/** The list below the bell: a VS Code under test shows no toasts. */
	get notificationCentre(): Locator {
		return this.page.locator('.notifications-center.visible');
	}

	/** Opens the list below the bell. */
	async openNotifications(): Promise<void> {
		const centre = this.notificationCentre;
		const bell = this.page.locator('.statusbar-item:has(.codicon-bell, .codicon-bell-dot)');
		// A second click would close it.
		await insist(async () => (await centre.isVisible()) || bell.click(quickly), centre, 5000);
	}

	async closeNotifications(): Promise<void> {
		const centre = this.notificationCentre;
		const hide = this.page.locator('.notifications-center .codicon-notifications-hide');
		await insist(
			async () => !(await centre.isVisible()) || hide.click(quickly),
			async () => !(await centre.isVisible()),
			5000,
		);
	}

	/** The notification with this text, as it comes. */
	async notification(text: string | RegExp): Promise<Locator> {
		const item = this.notificationCentre.locator('.notification-list-item', { hasText: text });
		// The list closes by itself where somebody takes the focus.
		await insist(() => this.openNotifications(), item);
		return item;
	}

	statusBarItem(text: string | RegExp): Locator {
		return this.page.locator('.statusbar-item', { hasText: text });
	}

	/** Types a line into the terminal that shows now, until the answer is on its screen. */
	async typeInTerminal(line: string, answer: string | RegExp): Promise<void> {
		await insist(async () => {
			await this.page.locator('.terminal-wrapper.active .xterm-screen').click(quickly);
			await this.page.keyboard.type(`${line}\n`);
		}, this.terminal(answer));
	}

	/** The terminal that shows now, by the text on its screen. */
	terminal(text: string | RegExp): Locator {
		return this.page.locator('.terminal-wrapper.active .xterm-rows', { hasText: text });
	}
}

function escapePattern(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Clicks until it is open or closed: rows move below the pointer while a row above them opens or closes. */
async function toggle(what: Locator, click: Locator, expanded: 'true' | 'false'): Promise<void> {
	const isSo = async () => (await what.getAttribute('aria-expanded', quickly)) === expanded;
	await until(async () => (await what.getAttribute('aria-expanded', quickly)) !== null, 'something to open');
	await insist(async () => (await isSo()) || click.click(quickly), isSo, 3000);
}
