import type { PastRun, RunFormText, RunValues } from '../protocols/runForm.ts';
import { type Child, element } from './element.ts';
import { type Field, foldedGroup, type Option, selectField, switchField, textField } from './formFields.ts';
import type { RunFieldsHost } from './runFieldsHost.ts';
import { browse, mounts, pairs, ports, variables } from './runFormLists.ts';

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
