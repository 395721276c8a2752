import type { KeyFacts } from './modelTypes.ts';

export const watchFacts: Readonly<Record<string, KeyFacts>> = {};
export const developFacts: Readonly<Record<string, KeyFacts>> = {};
export const deviceFacts: Readonly<Record<string, KeyFacts>> = {};
export const discreteFacts: Readonly<Record<string, KeyFacts>> = {};
export const genericFacts: Readonly<Record<string, KeyFacts>> = {};
export const limitFacts: Readonly<Record<string, KeyFacts>> = {};
export const reservationFacts: Readonly<Record<string, KeyFacts>> = {};
export const resourceFacts: Readonly<Record<string, KeyFacts>> = {};
export const updateFacts: Readonly<Record<string, KeyFacts>> = {};
export const rollbackFacts: Readonly<Record<string, KeyFacts>> = {};
export const restartFacts: Readonly<Record<string, KeyFacts>> = {};
export const preferenceFacts: Readonly<Record<string, KeyFacts>> = {};
export const placementFacts: Readonly<Record<string, KeyFacts>> = {};
export const deployFacts: Readonly<Record<string, KeyFacts>> = {};
