import type { Directive } from '../directives.ts';
import { nearest } from '../nearest.ts';
import type { ParsedDockerfile } from '../parse.ts';
import type { Findings } from './problem.ts';

/** What `# check=` says: rules that are silenced, and experimental ones that are switched on. */
export interface CheckOptions {
	readonly skip: ReadonlySet<string>;
	readonly skipAll: boolean;
	readonly experimental: ReadonlySet<string>;
	readonly experimentalAll: boolean;
	readonly asError: boolean;
}

const options = ['skip', 'experimental', 'error'];
const booleans = new Set(['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False']);

/** The directives that BuildKit refuses. */
export function checkDirectives(findings: Findings): void {
	for (const directive of findings.model.file.directives) {
		if (directive.repeated) {
			const end = directive.nameStart + directive.name.length;
			findings.addAt(
				'DuplicateDirective',
				directive.nameStart,
				end,
				{
					en: 'Only one `{0}` directive is allowed; this is the second.',
					ko: '`{0}` 지시어는 하나만 쓸 수 있는데 두 번째입니다.',
				},
				[directive.name],
			);
		} else if (!directive.effective) {
			// BuildKit reads past it.
		} else if (directive.name === 'escape' && directive.value !== '`' && directive.value !== '\\') {
			findings.addAt(
				'InvalidDirective',
				directive.valueStart,
				directive.valueEnd,
				{
					en: 'The escape character must be `\\` or a backtick, not "{0}".',
					ko: '이스케이프 문자는 `\\` 또는 백틱이어야 합니다. "{0}"은(는) 쓸 수 없습니다.',
				},
				[directive.value],
			);
		} else if (directive.name === 'check') {
			checkCheckDirective(findings, directive);
		}
	}
}

function checkCheckDirective(findings: Findings, directive: Directive): void {
	let start = directive.valueStart;
	for (const part of splitOptions(effectiveValue(directive))) {
		const partStart = start;
		start += part.length + 1;
		const equals = part.indexOf('=');
		const key = (equals < 0 ? part : part.slice(0, equals)).trim();
		const keyStart = partStart + part.indexOf(key);
		if (equals < 0 || !options.includes(key)) {
			const replacement = nearest(key, options);
			findings.addAt(
				'InvalidDirective',
				keyStart,
				keyStart + Math.max(key.length, 1),
				{
					en: `"{0}" is no option of the check directive; there are skip=, experimental= and error=.${replacement ? ' Did you mean {1}?' : ''}`,
					ko: `"{0}"은(는) check 지시어의 옵션이 아닙니다. skip=, experimental=, error=이 있습니다.${replacement ? ' 혹시 {1}을(를) 찾으셨나요?' : ''}`,
				},
				[key, replacement ?? ''],
				{ replacement: equals < 0 ? undefined : replacement },
			);
		} else if (key === 'error' && !booleans.has(part.slice(equals + 1).trim())) {
			findings.addAt(
				'InvalidDirective',
				partStart + equals + 1,
				partStart + part.length,
				{
					en: 'error= must be true or false, not "{0}".',
					ko: 'error=의 값은 true나 false여야 합니다. "{0}"은(는) 쓸 수 없습니다.',
				},
				[part.slice(equals + 1).trim()],
			);
		}
	}
}

/** BuildKit reads a directive up to the first blank. */
export function effectiveValue(directive: Directive): string {
	return directive.value.split(' ', 1)[0] as string;
}

/** BuildKit reads three options at most; what is left over belongs to the third. */
function splitOptions(value: string): string[] {
	const parts = value.split(';');
	return parts.length <= 3 ? parts : [parts[0] as string, parts[1] as string, parts.slice(2).join(';')];
}

export function fileCheckOptions(file: ParsedDockerfile): CheckOptions {
	const directive = file.directives.find(candidate => candidate.name === 'check' && candidate.effective);
	return readCheckOptions(directive ? effectiveValue(directive) : '');
}

/** The options in the value of a check directive or comment. */
export function readCheckOptions(value: string): CheckOptions {
	const lists: Record<string, string[]> = { skip: [], experimental: [], error: [] };
	for (const part of splitOptions(value)) {
		const equals = part.indexOf('=');
		const key = part.slice(0, Math.max(equals, 0)).trim();
		for (const name of part.slice(equals + 1).split(',')) {
			lists[key]?.push(name.trim());
		}
	}
	const [skip, experimental] = [new Set(lists.skip), new Set(lists.experimental)];
	return {
		skip,
		skipAll: skip.has('all'),
		experimental,
		experimentalAll: experimental.has('all'),
		asError: /^(1|t|true)$/i.test(lists.error?.[0] ?? ''),
	};
}
