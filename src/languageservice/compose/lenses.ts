import type { Range } from 'vscode-languageserver-types';
import { isMap, isScalar, type Pair } from 'yaml';
import type { ComposeDocument } from './document.ts';

export type FileLens = 'up' | 'down' | 'logs';
export type ServiceLens = 'up' | 'stop' | 'restart' | 'logs' | 'shell';

/** What stands above a line; the provider words it, gives it a command, and knows what is running. */
export type LensData =
	| { readonly on: 'file'; readonly kind: FileLens; readonly range: Range }
	| { readonly on: 'service'; readonly kind: ServiceLens; readonly range: Range; readonly service: string };

const fileLenses: readonly FileLens[] = ['up', 'down', 'logs'];
const serviceLenses: readonly ServiceLens[] = ['up', 'stop', 'restart', 'logs', 'shell'];

/** Up, down and logs of everything above `services`; up, stop, restart, logs and shell above every service. */
export function findLenses(document: ComposeDocument): LensData[] {
	const lenses: LensData[] = [];
	for (const doc of document.docs) {
		const pairs = doc.root?.items ?? [];
		const services = pairs.find(pair => keyOf(pair) === 'services');
		const first = services ?? pairs.find(pair => keyOf(pair) === 'include');
		const range = first && rangeOf(document, first);
		if (range && !lenses.some(lens => lens.on === 'file')) {
			lenses.push(...fileLenses.map(kind => ({ on: 'file', kind, range }) as const));
		}
		for (const pair of isMap(services?.value) ? services.value.items : []) {
			lenses.push(...lensesOf(document, pair));
		}
	}
	return lenses;
}

function lensesOf(document: ComposeDocument, pair: Pair): LensData[] {
	const service = keyOf(pair);
	const range = rangeOf(document, pair);
	if (!range || service === undefined || service === '' || service === '<<') {
		return [];
	}
	return serviceLenses.map(kind => ({ on: 'service', kind, range, service }));
}

function keyOf({ key }: Pair): string | undefined {
	return isScalar(key) ? (key.source ?? String(key.value ?? '')) : undefined;
}

function rangeOf(document: ComposeDocument, { key }: Pair): Range | undefined {
	return isScalar(key) && key.range ? document.range(key.range[0], key.range[1]) : undefined;
}
