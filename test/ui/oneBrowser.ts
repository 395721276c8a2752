import { keepBrowser } from '../support/vscode.ts';

let end: () => Promise<void> = async () => {};

/** Mocha's, for all files of a run: a browser takes seconds to start and is the same for all. */
export const mochaHooks = {
	beforeAll() {
		end = keepBrowser();
	},
	afterAll: () => end(),
};
