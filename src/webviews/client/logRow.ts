import { type StyledText, styledText, type TextStyle } from '../../base/ansiText.ts';
import { type LogFields, readLogFields } from '../../base/logFields.ts';
import { findPathLinks, type PathLink } from '../../base/pathLinks.ts';
import type { LogLook, LogPlace, LogRow, LogViewer } from '../protocols/logViewer.ts';
import { type Child, element } from './element.ts';
import { fullTimeText, timeText } from './logTimes.ts';
import type { PanelClient } from './panelClient.ts';

/** What the rows of a log have in common. */
export interface LogRowHost {
	readonly client: PanelClient<LogViewer>;
	readonly look: LogLook;
	/** Names of the sources; a single one is not named in the rows. */
	readonly sources: readonly string[];
	/** By the clock that stamps the lines. */
	readonly now: number;
	isOpen(row: LogRow): boolean;
	toggleFields(row: LogRow, position: number): void;
	fold(row: LogRow): void;
	/** Whether it is known to be a file of the workspace; what is not known yet is asked for. */
	isFile(path: string, position: number): boolean;
	openFile(place: LogPlace): void;
	openLine(position: number): void;
}

const longestValue = 10_000;

export function drawRow(host: LogRowHost, row: LogRow, position: number): HTMLElement {
	const { look } = host;
	const parsed = look.fields && !row.note && !row.continues ? readLogFields(row.text) : undefined;
	const isOpen = parsed !== undefined && host.isOpen(row);
	const made = element(
		'div',
		{
			class: classesOf(row, isOpen),
			role: 'listitem',
			tabindex: -1,
			'data-level': row.level,
			'data-position': position,
		},
		timeOf(host, row),
		sourceOf(host, row),
		parsed && fieldsButton(host, row, position, isOpen),
		...(parsed ? messageOf(host, row, parsed, position) : linked(host, styledText(row.text), position)),
		...buttonsBehind(host, row, position),
	);
	if (isOpen) {
		made.append(fieldsTable(parsed));
	}
	return made;
}

/** The position of the row that a part of the log belongs to. */
export function positionOf(part: Element): number | undefined {
	const row = part.closest('.row');
	return row ? Number(row.getAttribute('data-position')) : undefined;
}

function classesOf(row: LogRow, isOpen: boolean): string {
	return ['row', row.note && 'note', row.continues && 'continues', isOpen && 'open'].filter(Boolean).join(' ');
}

function timeOf({ look: { times }, now }: LogRowHost, { time }: LogRow): Child {
	return (
		time !== undefined &&
		times !== 'none' &&
		element(
			'span',
			{ class: 'time', 'data-time': time, title: fullTimeText(time) },
			`${timeText(time, times, now, document.documentElement.lang)} `,
		)
	);
}

function sourceOf({ sources }: LogRowHost, { source }: LogRow): Child {
	return (
		sources.length > 1 &&
		element('span', { class: `source source${source % 8}`, title: sources[source] }, `${sources[source]} `)
	);
}

function fieldsButton({ client, toggleFields }: LogRowHost, row: LogRow, position: number, isOpen: boolean): Child {
	return element('button', {
		type: 'button',
		class: 'twist',
		tabindex: -1,
		text: isOpen ? '▾' : '▸',
		'aria-label': client.text('showFields'),
		'aria-expanded': isOpen ? 'true' : 'false',
		on: { click: () => toggleFields(row, position) },
	});
}

function messageOf(host: LogRowHost, row: LogRow, { message, fields }: LogFields, position: number): Child[] {
	const level = row.level && element('span', { class: 'level' }, `${row.level.toUpperCase()} `);
	const others = fields.filter(({ usual }) => !usual);
	return [
		level,
		...linked(host, styledText(message.replaceAll('\n', ' ⏎ ')), position),
		...others.flatMap(({ name, value }) => [
			element('span', { class: 'field-name', text: ` ${name}=` }),
			element('span', { class: 'field-value', text: oneLine(value) }),
		]),
	];
}

function oneLine(value: string): string {
	const [piece] = styledText(value.slice(0, 400).replaceAll('\n', ' ⏎ '));
	return value === '' ? '""' : `${piece?.text ?? ''}${value.length > 400 ? '…' : ''}`;
}

