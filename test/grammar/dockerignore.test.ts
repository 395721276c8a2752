import type { IGrammar } from 'vscode-textmate';
import { assertScopes, loadGrammar, type Scopes } from './tokenizer.ts';

const table: Readonly<Record<string, Scopes>> = {
	'# a\n # b': { a: 'comment.line.number-sign.dockerignore', b: '!comment.line.number-sign.dockerignore' },
	'a#b': { 'a#b': 'string.unquoted.path.dockerignore' },
	'!a/**/*.md': {
		'!': 'keyword.operator.negation.dockerignore',
		'**': 'keyword.operator.wildcard.folders.dockerignore',
		'*': 'keyword.operator.wildcard.dockerignore',
		'.md': 'string.unquoted.path.dockerignore',
	},
	'a!b': { 'a!b': 'string.unquoted.path.dockerignore' },
	'a?[^b-d]\\*': {
		'?': 'keyword.operator.wildcard.dockerignore',
		'[^': 'keyword.operator.class.begin.dockerignore',
		'b-d': 'constant.other.character-class.dockerignore',
		'\\*': 'constant.character.escape.dockerignore',
	},
	'a[b\nc': { '[': 'string.unquoted.path.dockerignore', c: 'string.unquoted.path.dockerignore' },
};

describe('Dockerignore grammar', () => {
	let grammar: IGrammar;
	before(async function () {
		this.timeout(300_000);
		grammar = await loadGrammar('dockerignore.tmLanguage.json');
	});

	for (const [text, scopes] of Object.entries(table)) {
		it(JSON.stringify(text), () => assertScopes(grammar, text, scopes));
	}
});
