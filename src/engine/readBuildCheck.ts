import { unwrapBuildMessage, withoutTerminalCodes } from './buildFailure.ts';

/** What BuildKit has against a Dockerfile in one place. */
export interface CheckFinding {
	/** BuildKit's name of the rule; undefined where no image could be built at all. */
	readonly rule: string | undefined;
	readonly message: string;
	/** Page that explains the rule. */
	readonly url: string | undefined;
	/** First and last line, counted from 1. */
	readonly line: number;
	readonly endLine: number;
}

/** What one run of `buildx build --call=check,format=json` says. */
export type CheckAnswer =
	| { readonly kind: 'findings'; readonly findings: readonly CheckFinding[] }
	/** Nobody could be asked for an image: BuildKit went no further. */
	| { readonly kind: 'imageOutOfReach'; readonly image: string; readonly reason: string }
	/** The same for the frontend that `# syntax=` names. */
	| { readonly kind: 'frontendOutOfReach'; readonly reason: string }
	/** The installed buildx, or the engine's BuildKit, is older than the check. */
	| { readonly kind: 'unsupported'; readonly by: 'buildx' | 'engine' }
	| { readonly kind: 'noSuchStage'; readonly reason: string }
	| { readonly kind: 'failed'; readonly reason: string };

/** `stdout` is the JSON, if it came so far; the exit code tells nothing, since findings count as a failure too. */
export function readCheckAnswer(stdout: string, stderr: string): CheckAnswer {
	const report = parseReport(stdout);
	return report ? readReport(report) : readFailure(withoutTerminalCodes(stderr));
}

interface Location {
	readonly ranges?: readonly { readonly start?: { line?: unknown }; readonly end?: { line?: unknown } }[] | null;
}

interface Report {
	readonly warnings?:
		| readonly {
				readonly ruleName?: unknown;
				readonly description?: unknown;
				readonly url?: unknown;
				readonly detail?: unknown;
				readonly location?: Location;
		  }[]
		| null;
	readonly buildError?: { readonly message?: unknown; readonly location?: Location } | null;
}

function parseReport(stdout: string): Report | undefined {
	try {
		const value: unknown = JSON.parse(stdout);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function readReport({ warnings, buildError }: Report): CheckAnswer {
	const findings = (warnings ?? []).map(
		(warning): CheckFinding => ({
			rule: textOf(warning.ruleName) ?? 'BuildCheck',
			message: textOf(warning.detail) ?? textOf(warning.description) ?? '',
			url: textOf(warning.url),
			...linesOf(warning.location),
		}),
	);
	const error = unwrapBuildMessage(textOf(buildError?.message) ?? '');
	// With `# check=error=true` the findings themselves are the error.
	if (error === '' || error.startsWith('lint violation found')) {
		return { kind: 'findings', findings };
	}
	const unresolved = /^(\S+): failed to resolve source metadata for (?:\S+): (.*)$/s.exec(error);
	if (unresolved?.[1] && unresolved[2] && isOutOfReach(unresolved[2])) {
		return { kind: 'imageOutOfReach', image: unresolved[1], reason: unresolved[2] };
	}
	if (/^target stage .* could not be found/.test(error)) {
		return { kind: 'noSuchStage', reason: error };
	}
	const refused: CheckFinding = { rule: undefined, message: error, url: undefined, ...linesOf(buildError?.location) };
	return { kind: 'findings', findings: [...findings, refused] };
}

function readFailure(stderr: string): CheckAnswer {
	if (/^(?:ERROR: )?unknown flag: --call\b/m.test(stderr)) {
		return { kind: 'unsupported', by: 'buildx' };
	}
	if (/unsupported request frontend\.lint|lint(?:ing)? is not supported/.test(stderr)) {
		return { kind: 'unsupported', by: 'engine' };
	}
	const said = [...stderr.matchAll(/^ERROR: (.+)$/gm)].at(-1)?.[1];
	const reason = said === undefined ? (stderr.trim().split('\n').at(-1) ?? '') : unwrapBuildMessage(said);
	const frontend = /resolve image config for (?:docker-image:\/\/)?\S+/.test(stderr);
	return frontend && isOutOfReach(reason) ? { kind: 'frontendOutOfReach', reason } : { kind: 'failed', reason };
}

/** Whether a registry did not answer; one that answers *not found* or *denied* has told something about the file. */
function isOutOfReach(reason: string): boolean {
	return /failed to do request|dial tcp|no such host|connection refused|i\/o timeout|TLS handshake|deadline exceeded|network is unreachable/.test(
		reason,
	);
}

function linesOf(location: Location | undefined): Pick<CheckFinding, 'line' | 'endLine'> {
	const ranges = location?.ranges ?? [];
	const line = lineNumber(ranges[0]?.start?.line) ?? 1;
	return { line, endLine: Math.max(line, lineNumber(ranges[0]?.end?.line) ?? line) };
}

function lineNumber(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
