import type { Pair, PastRun, RunForm, RunFormText, RunMount, RunValues } from '../protocols/runForm.ts';
import { type Child, element } from './element.ts';
import {
	cell,
	checkCell,
	type Field,
	foldedGroup,
	type Option,
	rowList,
	selectCell,
	selectField,
	switchField,
	textField,
} from './formFields.ts';
import type { PanelClient } from './panelClient.ts';

/** What the fields show, and whom they tell. */
export interface RunFieldsHost {
	readonly client: PanelClient<RunForm>;
	readonly values: RunValues;
	readonly image: RunForm['start']['image'];
	readonly choices: RunForm['start']['choices'];
	showsSecrets: boolean;
	readonly text: PanelClient<RunForm>['text'];
	isOpen(group: string): boolean;
	setOpen(group: string, open: boolean): void;
	set(path: string, value: string | boolean): void;
	setRows(key: 'ports' | 'env' | 'mounts' | 'labels', rows: readonly object[], focus?: string): void;
	replace(values: RunValues): void;
	redraw(focus?: string): void;
}

type TextKey = { [K in keyof RunValues]: RunValues[K] extends string ? K : never }[keyof RunValues] & RunFormText;
type SwitchKey = { [K in keyof RunValues]: RunValues[K] extends boolean ? K : never }[keyof RunValues] & RunFormText;

/** All fields but the image: what beginners need first, what is rarely used in folded groups. */
export function runFields(host: RunFieldsHost): HTMLElement[] {
	const { image } = host;
	const other = host.values.others !== '' && text(host, 'others', { help: 'othersHelp' });
	return [
		...(other ? [other] : []),
		text(host, 'name', { help: 'nameHelp', placeholder: host.text('namePlaceholder') }),
		ports(host),
		variables(host),
		mounts(host),
		text(host, 'command', { help: 'commandHelp', placeholder: image.command }),
		toggle(host, 'interactive', 'interactiveHelp'),
		toggle(host, 'remove', 'removeHelp'),
		group(host, 'networkGroup', [host.values.network, host.values.restart], network(host), restart(host)),
		columns(host, 'limits', ['memory', 'cpus'], ['512m', '1.5']),
		health(host),
		group(
			host,
			'imageGroup',
			[
				host.values.envFile,
				host.values.pull,
				host.values.platform,
				host.values.entrypoint,
				host.values.user,
				host.values.workdir,
			],
			text(host, 'envFile', { help: 'envFileHelp', placeholder: '.env' }, browse(host, 'envFile', 'file')),
			pull(host),
			text(host, 'platform', { help: 'platformHelp', placeholder: 'linux/amd64' }),
			text(host, 'entrypoint', { help: 'entrypointHelp', placeholder: image.entrypoint }),
			text(host, 'user', { help: 'userHelp', placeholder: image.user || 'root' }),
			text(host, 'workdir', { help: 'workdirHelp', placeholder: image.workdir || '/' }),
		),
		group(
			host,
			'labels',
			host.values.labels.map(({ name }) => name),
			pairs(host, 'labels', { label: 'labels', help: 'labelsHelp', add: 'addLabel', remove: 'removeLabel' }),
		),
		...(image.history.length > 0 ? [history(host, image.history)] : []),
	];
}

export function networkOptions({ text: words, choices }: Pick<RunFieldsHost, 'text' | 'choices'>): Option[] {
	return [
		{ value: '', label: words('networkDefault') },
		...choices.networks.map(name => ({ value: name, label: name })),
	];
}

function field(host: RunFieldsHost, key: TextKey, more: { help?: RunFormText; placeholder?: string }): Field {
	return {
		path: key,
		label: host.text(key),
		help: more.help && host.text(more.help),
		placeholder: more.placeholder,
		value: host.values[key],
		change: value => host.set(key, value),
	};
}

function text(
	host: RunFieldsHost,
	key: TextKey,
	more: { help?: RunFormText; placeholder?: string },
	...behind: readonly Child[]
): HTMLElement {
	return textField(field(host, key, more), ...behind);
}

function toggle(host: RunFieldsHost, key: SwitchKey, help: RunFormText): HTMLElement {
	return switchField({
		path: key,
		label: host.text(key),
		help: host.text(help),
		checked: host.values[key],
		change: checked => host.set(key, checked),
	});
}

