import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync as readlink } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { startEngine } from '../support/ownEngine.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { Sidebar } from '../ui/sidebar.ts';
import { createContainers } from './benchEngine.ts';
import { type Figure, median } from './figure.ts';

const run = promisify(execFile);
const rounds = 7;
/** In no Compose project, so that the rows that come and go are on screen: at the top, by their names. */
const plain = { Labels: {} };

/** What a person waits for in a real workbench, and what the extension costs its host. */
export async function measure(): Promise<Figure[]> {
	const { env } = await ensureEngine();
	return [...(await startUp(env)), ...(await rows(20)), ...(await rows(200)), ...(await footprint(1000))];
}

async function startUp(env: NodeJS.ProcessEnv): Promise<Figure[]> {
	const activations: number[] = [];
	const firstRows: number[] = [];
	await run('docker', ['create', '--name', 'slipway-bench-row', 'busybox'], { env });
	try {
		for (let round = 0; round < 5; round++) {
			await withWorkbench(env, async ({ page }) => {
				// The extension host starts after the window is drawn; nobody clicks before.
				await page.waitForTimeout(8000);
				const begin = performance.now();
				await new Sidebar(page).open();
				await page.locator('.sidebar .pane-body .monaco-list-row').first().waitFor();
				firstRows.push(performance.now() - begin);
				activations.push(await activationTime(page));
			});
		}
	} finally {
		await run('docker', ['rm', '-f', 'slipway-bench-row'], { env });
	}
	return [
		figure('activate() inside VS Code', median(activations), 'ms', 'peer 223 ms', 20),
		figure('click on the view icon → first row', median(firstRows), 'ms', 'peer 1,250 ms', 400),
	];
}

/** As VS Code itself reports it, code loading included. */
async function activationTime(page: Page): Promise<number> {
	await new Sidebar(page).command('Developer: Show Running Extensions');
	const text = page
		.locator('.extension:has-text("Slipway") .activation-time, .extension:has-text("slipway") .activation-time')
		.first();
	await text.waitFor();
	return Number(/(\d+)\s*ms/.exec((await text.textContent()) ?? '')?.[1] ?? Number.NaN);
}

async function rows(others: number): Promise<Figure[]> {
	const engine = await startEngine();
	const env = { ...(await ensureEngine()).env, DOCKER_HOST: engine.host };
	try {
		await createContainers(engine.host, others, 'box', plain);
		const appeared: number[] = [];
		const gone: number[] = [];
		await withWorkbench(env, async ({ page }) => {
			await new Sidebar(page).open();
			await page.locator('.sidebar .pane-body .monaco-list-row').first().waitFor();
			for (let round = 0; round < rounds; round++) {
				const name = `000-bench-${round}`;
				appeared.push(await timed(page, name, true, ['run', '-d', '--name', name, 'busybox', 'sleep', '600'], env));
				gone.push(await timed(page, name, false, ['rm', '-f', name], env));
			}
		});
		return [
			figure(`docker run → row visible, ${others} containers`, median(appeared), 'ms', 'peer 695–812 ms', 350),
			figure(`docker rm -f → row gone, ${others} containers`, median(gone), 'ms', 'peer 601–684 ms', 350),
		];
	} finally {
		await engine.end();
	}
}

/** Runs in the page: resolves to the time at which the row is there, or gone. */
const watchRow = `(label, wanted) => new Promise(resolve => {
	const isThere = () => [...document.querySelectorAll('.sidebar .label-name')].some(row => row.textContent === label);
	const look = () => {
		if (isThere() === wanted) {
			observer.disconnect();
			resolve(Date.now());
		}
	};
	const observer = new MutationObserver(look);
	observer.observe(document.body, { childList: true, subtree: true, characterData: true });
	look();
})`;

