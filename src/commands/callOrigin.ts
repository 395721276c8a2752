/**
 * Whether VS Code's window (a menu, a key, the palette) called the command, and not another extension.
 *
 * The window shows whatever a command rejects with in a dialog of its own, cancellations too. We have told the user
 * already, so a command called from there must not reject; one called through `executeCommand` must. VS Code tells the
 * two apart nowhere but in the call stack: a call from the window comes straight out of `$executeContributedCommand`,
 * with nobody else's code in between. Should that name ever change, the window shows our sentence a second time.
 */
export function isCalledByWindow(stack: string, ownFolder: string): boolean {
	const frames = stack.split('\n').slice(1).map(readFrame);
	const isOwn = (file: string) => folderOf(file) === ownFolder;
	const host = frames.find(({ file }) => file !== undefined && !isOwn(file))?.file;
	for (const frame of frames) {
		if (frame.file === undefined || isOwn(frame.file)) {
			continue;
		}
		if (frame.file !== host) {
			return false;
		}
		if (frame.name.endsWith('$executeContributedCommand')) {
			return true;
		}
	}
	return false;
}

/** The stack of the running call, deeper than the usual ten frames. */
export function currentStack(): string {
	const limit = Error.stackTraceLimit;
	Error.stackTraceLimit = 60;
	const stack = new Error().stack ?? '';
	Error.stackTraceLimit = limit;
	return stack;
}

/** The folder of the file of the caller's frame in a stack, to compare others with: the extension consists of several files. */
export function ownFolderOf(stack: string): string {
	return folderOf(readFrame(stack.split('\n')[1] ?? '').file ?? '');
}

function folderOf(file: string): string {
	return file.replace(/[^/\\]*$/, '');
}

function readFrame(line: string): { name: string; file: string | undefined } {
	const match = /^\s*at (?:async )?(?:(.*?) (?:\[as [^\]]*\] )?\()?([^()]*?):\d+:\d+\)?$/.exec(line);
	return { name: match?.[1] ?? '', file: match?.[2] };
}