function group(
	host: RunFieldsHost,
	title: RunFormText,
	set: readonly string[],
	...fields: readonly Child[]
): HTMLDetailsElement {
	return foldedGroup(
		{
			title: host.text(title),
			summary: set.filter(Boolean).join(' · '),
			open: host.isOpen(title),
			toggle: open => host.setOpen(title, open),
		},
		...fields,
	);
}

function columns(
	host: RunFieldsHost,
	title: 'limits',
	keys: readonly ('memory' | 'cpus')[],
	placeholders: readonly string[],
): HTMLElement {
	const fields = keys.map((key, index) => text(host, key, { help: `${key}Help`, placeholder: placeholders[index] }));
	const made = group(
		host,
		title,
		keys.map(key => host.values[key]),
		...fields,
	);
	made.querySelector('.group')?.classList.add('columns');
	return made;
}

function ports(host: RunFieldsHost): HTMLElement {
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

function pairs(
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

function variables(host: RunFieldsHost): HTMLElement {
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

function mounts(host: RunFieldsHost): HTMLElement {
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

function browse(host: RunFieldsHost, path: string, what: 'file' | 'folder'): HTMLElement {
	const choose = async () => {
		const chosen = await host.client.request('browse', what);
		if (chosen !== undefined) {
			host.set(path, chosen);
			host.redraw(path);
		}
	};
	return element('button', { type: 'button', text: host.text('browse'), on: { click: () => void choose() } });
}

function network(host: RunFieldsHost): HTMLElement {
	return selectField(field(host, 'network', { help: 'networkHelp' }), networkOptions(host));
}

function restart(host: RunFieldsHost): HTMLElement {
	return selectField(field(host, 'restart', { help: 'restartHelp' }), [
		{ value: '', label: host.text('restartNo') },
		{ value: 'on-failure', label: host.text('restartOnFailure') },
		{ value: 'unless-stopped', label: host.text('restartUnlessStopped') },
		{ value: 'always', label: host.text('restartAlways') },
	]);
}

function pull(host: RunFieldsHost): HTMLElement {
	return selectField(field(host, 'pull', { help: 'pullHelp' }), [
		{ value: '', label: host.text('pullMissing') },
		{ value: 'always', label: host.text('pullAlways') },
		{ value: 'never', label: host.text('pullNever') },
	]);
}

function health(host: RunFieldsHost): HTMLElement {
	const { healthCommand, healthInterval, noHealthcheck } = host.values;
	const times = ['healthInterval', 'healthTimeout', 'healthStartPeriod', 'healthRetries'] as const;
	const defaults = ['30s', '30s', '0s', '3'];
	return group(
		host,
		'health',
		[healthCommand, healthInterval, noHealthcheck ? host.text('noHealthcheck') : ''],
		text(host, 'healthCommand', { help: 'healthCommandHelp', placeholder: 'curl -f http://localhost || exit 1' }),
		element(
			'div',
			{ class: 'group columns' },
			...times.map((key, index) => text(host, key, { placeholder: defaults[index] })),
		),
		(host.image.hasHealthCheck || noHealthcheck) && toggle(host, 'noHealthcheck', 'noHealthcheckHelp'),
	);
}

function history(host: RunFieldsHost, runs: readonly PastRun[]): HTMLElement {
	const hides = runs.some(({ line, masked }) => line !== masked);
	const show = switchField({
		path: 'showsSecrets',
		label: host.text('showSecrets'),
		checked: host.showsSecrets,
		change: checked => {
			host.showsSecrets = checked;
			host.redraw('showsSecrets');
		},
	});
	const rows = runs.map(run => {
		const when = new Date(run.at).toLocaleString(document.documentElement.lang);
		const use = () => host.replace(run.values);
		return element(
			'li',
			{},
			element('code', { text: host.showsSecrets ? run.line : run.masked }),
			element('span', { class: 'quiet', text: `${when} · ` }),
			element('button', {
				type: 'button',
				class: 'link',
				text: host.text('useAgain'),
				'aria-label': host.text('useAgainOf', when),
				on: { click: use },
			}),
		);
	});
	return group(host, 'history', [String(runs.length)], hides && show, element('ul', {}, ...rows));
}

function without<T>(rows: readonly T[], row: number): T[] {
	return rows.filter((_, index) => index !== row);
}
