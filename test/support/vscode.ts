import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startChromium } from './chromium.ts';
import { type CodeServer, startCodeServer } from './codeServer.ts';
import { projectRoot } from './projectRoot.ts';

export interface WorkbenchOptions {
	/** Absolute path of the folder to open; none opens an empty window. */
	readonly folder?: string;
	/** The extension under development; the project itself when left out. False starts without. */
	readonly extensionPath?: string | false;
	/** Absolute path of the bundle that runs tests inside VS Code. */
	readonly extensionTestsPath?: string;
	/** `ko` for Korean. */
	readonly locale?: string;
	/** A colour theme's id, such as `Default Light Modern` or `Default High Contrast`. */
	readonly theme?: string;
	/** Reaches the extension host; process.env when left out. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly userSettings?: Readonly<Record<string, unknown>>;
	readonly workspaceTrust?: boolean;
	readonly viewport?: { readonly width: number; readonly height: number };
	/** Called with the page before it loads anything. */
	prepare?(page: Page): Promise<void>;
	/** A server to share; otherwise each workbench has one of its own. */
	readonly server?: CodeServer;
}

export interface Workbench {
	readonly page: Page;
	readonly server: CodeServer;
	readonly context: BrowserContext;
	close(): Promise<void>;
}

let browser: Promise<Browser> | undefined;
let users = 0;

/** Keeps the browser for the workbenches that are still to be opened, until what is returned is called. */
export function keepBrowser(): () => Promise<void> {
	users++;
	return closeBrowserAfterLast;
}

/** A real VS Code in a browser page, with the extension in development mode, once its window is drawn. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
	const owned: (() => Promise<void>)[] = [];
	const close = async () => {
		for (const end of owned.splice(0).reverse()) {
			await end().catch(() => {});
		}
	};
	try {
		users++;
		owned.push(closeBrowserAfterLast);
		const [server, running] = await Promise.all([serverFor(options, owned), runningBrowser()]);
		const context = await running.newContext({
			viewport: options.viewport ?? { width: 1280, height: 800 },
			permissions: ['clipboard-read', 'clipboard-write'],
		});
		owned.push(() => context.close());
		// Many times what anything takes that a test waits for: on a slow, loaded machine all takes longer.
		context.setDefaultTimeout(60_000);
		const page = await openPage(context, server, options);
		return { page, server, context, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** Another one where the one before has crashed. */
async function runningBrowser(): Promise<Browser> {
	const last = await browser?.catch(() => undefined);
	if (!last?.isConnected()) {
		browser = startChromium();
	}
	return browser as Promise<Browser>;
}

async function serverFor(options: WorkbenchOptions, owned: (() => Promise<void>)[]): Promise<CodeServer> {
	if (options.server) {
		return options.server;
	}
	const { env, userSettings, theme, workspaceTrust } = options;
	const settings = { ...(theme ? { 'workbench.colorTheme': theme } : {}), ...userSettings };
	const server = await startCodeServer({ env, settings, workspaceTrust });
	owned.push(() => server.end());
	return server;
}

async function openPage(context: BrowserContext, server: CodeServer, options: WorkbenchOptions): Promise<Page> {
	const page = await context.newPage();
	if (options.locale) {
		await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(options.locale)};`);
	}
	await options.prepare?.(page);
	await page.goto(workbenchUrl(server, options), { timeout: 60_000 });
	await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
	return page;
}

async function closeBrowserAfterLast(): Promise<void> {
	users--;
	if (users === 0) {
		const last = browser;
		browser = undefined;
		await (await last)?.close();
	}
}

export function workbenchUrl(server: CodeServer, options: WorkbenchOptions): string {
	const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${file}`;
	const payload = [['skipWelcome', 'true']];
	if (options.extensionPath !== false) {
		payload.push(['extensionDevelopmentPath', remote(options.extensionPath ?? projectRoot)]);
	}
	if (options.extensionTestsPath) {
		payload.push(['extensionTestsPath', remote(options.extensionTestsPath)]);
	}
	const query = new URLSearchParams({ payload: JSON.stringify(payload) });
	if (options.folder) {
		query.set('folder', options.folder);
	} else {
		query.set('ew', 'true');
	}
	return `${server.url}/?${query}`;
}
