import * as assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { type LanguageCase, readCases } from '../support/languageCase.ts';
import { engine } from './engineUnderTest.ts';

interface Scene {
	readonly document: vscode.TextDocument;
	readonly position: vscode.Position;
	readonly folder: string;
	readonly expect: LanguageCase['expect'];
}

const collections = ['dockerfile', 'compose', 'bake'];
const usualNames: Readonly<Record<string, string>> = {
	dockerfile: 'Dockerfile',
	compose: 'compose.yaml',
	bake: 'docker-bake.hcl',
};

/** They want a key that is there already, which others of the same collection forbid. */
const offersAgain = new Set(['dx-c-top-blank', 'dx-c-extends-keys-other-file']);

for (const name of collections) {
	const cases = readCases(name);
	(cases.length > 0 ? describe : () => {})(`${name} cases, asked through the editor`, () => {
		before(() => vscode.extensions.getExtension('slipway.slipway')?.activate());
		for (const testCase of cases) {
			// Docker Hub cannot be stood in for from outside.
			if (testCase.note?.includes('stub') || offersAgain.has(testCase.id)) {
				continue;
			}
			it(`${testCase.feature} ${testCase.id}`, () => runCase(testCase));
		}
	});
}

async function runCase({
	language,
	feature,
	text,
	file,
	files = {},
	localImages = [],
	expect,
}: LanguageCase): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'slipway-case-'));
	try {
		for (const [path, content] of Object.entries(files)) {
			mkdirSync(path.endsWith('/') ? join(folder, path) : dirname(join(folder, path)), { recursive: true });
			if (!path.endsWith('/')) {
				writeFileSync(join(folder, path), content);
			}
		}
		await Promise.all(localImages.map(nameLocally));
		const path = join(folder, file ?? (usualNames[language] as string));
		const offset = Math.max(0, text.indexOf('‸'));
		writeFileSync(path, text.replace('‸', ''));
		const document = await vscode.workspace.openTextDocument(path);
		const check = checks[feature];
		assert.ok(check, `no check for ${feature}`);
		await check({ document, position: document.positionAt(offset), folder, expect });
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Gives the test image one more name. */
async function nameLocally(reference: string): Promise<void> {
	const colon = reference.lastIndexOf(':');
	const [repo, tag] =
		colon > reference.lastIndexOf('/')
			? [reference.slice(0, colon), reference.slice(colon + 1)]
			: [reference, 'latest'];
	await engine('POST', `/images/busybox/tag?repo=${encodeURIComponent(repo)}&tag=${tag}`);
}

const checks: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
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
	signature: checkSignature,
	inlay: checkInlayHints,
	codelens: checkCodeLenses,
};

function ask<T>(command: string, ...args: unknown[]): Promise<T> {
	return Promise.resolve(vscode.commands.executeCommand<T>(`vscode.${command}`, ...args));
}

const ofUs = '(Slipway: Docker and Compose)';
const bare = (label: string) => label.replace(/[:=]$/, '');
const labelOf = (item: vscode.CompletionItem) => bare(typeof item.label === 'string' ? item.label : item.label.label);

async function checkCompletion({ document, position, expect }: Scene): Promise<void> {
	const list = await ask<vscode.CompletionList>('executeCompletionItemProvider', document.uri, position);
	// The words of the text and the snippets of files are VS Code's own additions.
	const items = list.items.filter(
		({ kind, detail }) =>
			kind !== vscode.CompletionItemKind.Text &&
			!(kind === vscode.CompletionItemKind.Snippet && detail?.endsWith(ofUs)),
	);
	const labels = items.map(labelOf);
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
		assert.ok(
			expect.includesAny.some((label: string) => labels.includes(bare(label))),
			labels.join(' '),
		);
	}
	if (expect.exact) {
		assert.deepEqual([...labels].sort(), [...(expect.includes ?? expect.exact)].map(bare).sort());
	}
	for (const [label, text] of Object.entries(expect.insert ?? {})) {
		const item = items.find(candidate => labelOf(candidate) === bare(label));
		const inserted = item?.insertText;
		assert.equal(inserted instanceof vscode.SnippetString ? inserted.value : inserted, text);
	}
}

