import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Ends a program together with those that it has started: the docker command line runs its plugins as processes of
 * their own. The program must have been started `detached` where that makes a group, everywhere but on Windows.
 */
export function endGroup(child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): void {
	if (child.pid === undefined) {
		return;
	}
	if (process.platform === 'win32') {
		spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
		return;
	}
	try {
		process.kill(-child.pid, signal);
	} catch {
		// It has ended by itself in between.
	}
}
