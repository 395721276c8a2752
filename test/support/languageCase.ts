import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, DocumentSymbol, TextEdit } from 'vscode-languageserver-types';
import type { LanguageService } from '../../src/languageservice/languageService.ts';
import { never } from './inMemoryHost.ts';
import { projectRoot } from './projectRoot.ts';

/** A marked text, what is asked about it, and what must come of it. */
export interface LanguageCase {
	readonly id: string;
	readonly language: string;
	readonly feature: string;
	readonly text: string;
	readonly file?: string;
	readonly files?: Record<string, string>;
	readonly localImages?: readonly string[];
	readonly note?: string;
	// biome-ignore lint/suspicious/noExplicitAny: every feature has an expectation of its own shape
	readonly expect: any;
}

/** The cases of a collection that lies beside the project; none where it does not. */
export function readCases(collection: string): readonly LanguageCase[] {
	const file = join(projectRoot, '..', 'shared', 'cases', `${collection}.jsonl`);
	const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
	return lines.filter(line => line !== '').map(line => JSON.parse(line) as LanguageCase);
}

/** What a service that is asked by these checks must have. */
type Asked = Pick<
	LanguageService,
	| 'complete'
	| 'hover'
	| 'diagnose'
	| 'definition'
	| 'references'
	| 'rename'
	| 'links'
	| 'symbols'
	| 'codeActions'
	| 'format'
>;

export type Check<Service> = (
	service: Service,
	document: TextDocument,
	position: { line: number; character: number },
	expect: LanguageCase['expect'],
) => Promise<void>;

/** How the answers of a service are compared, by feature, as far as languages have them in common. */
export const checks: Readonly<Record<string, Check<Asked>>> = {
	completion: checkCompletion,
	hover: checkHover,
	diagnostic: checkDiagnostics,
	definition: checkDefinition,
	references: checkReferences,
	rename: checkRename,
	link: checkLinks,
	symbol: checkSymbols,
	codeaction: checkCodeActions,
	format: checkFormat,
};

const bare = (label: string) => label.replace(/[:=]$/, '');

async function checkCompletion(...[service, document, position, expect]: Parameters<Check<Asked>>) {
	const items = await service.complete(document, position, never);
	const labels = items.map(item => bare(item.label));
	if (expect.none) {
		assert.deepEqual(labels, []);
	}
	for (const label of expect.includes ?? []) {
		assert.ok(labels.includes(bare(label)), `${label} is missing in ${labels.join(' ')}`);
	}
	for (const label of expect.excludes ?? []) {
		assert.ok(!labels.includes(bare(label)), `${label} is offered`);
	}
	if (expect.includesAny) {
		assert.ok(expect.includesAny.some((label: string) => labels.includes(bare(label))));
	}
	if (expect.exact) {
		assert.deepEqual(
			[...labels].sort(),
			[...(Array.isArray(expect.exact) ? expect.exact : expect.includes)].map(bare).sort(),
		);
	}
	for (const [label, text] of Object.entries(expect.insert ?? {})) {
		const item = items.find(candidate => bare(candidate.label) === bare(label));
		assert.equal(item?.textEdit && 'newText' in item.textEdit ? item.textEdit.newText : item?.insertText, text);
	}
}

async function checkHover(...[service, document, position, expect]: Parameters<Check<Asked>>) {
	const hover = await service.hover(document, position, never);
	const text = (hover?.contents as { value: string } | undefined)?.value.toLowerCase() ?? '';
	if (expect.none) {
		assert.equal(text, '');
	}
	for (const part of expect.contains ?? []) {
		assert.ok(text.includes(part.toLowerCase()), `${part} is missing in ${text}`);
	}
	for (const part of expect.notContains ?? []) {
		assert.ok(!text.includes(part.toLowerCase()));
	}
}

const severityNames = ['', 'error', 'warning', 'information', 'hint'];

async function checkDiagnostics(...[service, document, , expect]: Parameters<Check<Asked>>) {
	const found = await service.diagnose(document, never);
	const shown = found.map(
		each => `${each.range.start.line} ${severityNames[each.severity ?? 0]} ${each.code} ${each.message}`,
	);
	for (const { line, code, severity, about } of expect.problems ?? []) {
		const matches = found.some(
			each =>
				(line === undefined || each.range.start.line === line) &&
				(code === undefined || each.code === code) &&
				(severity === undefined || severityNames[each.severity ?? 0] === severity) &&
				mentions(`${each.code} ${each.message}`, about),
		);
		assert.ok(matches, `${JSON.stringify({ line, code, severity, about })} not among:\n${shown.join('\n')}`);
	}
	if (expect.problems?.length === 0) {
		assert.deepEqual(
			found.filter(each => (each.severity ?? 1) < 3),
			[],
			shown.join('\n'),
		);
	}
	if (expect.noErrors) {
		assert.deepEqual(
			found.filter(each => each.severity === 1),
			[],
		);
	}
	for (const code of expect.not ?? []) {
		assert.ok(!found.some(each => each.code === code), code);
	}
}

