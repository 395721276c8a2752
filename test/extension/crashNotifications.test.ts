import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Emitter } from '../../src/base/event.ts';
import type { Crash, CrashWatcher } from '../../src/engine/crashes.ts';
import type { Settings } from '../../src/settings.ts';
import { CrashNotifications, crashSentence } from '../../src/ui/crashNotifications.ts';

const crash = (fields: Partial<Crash> = {}): Crash => ({
	containerId: 'c1',
	name: 'web',
	image: 'busybox',
	reason: 'exit',
	exitCode: 137,
	count: 1,
	...fields,
});

describe('crashNotifications', () => {
	const shown: { message: string; buttons: string[] }[] = [];
	const crashed = new Emitter<Crash>();
	const kept = new Map<string, unknown>();
	const settings = { crashNotifications: true };
	const original = vscode.window.showWarningMessage;
	let answer: string | undefined;
	let notifications: CrashNotifications;

	before(() => {
		Object.assign(vscode.window, {
			showWarningMessage: async (message: string, ...buttons: string[]) => {
				shown.push({ message, buttons });
				return answer;
			},
		});
		const memory = {
			get: (key: string, fallback: unknown) => kept.get(key) ?? fallback,
			update: async (key: string, value: unknown) => void kept.set(key, value),
		} as unknown as vscode.Memento;
		const watcher = { onDidCrash: crashed.event } as unknown as CrashWatcher;
		notifications = new CrashNotifications(watcher, settings as Settings, memory);
	});

	after(() => {
		Object.assign(vscode.window, { showWarningMessage: original });
		notifications.dispose();
		assert.equal(crashed.listenerCount, 0);
	});

	beforeEach(() => shown.splice(0));

	it('says what the exit code means, with the ways on', () => {
		crashed.fire(crash());
		assert.equal(shown.length, 1);
		assert.equal(
			shown[0]?.message,
			'Container "web" has ended with code 137: killed, by somebody or for lack of memory.',
		);
		assert.deepEqual(shown[0]?.buttons, ['Logs', 'Restart', 'Mute']);
	});

	it('words other reasons, unknown codes and counts', () => {
		const cases: [Partial<Crash>, RegExp][] = [
			[{ reason: 'oom' }, /ran out of memory\.$/],
			[{ reason: 'unhealthy' }, /has become unhealthy\.$/],
			[{ exitCode: 3 }, /has ended with code 3\.$/],
			[{ exitCode: 139 }, /invalid memory access\.$/],
			[{ exitCode: 135 }, /ended by signal 7\.$/],
			[{ exitCode: 1, count: 5 }, /error\. That is time number 5\.$/],
		];
		for (const [fields, expected] of cases) {
			assert.match(crashSentence(crash(fields)), expected);
		}
	});

	it('is silent when the setting is off', () => {
		settings.crashNotifications = false;
		crashed.fire(crash());
		settings.crashNotifications = true;
		assert.deepEqual(shown, []);
	});

	it("remembers what is muted by the container's name", async () => {
		answer = 'Mute';
		crashed.fire(crash({ name: 'noisy' }));
		await new Promise(resolve => setTimeout(resolve, 0));
		crashed.fire(crash({ name: 'noisy', containerId: 'c2' }));
		crashed.fire(crash({ name: 'other' }));
		assert.deepEqual(
			shown.map(({ message }) => /"(\w+)"/.exec(message)?.[1]),
			['noisy', 'other'],
		);
	});
});