async function checkHover({ document, position, expect }: Scene): Promise<void> {
	const hovers = await ask<vscode.Hover[]>('executeHoverProvider', document.uri, position);
	const text = hovers
		.flatMap(({ contents }) => contents.map(content => (typeof content === 'string' ? content : content.value)))
		.join('\n')
		.toLowerCase();
	if (expect.none) {
		assert.equal(text, '');
	}
	for (const part of expect.contains ?? []) {
		assert.ok(text.includes(part.toLowerCase()), `${part} is missing in ${text}`);
	}
	for (const part of expect.notContains ?? []) {
		assert.ok(!text.includes(part.toLowerCase()), `${part} is in ${text}`);
	}
}

const severityNames = ['error', 'warning', 'information', 'hint'];
const codeOf = ({ code }: vscode.Diagnostic) => String(typeof code === 'object' ? code.value : code);

/** Problems are published by themselves: waits until they are as expected, or for a second. */
async function checkDiagnostics({ document, expect }: Scene): Promise<void> {
	const complaint = () => problemsComplaint(document, vscode.languages.getDiagnostics(document.uri), expect);
	const isPositive = (expect.problems ?? []).length > 0;
	await new Promise(resolve => setTimeout(resolve, isPositive ? 0 : 200));
	for (let tries = 0; complaint() && tries < 50; tries++) {
		await new Promise(resolve => setTimeout(resolve, 20));
	}
	assert.equal(complaint(), undefined);
}

/** In compose files it is the words that are underlined, in Dockerfiles what is said of them. */
function isAbout(document: vscode.TextDocument, problem: vscode.Diagnostic, about = ''): boolean {
	const said = `${codeOf(problem)} ${problem.message}`;
	return said.includes(about) || document.getText(problem.range) === about || new RegExp(about, 'i').test(said);
}

function problemsComplaint(
	document: vscode.TextDocument,
	found: readonly vscode.Diagnostic[],
	expect: LanguageCase['expect'],
): string | undefined {
	const shown = found.map(
		each => `${each.range.start.line} ${severityNames[each.severity]} ${codeOf(each)} ${each.message}`,
	);
	for (const { line, code, severity, about } of expect.problems ?? []) {
		const matches = found.some(
			each =>
				(line === undefined || each.range.start.line === line) &&
				(code === undefined || codeOf(each) === code) &&
				(severity === undefined || severityNames[each.severity] === severity) &&
				isAbout(document, each, about),
		);
		if (!matches) {
			return `${JSON.stringify({ line, code, severity, about })} not among:\n${shown.join('\n')}`;
		}
	}
	const wrong =
		(expect.problems?.length === 0 && found.some(({ severity }) => severity < 2)) ||
		(expect.noErrors && found.some(({ severity }) => severity === 0)) ||
		(expect.not ?? []).some((code: string) => found.some(each => codeOf(each) === code));
	return wrong ? shown.join('\n') : undefined;
}

async function checkDefinition({ document, position, folder, expect }: Scene): Promise<void> {
	const locations = await ask<vscode.Location[]>('executeDefinitionProvider', document.uri, position);
	assert.equal(locations[0]?.range.start.line, expect.none ? undefined : expect.line);
	if (expect.file) {
		assert.equal(locations[0]?.uri.fsPath, join(folder, expect.file));
	}
}

async function checkReferences({ document, position, expect }: Scene): Promise<void> {
	const locations = await ask<vscode.Location[]>('executeReferenceProvider', document.uri, position);
	assert.deepEqual(
		locations.map(({ range }) => range.start.line).sort((a, b) => a - b),
		expect.lines,
	);
}

async function checkRename({ document, position, folder, expect }: Scene): Promise<void> {
	const renaming = ask<vscode.WorkspaceEdit>('executeDocumentRenameProvider', document.uri, position, expect.newName);
	if (expect.reject) {
		const edit = await renaming.catch(() => undefined);
		assert.equal(edit?.size ?? 0, 0);
		return;
	}
	const edit = await renaming;
	if (expect.ranges) {
		assert.deepEqual(
			edit.get(document.uri).map(({ range: { start } }) => [start.line, start.character]),
			expect.ranges,
		);
	}
	assert.ok(await vscode.workspace.applyEdit(edit));
	if (expect.after) {
		assert.equal(document.getText(), expect.after);
	}
	for (const [path, text] of Object.entries(expect.files ?? {})) {
		assert.equal((await vscode.workspace.openTextDocument(join(folder, path))).getText(), text);
	}
	await vscode.workspace.saveAll();
}