function fieldsTable({ message, messageName, fields }: LogFields): HTMLElement {
	const rows = [...(message === '' ? [] : [{ name: messageName, value: message }]), ...fields];
	return element(
		'dl',
		{ class: 'fields' },
		...rows.flatMap(({ name, value }) => [
			element('dt', { text: name }),
			element(
				'dd',
				{},
				...indented(value)
					.slice(0, longestValue)
					.split('\n')
					.flatMap((line, index) => [index > 0 && '\n', ...styledText(line).map(({ text }) => text)]),
			),
		]),
	);
}

/** A value that is itself JSON, on several lines. */
function indented(value: string): string {
	if (!/^[[{]/.test(value)) {
		return value;
	}
	try {
		return JSON.stringify(JSON.parse(value), undefined, 2);
	} catch {
		return value;
	}
}

function buttonsBehind(host: LogRowHost, row: LogRow, position: number): Child[] {
	const { client } = host;
	const button = (text: string, click: () => void) =>
		element('button', { type: 'button', class: 'link behind', tabindex: -1, text, on: { click } });
	return [
		row.folded !== undefined && button(client.text('unfold', row.folded), () => host.fold(row)),
		row.unfolded && button(client.text('foldAgain'), () => host.fold(row)),
		row.cut !== undefined && button(client.text('cut', row.cut), () => host.openLine(position)),
	];
}

/** The pieces of a line, with those that name a file of the workspace as links. */
function linked(host: LogRowHost, pieces: readonly StyledText[], position: number): Node[] {
	const text = pieces.map(piece => piece.text).join('');
	const links = findPathLinks(text).filter(({ path }) => host.isFile(path, position));
	if (links.length === 0) {
		return pieces.map(styled);
	}
	const nodes: Node[] = [];
	let end = 0;
	for (const link of links) {
		nodes.push(...part(pieces, end, link.start).map(styled), linkOf(host, link, part(pieces, link.start, link.end)));
		end = link.end;
	}
	return [...nodes, ...part(pieces, end, text.length).map(styled)];
}

function linkOf(host: LogRowHost, { path, line, column }: PathLink, pieces: readonly StyledText[]): Node {
	const open = () => host.openFile({ path, line, column });
	return element(
		'button',
		{ type: 'button', class: 'link path', tabindex: -1, title: host.client.text('openFile'), on: { click: open } },
		...pieces.map(styled),
	);
}

/** What stands between two places of the text. */
function part(pieces: readonly StyledText[], from: number, to: number): StyledText[] {
	const found: StyledText[] = [];
	let start = 0;
	for (const { text, style } of pieces) {
		const cut = text.slice(Math.max(0, from - start), Math.max(0, to - start));
		if (cut !== '') {
			found.push({ text: cut, style });
		}
		start += text.length;
	}
	return found;
}

function styled({ text, style }: StyledText): Node {
	if (Object.values(style).every(value => value === undefined)) {
		return document.createTextNode(text);
	}
	const { foreground, background, inverse } = style;
	const made = element('span', { class: stylesOf(style) || undefined, text });
	colour(made, 'color', inverse ? (background ?? 'back') : foreground);
	colour(made, 'backgroundColor', inverse ? (foreground ?? 'front') : background);
	return made;
}

function stylesOf(style: TextStyle): string {
	const names = ['bold', 'dim', 'italic', 'underline', 'strike'] as const;
	return names.filter(name => style[name]).join(' ');
}

const themeColours = ['Black', 'Red', 'Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'White'];

function colour(made: HTMLElement, property: 'color' | 'backgroundColor', value: string | number | undefined): void {
	if (value === undefined) {
		return;
	}
	if (typeof value === 'number') {
		made.style[property] = `var(--vscode-terminal-ansi${value > 7 ? 'Bright' : ''}${themeColours[value % 8]})`;
	} else if (value === 'front' || value === 'back') {
		made.style[property] = `var(--vscode-editor-${value === 'front' ? 'foreground' : 'background'})`;
	} else {
		made.style[property] = value;
	}
}
