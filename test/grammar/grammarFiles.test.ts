import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { embeddedLanguages, embeddedScope } from '../../scripts/grammars/embeddedLanguages.ts';
import { grammarFiles } from '../../scripts/grammars/grammarFiles.ts';
import { projectRoot } from '../support/projectRoot.ts';

const read = (file: string) => JSON.parse(readFileSync(path.join(projectRoot, file), 'utf8'));
const { grammars } = read('package.json').contributes;

describe('grammar files', () => {
	for (const [file, grammar] of Object.entries(grammarFiles)) {
		it(`${file} is what "node scripts/grammars.mjs" writes`, () => {
			assert.deepEqual(read(file), JSON.parse(JSON.stringify(grammar)));
		});

		it(`${file} is the grammar of a language, and all that it includes is there`, () => {
			const declared = grammars.find((each: { path: string }) => path.join(each.path) === path.join(file));
			assert.equal(declared?.scopeName, grammar.scopeName);
			const included = [...JSON.stringify(grammar).matchAll(/"include":"#([^"]+)"/g)].map(match => match[1] as string);
			assert.deepEqual(
				included.filter(name => !(name in grammar.repository)),
				[],
			);
			assert.deepEqual(
				Object.keys(grammar.repository).filter(name => !included.includes(name)),
				[],
				'never included',
			);
		});
	}

	it('the manifest tells VS Code which language each heredoc is in', () => {
		const { embeddedLanguages: declared } = grammars.find(
			(each: { language: string }) => each.language === 'dockerfile',
		);
		assert.deepEqual(declared, Object.fromEntries(embeddedLanguages.map(each => [embeddedScope(each), each.id])));
	});
});
