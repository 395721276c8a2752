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

/** The container of that name, if the process that made it is gone. */
export async function abandonedNamed(connection: EngineConnection, name: string): Promise<HelperContainer | undefined> {
	const query = { all: true, filters: { name: [`^/?${name}$`] } };
	const [found] = await callJson<unknown[]>(connection, { method: 'GET', path: '/containers/json', query });
	const helper = found === undefined ? undefined : readHelper(found);
	return helper && isAbandoned(helper.labels, helper.createdAt) ? helper : undefined;
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
