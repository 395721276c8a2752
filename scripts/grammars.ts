import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { grammarFiles } from './grammars/grammarFiles.ts';

// Writes syntaxes/*.tmLanguage.json, which are made and not edited: node scripts/grammars.mjs

const root = path.resolve(import.meta.dirname, '..');
for (const [file, grammar] of Object.entries(grammarFiles)) {
	writeFileSync(path.join(root, file), `${JSON.stringify(grammar, undefined, '\t')}\n`);
}
execFileSync('biome', ['format', '--write', ...Object.keys(grammarFiles)], { cwd: root, stdio: 'inherit' });