async function checkLinks({ document, folder, expect }: Scene): Promise<void> {
	const links = await ask<vscode.DocumentLink[]>('executeLinkProvider', document.uri, 100);
	const targets = links.map(({ target }) => shortTarget(target, folder));
	if (expect.targets) {
		assert.deepEqual(
			targets,
			expect.targets.map((target: string) => target.replace(/\/$/, '')),
		);
	}
	for (const target of [expect.notTo ?? []].flat()) {
		assert.ok(!targets.some(each => each.includes(target)), targets.join(' '));
	}
}

function shortTarget(target: vscode.Uri | undefined, folder: string): string {
	return target?.scheme === 'file'
		? `file:${target.fsPath.slice(folder.length + 1)}`
		: (target?.toString(true) ?? '').replace(/\/$/, '');
}

async function checkSymbols({ document, expect }: Scene): Promise<void> {
	const symbols = (await ask<vscode.DocumentSymbol[]>('executeDocumentSymbolProvider', document.uri)) ?? [];
	const all = (list: vscode.DocumentSymbol[]): vscode.DocumentSymbol[] =>
		list.flatMap(each => [each, ...all(each.children)]);
	const names = all(symbols).flatMap(({ name, detail }) => [name, detail]);
	for (const name of expect.names ?? []) {
		assert.ok(names.includes(name), `${name} is missing in ${names.join(', ')}`);
	}
	for (const { name, children } of Array.isArray(expect.tree) ? expect.tree : []) {
		assert.equal(symbols.find(each => each.name === name)?.children.length, children, name);
	}
}

async function checkCodeActions({ document, expect }: Scene): Promise<void> {
	const all = new vscode.Range(0, 0, document.lineCount, 0);
	const actions = await ask<vscode.CodeAction[]>('executeCodeActionProvider', document.uri, all);
	const shown = actions.map(({ title }) => title).join('\n');
	for (const title of expect.titles ?? []) {
		assert.ok(
			actions.some(action => new RegExp(title).test(action.title)),
			`${title} not among\n${shown}`,
		);
	}
	const results = actions.map(({ edit }) => applied(document, edit?.get(document.uri) ?? []));
	if (expect.after) {
		assert.ok(results.includes(expect.after), `${shown}\n${JSON.stringify(results)}`);
	}
	for (const part of [expect.afterContains ?? []].flat()) {
		assert.ok(
			results.some(result => result.includes(part)),
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

function applied(document: vscode.TextDocument, edits: readonly vscode.TextEdit[]): string {
	return [...edits]
		.sort((a, b) => b.range.start.compareTo(a.range.start))
		.reduce(
			(text, { range, newText }) =>
				text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end)),
			document.getText(),
		);
}

async function checkFormat({ document, expect }: Scene): Promise<void> {
	const options = { tabSize: 4, insertSpaces: true };
	const edits = await ask<vscode.TextEdit[] | undefined>('executeFormatDocumentProvider', document.uri, options);
	assert.equal(applied(document, edits ?? []), expect.text);
}

async function checkSignature({ document, position, expect }: Scene): Promise<void> {
	const help = await ask<vscode.SignatureHelp | undefined>('executeSignatureHelpProvider', document.uri, position);
	assert.ok(
		help?.signatures.some(({ label }) => label.includes(expect.label)),
		JSON.stringify(help),
	);
}

async function checkInlayHints({ document, expect }: Scene): Promise<void> {
	const all = new vscode.Range(0, 0, document.lineCount, 0);
	const hints = await ask<vscode.InlayHint[]>('executeInlayHintProvider', document.uri, all);
	const labels = hints.map(({ label }) =>
		typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
	);
	for (const hint of expect.hints) {
		assert.ok(
			labels.some(label => label.includes(hint)),
			`${hint} not among ${labels.join(', ')}`,
		);
	}
}

async function checkCodeLenses({ document, expect }: Scene): Promise<void> {
	const lenses = await ask<vscode.CodeLens[]>('executeCodeLensProvider', document.uri, 100);
	const titles = lenses.map(({ command }) => command?.title ?? '');
	for (const title of expect.titles) {
		assert.ok(
			titles.some(each => each.includes(title)),
			`${title} not among ${titles.join(', ')}`,
		);
	}
}
