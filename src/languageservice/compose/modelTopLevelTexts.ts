import type { KeyFacts } from './modelTypes.ts';

export const includeFacts: Readonly<Record<string, KeyFacts>> = {};
export const topLevelFacts: Readonly<Record<string, KeyFacts>> = {};
