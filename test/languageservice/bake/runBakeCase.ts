import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { type BakeService, createBakeService } from '../../../src/languageservice/bake/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

export interface BakeCase {
	readonly id: string;
	readonly feature: string;
	readonly text: string;
	readonly file?: string;
	readonly files?: Record<string, string>;
	// biome-ignore lint/suspicious/noExplicitAny: every feature has an expectation of its own shape
	readonly expect: any;
}

interface Asked {
	readonly service: BakeService;
	readonly document: TextDocument;
	readonly position: { line: number; character: number };
	readonly expect: BakeCase['expect'];
}

/** Asks the service about a marked text and compares the answer. */
export async function runBakeCase({ feature, text, file = 'docker-bake.hcl', files, expect }: BakeCase): Promise<void> {
	const plain = text.replace('‸', '');
	const service = createBakeService(inMemoryHost({ files: { ...files, [file]: plain } }));
	const document = TextDocument.create(`file:///workspace/${file}`, 'dockerbake', 1, plain);
	const check = checks[feature];
	assert.ok(check, `no check for ${feature}`);
	await check({ service, document, position: document.positionAt(Math.max(0, text.indexOf('‸'))), expect });
}

const bare = (label: string) => label.replace(/[:=/]$/, '');
const severityNames = ['', 'error', 'warning', 'information', 'hint'];

const checks: Readonly<Record<string, (asked: Asked) => Promise<void>>> = {
	completion: async ({ service, document, position, expect }) => {
		const items = await service.complete(document, position, never);
		const labels = items.map(item => bare(item.label));
		for (const label of expect.includes ?? []) {
			assert.ok(labels.includes(bare(label)), `${label} is missing in ${labels.join(' ')}`);
		}
		for (const label of expect.excludes ?? []) {
			assert.ok(!labels.includes(bare(label)), `${label} is offered`);
		}
		if (expect.none) {
			assert.deepEqual(labels, []);
		}
		for (const [label, inserted] of Object.entries(expect.insert ?? {})) {
			const edit = items.find(item => bare(item.label) === bare(label))?.textEdit;
			assert.equal(edit?.newText, inserted);
		}
		for (const [label, after] of Object.entries(expect.accepted ?? {})) {
			const edit = items.find(item => bare(item.label) === bare(label))?.textEdit;
			assert.ok(edit && 'range' in edit, label);
			assert.equal(TextDocument.applyEdits(document, [edit]), after);
		}
	},
	hover: async ({ service, document, position, expect }) => {
		const hover = await service.hover(document, position, never);
		const text = hover ? (hover.contents as { value: string }).value : '';
		for (const part of expect.contains ?? []) {
			assert.ok(text.includes(part), `${part} is missing in ${text}`);
		}
		for (const part of expect.notContains ?? []) {
			assert.ok(!text.includes(part), text);
		}
		if (expect.none) {
			assert.equal(text, '');
		}
	},
	diagnostic: async ({ service, document, expect }) => {
		const found = await service.diagnose(document, never);
		const shown = found.map(
			each => `${each.range.start.line} ${severityNames[each.severity ?? 0]} ${each.code} ${each.message}`,
		);
		for (const { line, code, severity } of expect.problems ?? []) {
			const isThere = found.some(
				each =>
					(line === undefined || each.range.start.line === line) &&
					(code === undefined || each.code === code) &&
					(severity === undefined || severityNames[each.severity ?? 0] === severity),
			);
			assert.ok(isThere, `${line} ${code} ${severity} not among:\n${shown.join('\n')}`);
		}
		if (expect.problems?.length === 0) {
			assert.deepEqual(shown, []);
		}
		for (const [index, word] of (expect.words ?? []).entries()) {
			assert.equal(found[index] && document.getText(found[index].range), word);
		}
	},
	definition: async ({ service, document, position, expect }) => {
		const location = await service.definition(document, position, never);
		assert.equal(location?.range.start.line, expect.none ? undefined : expect.line);
		if (expect.file) {
			assert.ok(location?.uri.endsWith(`/${expect.file}`), location?.uri);
		}
	},
	references: async ({ service, document, position, expect }) => {
		const locations = await service.references(document, position, true, never);
		assert.deepEqual(
			locations.map(each => each.range.start.line),
			expect.lines,
		);
	},
	rename: async ({ service, document, position, expect }) => {
		const edit = await service.rename(document, position, expect.newName, never);
		if (expect.reject) {
			assert.ok(!edit || 'problem' in edit, JSON.stringify(edit));
			return;
		}
		assert.ok(edit && 'changes' in edit, JSON.stringify(edit));
		assert.equal(TextDocument.applyEdits(document, edit.changes?.[document.uri] ?? []), expect.after);
	},
	link: async ({ service, document, expect }) => {
		const links = await service.links(document, never);
		const targets = links.map(link => (link.target ?? '').replace('file:///workspace/', 'file:'));
		assert.deepEqual(targets, expect.targets);
	},
	symbol: async ({ service, document, expect }) => {
		const names = (list: DocumentSymbol[]): string[] =>
			list.flatMap(each => [each.name, ...names(each.children ?? [])]);
		assert.deepEqual(names(await service.symbols(document, never)), expect.names);
	},
	folding: async ({ service, document, expect }) => {
		const folds = await service.folding(document, never);
		assert.deepEqual(
			folds.map(each => [each.startLine, each.endLine]),
			expect.lines,
		);
	},
	codelens: async ({ service, document, expect }) => {
		const lenses = await service.lenses(document, never);
		assert.deepEqual(
			lenses.map(each => `${each.kind} ${each.name} ${each.range.start.line}`),
			expect.lenses,
		);
	},
	format: async ({ service, document, expect }) => {
		const edits = await service.format(document, { tabSize: 2, insertSpaces: true }, never);
		const after = TextDocument.applyEdits(document, edits);
		assert.equal(after, expect.text);
		const again = TextDocument.create(document.uri, 'dockerbake', 2, after);
		assert.deepEqual(await service.format(again, { tabSize: 2, insertSpaces: true }, never), []);
	},
	inlay: async ({ service, document, expect }) => {
		const range = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
		const hints = await service.inlayHints(document, range, never);
		assert.deepEqual(
			hints.map(hint => `${hint.position.line} ${hint.label}`),
			expect.hints,
		);
	},
	codeaction: async ({ service, document, expect }) => {
		const range = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
		const actions = await service.codeActions(document, range, {}, never);
		const results = actions.map(each => TextDocument.applyEdits(document, each.edit?.changes?.[document.uri] ?? []));
		assert.ok(results.includes(expect.after), JSON.stringify(results));
	},
};
