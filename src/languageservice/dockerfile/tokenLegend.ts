/** What the numbers of `semanticTokens` mean; apart from it, since the editor wants to know it before it asks. */
export const tokenTypes = [
	'keyword',
	'comment',
	'parameter',
	'variable',
	'namespace',
	'type',
	'macro',
	'label',
	'string',
] as const;
export const tokenModifiers = ['declaration', 'defaultLibrary'] as const;
