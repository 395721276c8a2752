import { fieldsOf, labelsOf, textOf, timeOf } from './rawFields.ts';
import type { Volume } from './resources.ts';

/** One element of `GET /volumes` as a frozen volume; `undefined` if it has no name. Its name is its id. */
export function readVolume(value: unknown): Volume | undefined {
	const raw = fieldsOf(value);
	const name = textOf(raw.Name);
	if (name === '') {
		return undefined;
	}
	return Object.freeze<Volume>({
		kind: 'volume',
		id: name,
		name,
		labels: labelsOf(raw.Labels),
		driver: textOf(raw.Driver),
		mountpoint: textOf(raw.Mountpoint),
		scope: textOf(raw.Scope),
		createdAt: timeOf(raw.CreatedAt),
		anonymous: /^[0-9a-f]{64}$/.test(name),
	});
}
