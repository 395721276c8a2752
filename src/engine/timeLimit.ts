import { type Context, createContext, Script } from 'node:vm';

let script: Script | undefined;
let context: Context | undefined;

/**
 * Runs synchronous work and breaks it off, wherever it is, after some milliseconds: the only way out of a regular
 * expression that has lost itself. Returns false when it was broken off.
 */
export function withTimeLimit(milliseconds: number, work: () => void): boolean {
	script ??= new Script('work()');
	context ??= createContext({});
	context.work = work;
	try {
		script.runInContext(context, { timeout: milliseconds });
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
			return false;
		}
		throw error;
	} finally {
		context.work = undefined;
	}
}
