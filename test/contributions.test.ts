import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	commandNames,
	contextKeys,
	contextValues,
	learnedSteps,
	logViewId,
	taskTypes,
	viewIds,
	walkthroughId,
} from '../src/contributions.ts';
import { localizedCalls, placeholders } from './support/localizedStrings.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const json = (path: string) => JSON.parse(read(path));

interface MenuItem {
	readonly command?: string;
	readonly submenu?: string;
	readonly when?: string;
	readonly group?: string;
}

const manifest = json('package.json');
const contributes = manifest.contributes;
const english: Record<string, string> = json('package.nls.json');
const korean: Record<string, string> = json('package.nls.ko.json');
const menus: [string, MenuItem[]][] = Object.entries(contributes.menus);
const menuItems = menus.flatMap(([, items]) => items);
const commandIds = commandNames.map(name => `slipway.${name}`);
const whenClauses: string[] = [
	...menuItems.map(item => item.when),
	...contributes.keybindings.map((binding: MenuItem) => binding.when),
	...contributes.viewsWelcome.map((welcome: MenuItem) => welcome.when),
	...contributes.views.slipway.map((view: MenuItem) => view.when),
].filter(Boolean);

describe('contributions: the manifest and the code use the same words', () => {
	it('commands', () => {
		const declared = contributes.commands.map((command: { command: string }) => command.command);
		assert.deepEqual([...declared].sort(), [...commandIds].sort());
		assert.ok(contributes.commands.every((command: { category: string }) => command.category === 'Docker'));
	});

	it('menus and keybindings name declared commands and submenus', () => {
		const named = [...menuItems, ...contributes.keybindings].map((item: MenuItem) => item.command).filter(Boolean);
		assert.deepEqual(
			named.filter(id => !commandIds.includes(id as string)),
			[],
		);
		const submenus = contributes.submenus.map((submenu: { id: string }) => submenu.id);
		assert.deepEqual(
			menuItems.map(item => item.submenu).filter(id => id && !submenus.includes(id)),
			[],
		);
		assert.deepEqual(
			submenus.filter((id: string) => !contributes.menus[id]?.length),
			[],
		);
	});

	it('views', () => {
		const declared = contributes.views.slipway.map((view: { id: string }) => view.id);
		assert.deepEqual(declared, Object.values(viewIds));
		assert.deepEqual(
			contributes.views.slipwayLogs.map((view: { id: string }) => view.id),
			[logViewId],
		);
	});

	it('when clauses speak of known views, rows and keys', () => {
		const unknown: string[] = [];
		for (const when of whenClauses) {
			for (const [, view] of when.matchAll(/(?:view|focusedView) == '?(slipway\.\w+)/g)) {
				if (!Object.values(viewIds).includes(view as never)) unknown.push(`view ${view} in: ${when}`);
			}
			for (const [, value] of when.matchAll(/viewItem == ([\w.]+)/g)) {
				if (!contextValues.includes(value as never)) unknown.push(`viewItem ${value} in: ${when}`);
			}
			for (const [, pattern] of when.matchAll(/viewItem =~ \/((?:[^/\\]|\\.)+)\//g)) {
				const matches = contextValues.filter(value => new RegExp(pattern as string).test(value));
				if (matches.length === 0) unknown.push(`viewItem pattern ${pattern} matches nothing`);
			}
			for (const [, key] of when.matchAll(/(?<![\w'./])(slipway\.\w+(?:\.\w+)*)(?! *==? *'?slipway)/g)) {
				const known = [...Object.values(contextKeys), ...Object.values(viewIds)].some(
					word => key === word || key?.startsWith(`${word}.`),
				);
				if (!known) unknown.push(`key ${key} in: ${when}`);
			}
		}
		assert.deepEqual(unknown, []);
	});

	it('every row kind that code makes has a use, and row kinds are made by code', () => {
		const source = localizedSource();
		assert.deepEqual(
			contextValues.filter(value => !source.includes(`'${value}'`) && !source.includes(`\`${value.split('.')[0]}.$`)),
			[],
		);
	});

	it('a row has every command once in its menu, each at a place of its own, and at most two buttons', () => {
		const items: { command: string; when: string; group: string }[] = contributes.menus['view/item/context'];
		const fits = (when: string, value: string) => {
			const pattern = /viewItem =~ \/((?:[^/\\]|\\.)+)\//.exec(when)?.[1];
			return pattern ? new RegExp(pattern).test(value) : /viewItem == ([\w.]+)/.exec(when)?.[1] === value;
		};
		for (const value of contextValues) {
			const own = items.filter(({ when }) => fits(when, value));
			const buttons = own.filter(({ group }) => group.startsWith('inline'));
			const menu = own.filter(({ group }) => !group.startsWith('inline'));
			assert.ok(buttons.length <= 2, value);
			for (const words of [menu.map(({ command }) => command), menu.map(({ group }) => group)]) {
				assert.deepEqual(
					words.filter((word, index) => words.indexOf(word) !== index),
					[],
					value,
				);
			}
		}
	});

	it('settings', () => {
		const declared = Object.keys(contributes.configuration.properties).sort();
		const used = [...read('src/settings.ts').matchAll(/#get(?:<[^>]*>)?\('([\w.]+)'/g)]
			.map(match => `slipway.${match[1]}`)
			.sort();
		assert.deepEqual(used, declared);
	});

	it('task types', () => {
		const declared = contributes.taskDefinitions.map((definition: { type: string }) => definition.type);
		assert.deepEqual(declared, Object.values(taskTypes));
	});

	it('the walkthrough: a picture, a way to do it and a tick for each step', () => {
		const [walkthrough] = contributes.walkthroughs;
		assert.equal(walkthrough.id, walkthroughId);
		const steps: { id: string; media: { svg: string }; completionEvents: string[] }[] = walkthrough.steps;
		assert.deepEqual(
			steps.map(step => step.id),
			learnedSteps,
		);
		for (const { id, media, completionEvents } of steps) {
			assert.deepEqual(completionEvents, [`onContext:${contextKeys.did}.${id}`]);
			assert.ok(existsSync(join(root, media.svg)), media.svg);
			for (const texts of [english, korean]) {
				assert.match(texts[`walkthrough.${id}.description`] ?? '', /^\[[^\]]+\]\(command:slipway\.[\w.]+\)$/m);
			}
		}
	});

	it('links of the texts run declared commands', () => {
		const focus = Object.values(viewIds).map(view => `${view}.focus`);
		const linked = [english, korean].flatMap(texts =>
			Object.values(texts).flatMap(text => [...text.matchAll(/\(command:(slipway\.[\w.]+)/g)].map(match => match[1])),
		);
		assert.deepEqual(
			linked.filter(id => !commandIds.includes(id as string) && !focus.includes(id as string)),
			[],
		);
	});

	it('files that the manifest names exist', () => {
		const files = [
			manifest.icon,
			...contributes.viewsContainers.activitybar.map((container: { icon: string }) => container.icon),
			manifest.l10n,
		];
		assert.deepEqual(
			files.filter(file => !existsSync(join(root, file))),
			[],
		);
	});

	it('docs/commands.md has a row for every command, and no other', () => {
		const documented = [
			...new Set(
				[...read('docs/commands.md').matchAll(/^\|[^|]*?`(slipway\.[\w.]+)`/gm)].map(match => match[1] as string),
			),
		];
		assert.deepEqual(documented.sort(), [...commandIds].sort());
	});
});

describe('texts: English and Korean', () => {
	const text = JSON.stringify(manifest);
	const keys = [...text.matchAll(/"%([\w.-]+)%"/g)].map(match => match[1] as string);

	it('the manifest names every text by key, and every key has both languages', () => {
		assert.deepEqual([...new Set(keys)].sort(), Object.keys(english).sort());
		assert.deepEqual(Object.keys(korean).sort(), Object.keys(english).sort());
		assert.deepEqual(
			Object.entries(korean).filter(
				([, value]) => !/[가-힣]/.test(value) && /[a-z]{4}/.test(value) && !/^(Docker|Compose)/.test(value),
			),
			[],
		);
	});

	it('texts of the code are plain strings with a Korean twin', () => {
		const bundle: Record<string, string> = json('l10n/bundle.l10n.ko.json');
		const calls = localizedCalls(join(root, 'src'));
		assert.ok(calls.length > 0);
		assert.deepEqual(
			calls.filter(call => call.text === undefined).map(call => `src/${call.file}:${call.line} l10n.t needs a literal`),
			[],
		);
		const texts = new Set(calls.map(call => call.text as string));
		assert.deepEqual(
			calls
				.filter(call => !((call.text as string) in bundle))
				.map(call => `add to l10n/bundle.l10n.ko.json: ${call.text} (src/${call.file}:${call.line})`),
			[],
		);
		assert.deepEqual(
			Object.keys(bundle)
				.filter(key => !texts.has(key))
				.map(key => `remove from l10n/bundle.l10n.ko.json: ${key}`),
			[],
		);
		assert.deepEqual(
			Object.entries(bundle).filter(([key, value]) => placeholders(key).join() !== placeholders(value).join()),
			[],
			'placeholders differ',
		);
	});

	it('no exclamation marks', () => {
		const texts = [
			...Object.values(english),
			...Object.values(korean),
			...Object.entries(json('l10n/bundle.l10n.ko.json')).flat(),
		];
		assert.deepEqual(
			texts.filter(value => /!(?!=)/.test(String(value))),
			[],
		);
	});
});

function localizedSource(): string {
	return localizedCalls(join(root, 'src'))
		.map(call => call.file)
		.filter((file, index, all) => all.indexOf(file) === index)
		.concat(['views/elements.ts'])
		.filter(file => existsSync(join(root, 'src', file)))
		.map(file => read(`src/${file}`))
		.join('\n');
}
