import type { Pair, RunFormText, RunMount } from '../protocols/runForm.ts';
import { type Child, element } from './element.ts';
import { cell, checkCell, rowList, selectCell } from './formFields.ts';
import type { RunFieldsHost } from './runFieldsHost.ts';

export function ports(host: RunFieldsHost): HTMLElement {
	const rows = host.values.ports;
	const one = (row: number, key: 'host' | 'container', placeholder: string) =>
		cell({
			path: `ports.${row}.${key}`,
			label: host.text(key === 'host' ? 'hostPort' : 'containerPort', row + 1),
			placeholder,
			value: rows[row]?.[key] ?? '',
			change: value => host.set(`ports.${row}.${key}`, value),
		});
	return rowList({
		label: host.text('ports'),
		help: host.text('portsHelp'),
		addLabel: host.text('addPort'),
		removeLabel: row => host.text('removePort', row),
		rows: rows.map((_, row) => [one(row, 'host', '8080'), '→', one(row, 'container', '80')]),
		paths: rows.map((_, row) => [`ports.${row}.host`, `ports.${row}.container`]),
		add: () => host.setRows('ports', [...rows, { host: '', container: '' }], `ports.${rows.length}.host`),
		remove: row => host.setRows('ports', without(rows, row)),
	});
}

interface PairTexts {
	readonly label: RunFormText;
	readonly help: RunFormText;
	readonly add: RunFormText;
	readonly remove: RunFormText;
}

export function pairs(
	host: RunFieldsHost,
	key: 'env' | 'labels',
	texts: PairTexts,
	suggestions: readonly Pair[] = [],
	...behind: readonly Child[]
): HTMLElement {
	const rows = host.values[key];
	const one = (row: number, part: 'name' | 'value') =>
		cell({
			path: `${key}.${row}.${part}`,
			label: host.text(part === 'name' ? 'pairName' : 'pairValue', host.text(texts.label), row + 1),
			list: key === 'env' && part === 'name' ? 'variables' : undefined,
			placeholder:
				part === 'value'
					? (suggestions.find(({ name }) => name === rows[row]?.name)?.value ?? '')
					: host.text('pairPlaceholder'),
			grow: part === 'value',
			value: rows[row]?.[part] ?? '',
			change: value => host.set(`${key}.${row}.${part}`, value),
		});
	return rowList(
		{
			label: host.text(texts.label),
			help: host.text(texts.help),
			addLabel: host.text(texts.add),
			removeLabel: row => host.text(texts.remove, row),
			rows: rows.map((_, row) => [one(row, 'name'), '=', one(row, 'value')]),
			paths: rows.map((_, row) => [`${key}.${row}.name`, `${key}.${row}.value`]),
			add: () => host.setRows(key, [...rows, { name: '', value: '' }], `${key}.${rows.length}.name`),
			remove: row => host.setRows(key, without(rows, row)),
		},
		...behind,
	);
}

export function variables(host: RunFieldsHost): HTMLElement {
	const { env } = host.image;
	const own = env.filter(({ name }) => name !== 'PATH').map(({ name, value }) => `${name}=${value}`);
	const texts = { label: 'env', help: 'envHelp', add: 'addVariable', remove: 'removeVariable' } as const;
	return pairs(
		host,
		'env',
		texts,
		env,
		own.length > 0 && element('div', { class: 'quiet help', text: host.text('envOfImage', own.join(', ')) }),
	);
}

export function mounts(host: RunFieldsHost): HTMLElement {
	const rows = host.values.mounts;
	return rowList({
		label: host.text('mounts'),
		help: host.text('mountsHelp'),
		addLabel: host.text('addMount'),
		removeLabel: row => host.text('removeMount', row),
		rows: rows.map((mount, row) => mountControls(host, mount, row)),
		paths: rows.map((_, row) => [`mounts.${row}.source`, `mounts.${row}.target`, `mounts.${row}.options`]),
		add: () => host.setRows('mounts', [...rows, newMount], `mounts.${rows.length}.type`),
		remove: row => host.setRows('mounts', without(rows, row)),
	});
}

const newMount: RunMount = { type: 'volume', source: '', target: '', readOnly: false, options: '' };

function mountControls(host: RunFieldsHost, mount: RunMount, row: number): Child[] {
	const path = (key: keyof RunMount) => `mounts.${row}.${key}`;
	const one = (key: 'source' | 'target' | 'options', label: RunFormText, placeholder: string, list?: string) =>
		cell({
			path: path(key),
			label: host.text(label, row + 1),
			placeholder,
			list,
			grow: key !== 'options',
			value: mount[key],
			change: value => host.set(path(key), value),
		});
	const isMemory = mount.type === 'tmpfs';
	const isBind = mount.type === 'bind';
	return [
		selectCell(
			{
				path: path('type'),
				label: host.text('mountType', row + 1),
				value: mount.type,
				change: value => {
					host.set(path('type'), value);
					host.redraw(path('type'));
				},
			},
			[
				{ value: 'volume', label: host.text('volume') },
				{ value: 'bind', label: host.text('bind') },
				{ value: 'tmpfs', label: host.text('tmpfs') },
			],
		),
		!isMemory &&
			one(
				'source',
				isBind ? 'hostFolder' : 'volumeName',
				isBind ? './data' : host.text('volumePlaceholder'),
				isBind ? undefined : 'volumes',
			),
		isBind && browse(host, path('source'), 'folder'),
		!isMemory && '→',
		one('target', 'containerFolder', '/data'),
		(isMemory || mount.options !== '') && one('options', 'mountOptions', 'size=64m'),
		!isMemory &&
			checkCell({
				path: path('readOnly'),
				label: host.text('readOnly'),
				checked: mount.readOnly,
				change: checked => host.set(path('readOnly'), checked),
			}),
	];
}

export function browse(host: RunFieldsHost, path: string, what: 'file' | 'folder'): HTMLElement {
	const choose = async () => {
		const chosen = await host.client.request('browse', what);
		if (chosen !== undefined) {
			host.set(path, chosen);
			host.redraw(path);
		}
	};
	return element('button', { type: 'button', text: host.text('browse'), on: { click: () => void choose() } });
}

function without<T>(rows: readonly T[], row: number): T[] {
	return rows.filter((_, index) => index !== row);
}
