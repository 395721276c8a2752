import { fieldsOf, itemsOf, labelsOf, nothing, textOf, timeOf } from './rawFields.ts';
import type { Network } from './resources.ts';

const builtinNames = new Set(['bridge', 'host', 'none', 'nat', 'podman']);

/** One element of `GET /networks` as a frozen network; `undefined` if it has no id. */
export function readNetwork(value: unknown): Network | undefined {
	const raw = fieldsOf(value);
	const id = textOf(raw.Id);
	if (id === '') {
		return undefined;
	}
	const name = textOf(raw.Name) || id.slice(0, 12);
	return Object.freeze<Network>({
		kind: 'network',
		id,
		name,
		labels: labelsOf(raw.Labels),
		driver: textOf(raw.Driver),
		scope: textOf(raw.Scope),
		subnets: subnetsOf(fieldsOf(raw.IPAM).Config),
		internal: raw.Internal === true,
		attachable: raw.Attachable === true,
		createdAt: timeOf(raw.Created),
		builtin: builtinNames.has(name),
	});
}

function subnetsOf(value: unknown): readonly string[] {
	const subnets = itemsOf(value)
		.map(item => textOf(fieldsOf(item).Subnet))
		.filter(subnet => subnet !== '');
	return subnets.length === 0 ? nothing : Object.freeze(subnets);
}
