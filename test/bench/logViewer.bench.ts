import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FrameLocator, Page } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { openWorkbench } from '../support/vscode.ts';
import { Sidebar } from '../ui/sidebar.ts';
import { type Figure, median } from './figure.ts';

const run = promisify(execFile);
const name = 'slipway-bench-log';
const lines = 1_000_000;
/** Lines of some hundred bytes, as a web server writes them, one in a thousand of them an error. */
const script = `awk 'BEGIN { for (i = 1; i <= ${lines}; i++) print (i % 1000 == 0 ? "ERROR" : "INFO") " request " i " GET /orders/" i * 7 % 100003 " 200 12ms agent=bench/1.0 trace=4bf92f3577b34da6a3ce929d0e0e4736" }'`;
const traced = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'];

/** A log of a million lines in a real workbench: what a person who scrolls, filters and searches waits for. */
export async function measure(): Promise<Figure[]> {
	const { env, cli } = await ensureEngine();
	await run(cli, ['rm', '-f', name], { env });
	await run(cli, ['run', '-d', '--name', name, 'busybox', 'sh', '-c', script], { env });
	await run(cli, ['wait', name], { env });
	const workbench = await openWorkbench({ env, userSettings: { 'slipway.logs.tail': lines } });
	try {
		const sidebar = new Sidebar(workbench.page);
		await sidebar.open();
		const before = await heapOf(workbench.page);
		const frame = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
		await sidebar.menu(sidebar.row('Containers', name), 'Show Container Logs', frame.locator('.status'));
		await frame.locator('.status', { hasText: '1,000,000 lines' }).waitFor({ timeout: 120_000 });
		const browser = workbench.context.browser();
		await browser?.startTracing(workbench.page, { categories: traced });
		await scroll(workbench.page, frame);
		const filtered = await filter(frame);
		const searched = await search(workbench.page, frame);
		const trace = JSON.parse(String(await browser?.stopTracing())) as { traceEvents: TraceEvent[] };
		const added = (await heapOf(workbench.page)) - before;
		return [
			figure('log of 1,000,000 lines: longest frame of the page', longestTask(trace.traceEvents), 'ms', 50),
			figure('log of 1,000,000 lines: filter', filtered, 'ms', 500),
			figure('log of 1,000,000 lines: search', searched, 'ms', 300),
			figure('log of 1,000,000 lines: memory added to the page', added, 'MB', 200),
		];
	} finally {
		await workbench.close();
		await run(cli, ['rm', '-f', name], { env });
	}
}

/** By the wheel, by the keyboard and by the scrollbar, from one end to the other. */
async function scroll(page: Page, frame: FrameLocator): Promise<void> {
	const list = frame.locator('.window');
	await list.hover();
	for (let step = 0; step < 60; step++) {
		await page.mouse.wheel(0, step % 2 ? -700 : -2100);
		await page.waitForTimeout(16);
	}
	await list.focus();
	for (const key of ['PageUp', 'PageUp', 'ArrowUp', 'Home', 'PageDown', 'End', 'PageUp']) {
		await page.keyboard.press(key);
		await page.waitForTimeout(40);
	}
	const thumb = await frame.locator('.thumb').boundingBox();
	const bar = await frame.locator('.scrollbar').boundingBox();
	if (thumb && bar) {
		await page.mouse.move(thumb.x + 4, thumb.y + 4);
		await page.mouse.down();
		for (let step = 0; step <= 60; step++) {
			await page.mouse.move(thumb.x + 4, bar.y + (bar.height * (step < 30 ? 30 - step : step - 30)) / 30);
			await page.waitForTimeout(16);
		}
		await page.mouse.up();
	}
}

async function filter(frame: FrameLocator): Promise<number> {
	const times: number[] = [];
	for (const [text, said] of [
		['request 77', 'of 1,000,000 lines'],
		['', '1,000,000 lines'],
		['ERROR', '1,000 of 1,000,000 lines'],
		['', '1,000,000 lines'],
	] as const) {
		times.push(await typed(frame, '.toolbar input[type="text"]', text, '.status', said));
	}
	return median(times);
}

async function search(page: Page, frame: FrameLocator): Promise<number> {
	await frame.locator('.window').focus();
	await page.keyboard.press('Control+F');
	const times: number[] = [];
	for (const [text, said] of [
		['orders/4242', 'of'],
		['request 999', '1,111'],
		['not in there', 'No results'],
		['ERROR', '1,000'],
	] as const) {
		times.push(await typed(frame, '.find input', text, '.count', said));
	}
	return median(times);
}

/** Runs in the page: types a text and resolves to the milliseconds until the answer is there. */
const typeAndWait = `([input, text, place, said]) => new Promise(resolve => {
	const field = document.querySelector(input);
	const answer = document.querySelector(place);
	const before = answer.textContent;
	const begin = performance.now();
	const look = () => {
		if (answer.textContent !== before && answer.textContent.includes(said)) {
			resolve(performance.now() - begin);
		} else {
			requestAnimationFrame(look);
		}
	};
	field.value = text;
	field.dispatchEvent(new Event('input', { bubbles: true }));
	look();
})`;

/** Milliseconds from the last letter to the answer on screen, with the pause in which more letters are awaited. */
function typed(
	frame: FrameLocator,
	...given: readonly [input: string, text: string, place: string, said: string]
): Promise<number> {
	return frame.locator('body').evaluate(`(${typeAndWait})(${JSON.stringify(given)})`) as Promise<number>;
}

interface TraceEvent {
	readonly name: string;
	readonly pid: number;
	readonly tid: number;
	/** Microseconds. */
	readonly ts: number;
	/** Microseconds. */
	readonly dur?: number;
	/** The same without the time in which other programs had the processor. */
	readonly tdur?: number;
	readonly args?: { readonly data?: { readonly url?: string }; readonly name?: string };
}

/** Milliseconds of the processor for the longest task in which the viewer's code ran, with its layout and its painting. */
function longestTask(events: readonly TraceEvent[]): number {
	const calls = events.filter(({ args }) => args?.data?.url?.includes('logViewer.js'));
	const [call] = calls;
	const tasks = events.filter(
		({ name, pid, tid }) => name.endsWith('RunTask') && pid === call?.pid && tid === call.tid,
	);
	const own = tasks.filter(({ ts, dur = 0 }) => calls.some(one => one.ts >= ts && one.ts <= ts + dur));
	return Math.max(...own.map(({ dur = 0, tdur = dur }) => tdur / 1000));
}

/** In MB; a browser that shows VS Code runs the workbench and its webviews in one process. */
async function heapOf(page: Page): Promise<number> {
	return (await page.evaluate<number>('performance.memory.usedJSHeapSize')) / 1e6;
}

function figure(what: string, value: number, unit: string, target: number): Figure {
	const rounded = Math.round(value * 10) / 10;
	return { name: what, value: rounded, unit, against: '–', target: `≤ ${target} ${unit}`, met: value <= target };
}
