import { runScript } from './bootstrap.mjs';

await runScript('testBed.ts');
