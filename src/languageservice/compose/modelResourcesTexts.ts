import type { KeyFacts } from './modelTypes.ts';

export const externalFacts: Readonly<Record<string, KeyFacts>> = {};
export const subnetFacts: Readonly<Record<string, KeyFacts>> = {};
export const ipamFacts: Readonly<Record<string, KeyFacts>> = {};
export const networkFacts: Readonly<Record<string, KeyFacts>> = {};
export const volumeFacts: Readonly<Record<string, KeyFacts>> = {};
export const configFacts: Readonly<Record<string, KeyFacts>> = {};
export const secretFacts: Readonly<Record<string, KeyFacts>> = {};
export const modelFacts: Readonly<Record<string, KeyFacts>> = {};
