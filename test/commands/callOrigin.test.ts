import assert from 'node:assert/strict';
import { currentStack, isCalledByWindow, ownFolderOf } from '../../src/commands/callOrigin.ts';

const own = '/extensions/slipway/dist/';
const ownFile = `${own}extension.cjs`;
const host = 'file:///vscode/out/vs/workbench/api/node/extensionHostProcess.js';
const other = '/extensions/other/extension.js';

function stack(...frames: string[]): string {
	return [
		'Error',
		`    at currentStack (${ownFile}:1:2)`,
		`    at ${ownFile}:3:4`,
		...frames.map(frame => `    at ${frame}`),
	].join('\n');
}

describe('callOrigin: who called the command', () => {
	it('the window', () => {
		const frames = [`k4._executeContributedCommand (${host}:1:1)`, `k4.$executeContributedCommand (${host}:1:2)`];
		assert.equal(isCalledByWindow(stack(...frames), own), true);
	});

	it('the window, by way of the arguments that VS Code keeps for a tree row or a code lens', () => {
		const frames = [
			`k4.a (${host}:1:1)`,
			`k4.executeCommand (${host}:1:2)`,
			`G3.executeConvertedCommand (${host}:1:3)`,
			`k4.$executeContributedCommand (${host}:1:4)`,
		];
		assert.equal(isCalledByWindow(stack(...frames), own), true);
	});

	it('nobody but another part of ours, by way of VS Code', () => {
		const frames = [`k4.executeCommand (${host}:1:2)`, `pull (${own}handlers-A1.cjs:5:6)`, `activate (${other}:5:6)`];
		assert.equal(isCalledByWindow(stack(...frames), own), false);
	});

	it('another extension', () => {
		const frames = [`k4.a (${host}:1:1)`, `k4.executeCommand (${host}:1:2)`, `activate (${other}:5:6)`];
		assert.equal(isCalledByWindow(stack(...frames), own), false);
	});

	it('another extension, in a command that the window called', () => {
		const frames = [
			`k4.executeCommand (${host}:1:2)`,
			`Object.handler [as callback] (${other}:5:6)`,
			`k4.$executeContributedCommand (${host}:1:4)`,
		];
		assert.equal(isCalledByWindow(stack(...frames), own), false);
	});

	it('nobody known', () => {
		assert.equal(isCalledByWindow(stack(), own), false);
	});

	it('finds its own folder in a real stack', () => {
		assert.match(ownFolderOf(currentStack()), /src\/commands\/$/);
	});
});