/** Milliseconds from issuing the docker command to the row's coming or going on screen. */
async function timed(
	page: Page,
	name: string,
	there: boolean,
	args: string[],
	env: NodeJS.ProcessEnv,
): Promise<number> {
	const watching = page.evaluate<number>(`(${watchRow})(${JSON.stringify(name)}, ${there})`);
	await page.waitForTimeout(300);
	const begin = Date.now();
	const child = spawn('docker', args, { env, stdio: 'ignore' });
	const ended = new Promise(resolve => child.once('exit', resolve));
	const seen = await Promise.race([watching, page.waitForTimeout(15_000).then(() => Number.NaN)]);
	await ended;
	await page.waitForTimeout(500);
	return seen - begin;
}

async function footprint(containers: number): Promise<Figure[]> {
	const engine = await startEngine();
	const env = { ...(await ensureEngine()).env, DOCKER_HOST: engine.host };
	try {
		await createContainers(engine.host, containers, 'box', plain);
		const bare = await hostMemory(env, false);
		const full = await hostMemory(env, true);
		return [
			figure(
				`memory added to the extension host, ${containers} containers`,
				full.megabytes - bare.megabytes,
				'MB',
				'peer ≈ 90 MB',
				40,
			),
			figure('child processes', full.children - bare.children, '', 'peer 3', 0),
		];
	} finally {
		await engine.end();
	}
}

/** Proportional memory of the extension host, after the list is shown and things have settled. */
async function hostMemory(
	env: NodeJS.ProcessEnv,
	withExtension: boolean,
): Promise<{ megabytes: number; children: number }> {
	const samples: { megabytes: number; children: number }[] = [];
	await withWorkbench(
		env,
		async ({ page, server }) => {
			if (withExtension) {
				await new Sidebar(page).open();
				await page.locator('.sidebar .pane-body .monaco-list-row').first().waitFor();
			}
			await page.waitForTimeout(15_000);
			const host = extensionHostOf(server.port);
			samples.push({ megabytes: proportionalMemory(host), children: childrenOf(host).length });
		},
		withExtension,
	);
	return samples[0] as { megabytes: number; children: number };
}

async function withWorkbench(
	env: NodeJS.ProcessEnv,
	use: (workbench: Workbench) => Promise<void>,
	withExtension = true,
): Promise<void> {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-bench-'));
	// Tall, so that the list of running extensions shows all of them.
	const viewport = { width: 1280, height: 2400 };
	const workbench = await openWorkbench({
		folder,
		env,
		viewport,
		...(withExtension ? {} : { extensionPath: false as const }),
	});
	try {
		await use(workbench);
	} finally {
		await workbench.close();
		await rm(folder, { recursive: true, force: true });
	}
}

function figure(name: string, value: number, unit: string, against: string, target: number): Figure {
	return { name, value, unit, against, target: `≤ ${target} ${unit}`.trim(), met: value <= target };
}

interface Process {
	readonly pid: number;
	readonly parent: number;
	readonly command: string;
}

function processes(): Process[] {
	return readdirSync('/proc')
		.filter(entry => /^\d+$/.test(entry))
		.flatMap(entry => {
			try {
				const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ');
				const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))?.[1]);
				return [{ pid: Number(entry), parent, command }];
			} catch {
				return [];
			}
		});
}

function childrenOf(pid: number): Process[] {
	return processes().filter(process => process.parent === pid);
}

function extensionHostOf(port: number): number {
	const all = processes();
	const server = all.find(process => process.command.includes('server-main.js') && listens(process.pid, port));
	const host = all.find(process => process.command.includes('--type=extensionHost') && process.parent === server?.pid);
	if (!host) {
		throw new Error('No extension host found.');
	}
	return host.pid;
}

function listens(pid: number, port: number): boolean {
	const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
	return readFileSync(`/proc/${pid}/net/tcp`, 'utf8')
		.split('\n')
		.some(line => line.includes(wanted) && / 0A /.test(line) && ownsSocket(pid, line.trim().split(/\s+/)[9] ?? ''));
}

function ownsSocket(pid: number, inode: string): boolean {
	return readdirSync(`/proc/${pid}/fd`).some(fd => {
		try {
			return readlink(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`;
		} catch {
			return false;
		}
	});
}

function proportionalMemory(pid: number): number {
	const kilobytes = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
	return Math.round(kilobytes / 102.4) / 10;
}
