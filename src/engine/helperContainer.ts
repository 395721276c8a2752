import { callJson } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { isAbandoned, type Labels } from './helperLabels.ts';
import { fieldsOf, labelsOf, numberOf, textOf } from './rawFields.ts';

/** A helper as the engine lists it. Images can bring labels to their containers, but no names. */
export interface HelperContainer {
	readonly id: string;
	/** Empty for an image. */
	readonly name: string;
	readonly labels: Labels;
	/** Epoch milliseconds, by the engine's clock. */
	readonly createdAt: number;
}

export async function helperNamed(connection: EngineConnection, name: string): Promise<HelperContainer | undefined> {
	const [found] = await listed(connection, { name: [`^/?${name}$`] });
	return found;
}

/** Those with a label of that value. */
export function helpersLabelled(
	connection: EngineConnection,
	label: string,
	value: string,
): Promise<readonly HelperContainer[]> {
	return listed(connection, { label: [`${label}=${value}`] });
}

/** Whether the process that made it is gone. */
export function isLeft({ labels, createdAt }: HelperContainer): boolean {
	return isAbandoned(labels, createdAt);
}

async function listed(connection: EngineConnection, filters: object): Promise<HelperContainer[]> {
	const request = { method: 'GET', path: '/containers/json', query: { all: true, filters } } as const;
	return (await callJson<unknown[]>(connection, request)).map(readHelper);
}

/** @param item Of the engine's list of containers or images. */
export function readHelper(item: unknown): HelperContainer {
	const { Id, Names, Labels, Created } = fieldsOf(item);
	const [name] = Array.isArray(Names) ? Names : [];
	return {
		id: textOf(Id),
		name: textOf(name).replace(/^\//, ''),
		labels: labelsOf(Labels),
		createdAt: numberOf(Created) * 1000,
	};
}
