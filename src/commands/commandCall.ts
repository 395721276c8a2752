/** What a command was called with, however it was called. */
export interface CommandCall {
	/** Tree elements, strings and Uris; empty when left out. */
	readonly targets: readonly unknown[];
	readonly options: Readonly<Record<string, unknown>>;
	/** Whether the caller gave options at all: then nothing optional is asked. */
	readonly optionsGiven: boolean;
	/** `false` where the call came from a row that is gone: acting on the selection instead would hit another object. */
	readonly maySelect: boolean;
	/** Called by a menu, a key or the palette. The button above a view passes the focused row, which may not be meant. */
	readonly byWindow: boolean;
	readonly signal?: AbortSignal;
}

/**
 * Makes one shape of the ways a command is called:
 * `(element, selectedElements)` from a tree, `(uri, uris)` from the explorer, `(uri, { groupId })` from an editor,
 * `({ target, … })` or `([target, options])` from a keybinding's `args`, and `(target, options)` from everywhere else.
 */
export function readCall(args: readonly unknown[], byWindow = false): CommandCall {
	return { ...readArguments(args), byWindow };
}

type ReadArguments = Omit<CommandCall, 'byWindow'>;

function readArguments(args: readonly unknown[]): ReadArguments {
	const [first, second, third] = args.length === 1 && isTargetAndOptions(args[0]) ? args[0] : args;
	if (isOptions(first) && second === undefined) {
		const { target, options, ...rest } = first;
		return makeCall(asList(target), isOptions(options) ? { ...options, ...rest } : rest, true);
	}
	if (Array.isArray(second)) {
		const targets = second.filter(isTarget);
		const picked = isTarget(first) && !targets.includes(first) ? [first] : targets;
		return makeCall(picked, isOptions(third) ? third : {}, isOptions(third), args.length);
	}
	const given = isOptions(second) && !isEditorContext(second);
	return makeCall(asList(first), given ? second : {}, given, args.length);
}

function makeCall(
	targets: readonly unknown[],
	options: Readonly<Record<string, unknown>>,
	optionsGiven: boolean,
	argumentCount = 1,
): ReadArguments {
	return { targets, options, optionsGiven, maySelect: targets.length > 0 || optionsGiven || argumentCount < 2 };
}

function asList(target: unknown): readonly unknown[] {
	return Array.isArray(target) ? target.filter(isTarget) : isTarget(target) ? [target] : [];
}

function isTarget(value: unknown): boolean {
	return (typeof value === 'string' && value !== '') || (typeof value === 'object' && value !== null);
}

/** Tree elements carry a `kind`, Uris a `scheme`; both are no answers. */
function isOptions(value: unknown): value is Readonly<Record<string, unknown>> {
	return (
		typeof value === 'object' && value !== null && !Array.isArray(value) && !('kind' in value) && !('scheme' in value)
	);
}

function isEditorContext(value: object): boolean {
	return 'groupId' in value;
}

function isTargetAndOptions(value: unknown): value is [unknown, unknown] {
	return Array.isArray(value) && value.length === 2 && !isOptions(value[0]) && isOptions(value[1]);
}