/** Words, or in the cases of Dockerfiles an expression. */
function mentions(message: string, about = ''): boolean {
	return message.toLowerCase().includes(about.toLowerCase()) || new RegExp(about, 'i').test(message);
}

async function checkDefinition(...[service, document, position, expect]: Parameters<Check<Asked>>) {
	const location = await service.definition(document, position, never);
	assert.equal(location?.range.start.line, expect.none ? undefined : expect.line);
	if (expect.file) {
		assert.ok(location?.uri.endsWith(`/${expect.file}`), location?.uri);
	}
}

async function checkReferences(...[service, document, position, expect]: Parameters<Check<Asked>>) {
	const locations = await service.references(document, position, true, never);
	assert.deepEqual(
		locations.map(location => location.range.start.line).sort((a, b) => a - b),
		expect.lines,
	);
}

async function checkRename(...[service, document, position, expect]: Parameters<Check<Asked>>) {
	const edit = await service.rename(document, position, expect.newName, never);
	if (expect.reject) {
		assert.ok(!edit || 'problem' in edit);
		return;
	}
	assert.ok(edit && 'changes' in edit);
	const edits = edit.changes?.[document.uri] ?? [];
	if (expect.ranges) {
		assert.deepEqual(
			edits.map(each => [each.range.start.line, each.range.start.character]),
			expect.ranges,
		);
	}
	if (expect.after) {
		assert.equal(TextDocument.applyEdits(document, edits), expect.after);
	}
}

async function checkLinks(...[service, document, , expect]: Parameters<Check<Asked>>) {
	const links = await service.links(document, never);
	const targets = links.map(link => relative(link.target ?? '').replace(/\/$/, ''));
	if (expect.targets) {
		assert.deepEqual(
			targets,
			expect.targets.map((target: string) => target.replace(/\/$/, '')),
		);
	}
	for (const target of [expect.notTo ?? []].flat()) {
		assert.ok(!targets.some(each => each.includes(target)));
	}
}

/** Links to files of the folder as the cases have them: `file:name`. */
function relative(target: string): string {
	return target.replace(/^file:\/\/\/workspace\//, 'file:');
}

async function checkSymbols(...[service, document, , expect]: Parameters<Check<Asked>>) {
	const symbols = await service.symbols(document, never);
	const all = (list: DocumentSymbol[]): DocumentSymbol[] => list.flatMap(each => [each, ...all(each.children ?? [])]);
	const names = all(symbols).flatMap(symbol => [symbol.name, symbol.detail ?? '']);
	for (const name of expect.names) {
		assert.ok(names.includes(name), `${name} is missing in ${names.join(', ')}`);
	}
	for (const branch of expect.tree ?? []) {
		const [name, children] = Array.isArray(branch) ? branch : [branch.name, branch.children];
		const found = symbols.find(each => each.name === name)?.children?.map(child => child.name);
		assert.deepEqual(typeof children === 'number' ? found?.length : found, children, name);
	}
}

async function checkCodeActions(...[service, document, , expect]: Parameters<Check<Asked>>) {
	const end = document.positionAt(document.getText().length);
	const range = { start: { line: 0, character: 0 }, end };
	const actions = await service.codeActions(document, range, {}, never);
	const shown = actions.map(action => action.title).join('\n');
	for (const title of expect.titles ?? []) {
		assert.ok(
			actions.some(action => new RegExp(title).test(action.title)),
			`${title} not among\n${shown}`,
		);
	}
	const results = actions.map(action => afterAction(document, action));
	if (expect.after) {
		assert.ok(results.includes(expect.after), `${shown}\n${JSON.stringify(results)}`);
	}
	if (expect.afterContains) {
		const parts: string[] = [expect.afterContains].flat();
		assert.ok(
			results.some(result => parts.every(part => result.includes(part))),
			JSON.stringify(results),
		);
	}
	if (expect.afterMatches) {
		assert.ok(
			results.some(result => new RegExp(expect.afterMatches).test(result)),
			JSON.stringify(results),
		);
	}
}

function afterAction(document: TextDocument, action: CodeAction): string {
	return TextDocument.applyEdits(document, (action.edit?.changes?.[document.uri] ?? []) as TextEdit[]);
}

async function checkFormat(...[service, document, , expect]: Parameters<Check<Asked>>) {
	const edits = await service.format(document, { tabSize: 4, insertSpaces: true }, never);
	assert.equal(TextDocument.applyEdits(document, edits), expect.text);
}
