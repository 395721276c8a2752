import type { KeyFacts } from './modelTypes.ts';

export const buildFacts: Readonly<Record<string, KeyFacts>> = {};
