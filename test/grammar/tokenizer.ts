import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import type { IGrammar, IOnigLib, IRawGrammar, OnigString } from 'vscode-textmate';
import { installCodeServer } from '../support/codeServer.ts';
import { projectRoot } from '../support/projectRoot.ts';

// Both are CommonJS whose exports Node does not see by their names.
const require = createRequire(import.meta.url);
const { INITIAL, Registry, parseRawGrammar } = require('vscode-textmate') as typeof import('vscode-textmate');
const oniguruma = require('vscode-oniguruma') as typeof import('vscode-oniguruma');

export interface Token {
	readonly line: number;
	readonly text: string;
	/** From the outermost to the innermost, without the grammar's own. */
	readonly scopes: readonly string[];
}

let library: Promise<IOnigLib> | undefined;

/** One of our grammars as VS Code would use it, beside the ones that come with VS Code. */
export async function loadGrammar(file: string): Promise<IGrammar> {
	const own = readGrammar(path.join(projectRoot, 'syntaxes', file));
	const others = grammarsOf(await installCodeServer());
	library ??= loadOniguruma();
	const registry = new Registry({
		onigLib: library,
		loadGrammar: async scope => {
			const other = others.get(scope);
			return scope === own.scopeName ? own : other ? readGrammar(other) : undefined;
		},
	});
	const grammar = await registry.loadGrammar(own.scopeName);
	assert.ok(grammar, `no grammar in ${file}`);
	return grammar;
}

export function tokenize(grammar: IGrammar, text: string): Token[] {
	let state = INITIAL;
	return text.split('\n').flatMap((lineText, line) => {
		const { tokens, ruleStack } = grammar.tokenizeLine(lineText, state);
		state = ruleStack;
		return tokens
			.map(({ startIndex, endIndex, scopes }) => ({
				line,
				text: lineText.slice(startIndex, endIndex).trim(),
				scopes: scopes.slice(1),
			}))
			.filter(token => token.text !== '');
	});
}

/**
 * Scopes by the words that have them: `{ FROM: 'keyword.control.dockerfile' }`. A word that stands in several lines is
 * told apart by the line, from 0: `FROM@2`. A scope with an exclamation mark in front is one that the word must not have.
 */
export type Scopes = Readonly<Record<string, string | readonly string[]>>;

export function assertScopes(grammar: IGrammar, text: string, scopes: Scopes): void {
	const tokens = tokenize(grammar, text);
	for (const [key, expected] of Object.entries(scopes)) {
		const [, word, line] = /^(.+?)(?:@(\d+))?$/s.exec(key) as unknown as [string, string, string | undefined];
		const found = tokens.filter(token => token.text === word && (line === undefined || token.line === Number(line)));
		assert.equal(found.length, 1, `${key} among ${tokens.map(token => `${token.text}@${token.line}`).join(' ')}`);
		const actual = found.flatMap(token => token.scopes);
		for (const scope of [expected].flat()) {
			const has = actual.includes(scope.replace(/^!/, ''));
			assert.equal(has, !scope.startsWith('!'), `${key}: ${scope} in ${actual.join(' ')}`);
		}
	}
}

/** How often regular expressions are searched for in a text, and how many rules are open at most at a line's end. */
export function effortOf(grammar: IGrammar, text: string): { readonly searches: number; readonly depth: number } {
	const before = searches;
	let state = INITIAL;
	let depth = 0;
	for (const line of text.split('\n')) {
		state = grammar.tokenizeLine(line, state).ruleStack;
		depth = Math.max(depth, state.depth);
	}
	return { searches: searches - before, depth };
}

let searches = 0;

function grammarsOf(vscode: string): Map<string, string> {
	const found = new Map<string, string>();
	for (const manifest of globSync('extensions/*/package.json', { cwd: vscode })) {
		const { contributes } = JSON.parse(readFileSync(path.join(vscode, manifest), 'utf8'));
		for (const { scopeName, path: file } of contributes?.grammars ?? []) {
			found.set(scopeName, path.join(vscode, path.dirname(manifest), file));
		}
	}
	return found;
}

function readGrammar(file: string): IRawGrammar {
	return parseRawGrammar(readFileSync(file, 'utf8'), file);
}

async function loadOniguruma(): Promise<IOnigLib> {
	const program = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
	await oniguruma.loadWASM({ data: Uint8Array.from(program).buffer });
	return {
		createOnigScanner: sources => {
			const scanner = oniguruma.createOnigScanner(sources);
			return {
				findNextMatchSync(text: string | OnigString, from: number, options: number) {
					searches++;
					return scanner.findNextMatchSync(text as string, from, options);
				},
				dispose: () => scanner.dispose(),
			};
		},
		createOnigString: text => oniguruma.createOnigString(text),
	};
}
