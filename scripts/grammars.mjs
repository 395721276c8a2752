import { runScript } from './bootstrap.mjs';

await runScript('grammars.ts');
