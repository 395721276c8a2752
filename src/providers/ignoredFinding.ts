/**
 * Whether a comment above an instruction asks to leave a rule out there: `# check=skip=Rule`, which BuildKit itself reads
 * from Dockerfile 1.21 on only, or `# hadolint ignore=Rule`. `line` counts from 1.
 */
export function isIgnoredAbove(lines: readonly string[], line: number, rule: string): boolean {
	for (let index = line - 2; index >= 0; index--) {
		const comment = /^\s*(?:#\s*(.*))?$/.exec(lines[index] ?? '');
		if (!comment) {
			return false;
		}
		const names = /^(?:check\s*=\s*(?:.*;\s*)?skip\s*=|hadolint\s+ignore\s*=)\s*([^;/]*)/i.exec(comment[1] ?? '')?.[1];
		if (names?.split(',').some(name => [rule, 'all'].includes(name.trim()))) {
			return true;
		}
	}
	return false;
}
