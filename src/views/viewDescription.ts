import type * as vscode from 'vscode';
import type { Event } from '../base/event.ts';
import type { ContextValue, ViewName } from '../contributions.ts';
import type { Kind } from '../engine/resources.ts';
import type { ViewElement } from './elements.ts';
import type { FileRows } from './fileRows.ts';
import type { OutlineNode } from './outline.ts';
import type { ViewChoices, ViewOptions } from './viewOptions.ts';

/** How a row looks. Texts may come from the engine as they are; the tree makes them harmless. */
export interface Row {
	readonly label: string;
	readonly description: string;
	readonly icon: vscode.ThemeIcon;
	readonly contextValue: ContextValue;
	/** Missing: it has nothing below it. */
	readonly expansion?: 'expanded' | 'collapsed';
	/** What the row is a file of: gives it that file's icon and decorations. */
	readonly resource?: vscode.Uri;
	/** Label in the colour of what is disabled. */
	readonly dimmed?: boolean;
	/** What the icon says, for those who do not see it. */
	readonly state?: string;
	/** When the description changes by itself; epoch milliseconds. */
	readonly changesAt?: number;
	/** What a click on the row does. */
	readonly command?: vscode.Command;
}

/** A table for a tooltip: what is what. Undefined and empty values are left out. */
export type TooltipRow = readonly [name: string, value: string | undefined];

/** One view: how its elements look, and where they come from. Everything is read from memory but by `load`. */
export interface ViewDescription {
	readonly name: ViewName;
	/** Lists of the store that rows depend on. */
	readonly kinds: readonly Kind[];
	/** Whether there is nothing to show without an engine. */
	readonly needsEngine: boolean;
	/** Missing: the view cannot be filtered, sorted or grouped. */
	readonly choices?: ViewChoices;
	/** What rows depend on besides the store. */
	readonly onDidChange?: Event<void>;
	/** Reads what `outline` needs. */
	load(): Promise<unknown>;
	/** The rows; undefined before `load`. */
	outline(options: ViewOptions): readonly OutlineNode[] | undefined;
	row(node: OutlineNode, now: number): Row;
	/** Reads the rows below a row that `outline` does not know yet; what fails is a row there. */
	expand?(element: ViewElement): Promise<void>;
	/** Forgets what `expand` has read. */
	forget?(): void;
	/** Rows below a resource. */
	details?(node: OutlineNode): readonly ViewElement[];
	/** Files below resources. */
	readonly fileRows?: FileRows;
	/** The first row is the heading. */
	tooltip(node: OutlineNode, now: number): readonly TooltipRow[];
}
