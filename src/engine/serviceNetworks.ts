import { append, type Draft, section, split, splitFields, type Values } from './serviceDraft.ts';

export function convertNetwork(draft: Draft, value: string): void {
	const fields = splitFields(value);
	const name = fields.find(([key]) => key === 'name')?.[1] ?? value;
	if (/^(host|none|bridge|default|container:.*)$/.test(name)) {
		if (name !== 'default') {
			draft.service.network_mode = name;
		}
		return;
	}
	const options: Values = {};
	for (const [key, text] of value.includes('=') ? fields : []) {
		convertNetworkField(options, key, text ?? '');
	}
	draft.networks.set(name, options);
}

function convertNetworkField(options: Values, key: string, text: string): void {
	const plain = networkKeys[key];
	if (plain) {
		options[plain] = text;
	} else if (key === 'alias') {
		append(options, 'aliases', text);
	} else if (key === 'link-local-ip') {
		append(options, 'link_local_ips', text);
	} else if (key === 'driver-opt') {
		section(options, 'driver_opts', Object.fromEntries([split(text)]));
	} else if (key === 'gw-priority') {
		options.gw_priority = Number(text);
	}
}

const networkKeys: Readonly<Record<string, string>> = {
	ip: 'ipv4_address',
	ip6: 'ipv6_address',
	'mac-address': 'mac_address',
};

/** Aliases and addresses in flags of their own belong to the first network, as with `docker run`. */
export function attachNetworks(draft: Draft): void {
	const [first = 'default'] = draft.networks.keys();
	const all = new Map(draft.networks);
	if (Object.keys(draft.networkOptions).length > 0) {
		all.set(first, { ...all.get(first), ...draft.networkOptions });
	}
	if (all.size > 0) {
		const plain = [...all.values()].every(options => Object.keys(options).length === 0);
		const orNothing = (options: Values) => (Object.keys(options).length > 0 ? options : null);
		draft.service.networks = plain
			? [...all.keys()]
			: Object.fromEntries([...all].map(([name, options]) => [name, orNothing(options)]));
	}
}
