import { type Grammar, include } from './rule.ts';

/** One pattern a line; only a number sign in the first column makes a comment. */
export function dockerignoreGrammar(): Grammar {
	return {
		name: 'Dockerignore',
		scopeName: 'source.dockerignore',
		patterns: include('comment', 'exception', 'pattern'),
		repository: {
			comment: {
				match: '^(#).*$',
				name: 'comment.line.number-sign.dockerignore',
				captures: { 1: { name: 'punctuation.definition.comment.dockerignore' } },
			},
			exception: { match: '^[ \\t]*(!)', captures: { 1: { name: 'keyword.operator.negation.dockerignore' } } },
			pattern: {
				patterns: [
					{ match: '\\\\.', name: 'constant.character.escape.dockerignore' },
					{ match: '\\*\\*', name: 'keyword.operator.wildcard.folders.dockerignore' },
					{ match: '[*?]', name: 'keyword.operator.wildcard.dockerignore' },
					{
						match: '(\\[\\^?)((?:[^\\]\\\\\\n]|\\\\.)+)(\\])',
						captures: {
							1: { name: 'keyword.operator.class.begin.dockerignore' },
							2: { name: 'constant.other.character-class.dockerignore' },
							3: { name: 'keyword.operator.class.end.dockerignore' },
						},
					},
					{ match: '/', name: 'punctuation.separator.path.dockerignore' },
					{ match: '[^\\s\\\\*?\\[/]+|\\[', name: 'string.unquoted.path.dockerignore' },
				],
			},
		},
	};
}
