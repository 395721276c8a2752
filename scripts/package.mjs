import { runScript } from './bootstrap.mjs';

await runScript('package.ts');
