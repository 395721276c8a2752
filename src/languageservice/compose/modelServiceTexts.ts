import type { KeyFacts } from './modelTypes.ts';

export const serviceFacts: Readonly<Record<string, KeyFacts>> = {};
