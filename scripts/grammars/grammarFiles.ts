import { bakeGrammar } from './bake.ts';
import { composeGrammar } from './compose.ts';
import { dockerfileGrammar } from './dockerfile.ts';
import { dockerignoreGrammar } from './dockerignore.ts';
import type { Grammar } from './rule.ts';

/** What is shipped, by its path from the project's folder. */
export const grammarFiles: Readonly<Record<string, Grammar>> = {
	'syntaxes/dockerfile.tmLanguage.json': dockerfileGrammar(),
	'syntaxes/compose.tmLanguage.json': composeGrammar(),
	'syntaxes/bake.tmLanguage.json': bakeGrammar(),
	'syntaxes/dockerignore.tmLanguage.json': dockerignoreGrammar(),
};
