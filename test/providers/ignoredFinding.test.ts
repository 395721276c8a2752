import assert from 'node:assert/strict';
import { isIgnoredAbove } from '../../src/providers/ignoredFinding.ts';

describe('ignored findings', () => {
	const isIgnored = (text: string) => {
		const lines = text.split('\n');
		return isIgnoredAbove(lines, lines.length, 'UndefinedVar');
	};

	it('are those that a comment above names', () => {
		assert.ok(isIgnored('FROM a\n# check=skip=UndefinedVar\nCOPY $X /'));
		assert.ok(isIgnored('FROM a\n# check=error=true;skip=Other, UndefinedVar // why\n\n# more\nCOPY $X /'));
		assert.ok(isIgnored('FROM a\n# hadolint ignore=DL3000,UndefinedVar\nCOPY $X /'));
		assert.ok(isIgnored('FROM a\n# check=skip=all\nCOPY $X /'));
	});

	it('are no others', () => {
		assert.ok(!isIgnored('FROM a\n# check=skip=Other\nCOPY $X /'));
		assert.ok(!isIgnored('FROM a\n# check=skip=UndefinedVar\nRUN x\nCOPY $X /'));
		assert.ok(!isIgnored('# UndefinedVar\nCOPY $X /'));
		assert.ok(!isIgnored('COPY $X /'));
	});
});
