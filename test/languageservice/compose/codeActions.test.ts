import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction } from 'vscode-languageserver-types';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

/** A text with a cursor `‸` or none (then the whole text is asked about), and what one of the actions makes of it. */
interface ActionCase {
	readonly id: string;
	readonly text: string;
	readonly after?: string;
	/** Part of the action's title. */
	readonly title?: string;
	/** No action has the title. */
	readonly none?: true;
	readonly files?: Readonly<Record<string, string>>;
	/** Files beside it that the action makes or adds to. */
	readonly made?: Readonly<Record<string, string>>;
}

const root = 'file:///workspace/';
const cases = readFileSync(join(import.meta.dirname, 'codeActionCases.jsonl'), 'utf8')
	.split('\n')
	.filter(line => line !== '')
	.map(line => JSON.parse(line) as ActionCase);

describe('Compose code actions', () => {
	for (const { id, text, after, title = '', none, files = {}, made } of cases) {
		it(`${id} ${title}`, async () => {
			const plain = text.replace('‸', '');
			const host = inMemoryHost({ files: { ...files, 'compose.yaml': plain } });
			const document = TextDocument.create(`${root}compose.yaml`, 'dockercompose', 1, plain);
			const cursor = text.indexOf('‸');
			const [from, to] = cursor < 0 ? [0, plain.length] : [cursor, cursor];
			const range = { start: document.positionAt(from), end: document.positionAt(to) };
			const actions = await createComposeService(host).codeActions(document, range, {}, never);
			const named = actions.filter(action => action.title.includes(title));
			if (none) {
				assert.deepEqual(
					named.map(action => action.title),
					[],
				);
				return;
			}
			const results = named.map(action => applied(document, action, files));
			const wanted = { 'compose.yaml': after, ...made };
			assert.ok(
				results.some(result => Object.entries(wanted).every(([name, content]) => result[name] === content)),
				`${actions.map(action => action.title).join('\n')}\n${JSON.stringify(results, undefined, 1)}`,
			);
		});
	}

	it('choose a host port that no container and nothing in the file has', async () => {
		const container = { project: 'other', service: 'x', state: 'running', name: 'other-x-1' };
		const ports = [8080, 8081].map(host => ({ host, container: 80, protocol: 'tcp' }));
		const host = { ...inMemoryHost(), containers: () => [{ ...container, ports }] };
		const text = 'services:\n  a:\n    image: x\n    ports: ["8080:80"]\n  b:\n    image: x\n    ports: ["8082:80"]\n';
		const document = TextDocument.create(`${root}compose.yaml`, 'dockercompose', 1, text);
		const range = { start: { line: 3, character: 15 }, end: { line: 3, character: 15 } };
		const actions = await createComposeService(host).codeActions(document, range, { only: ['quickfix'] }, never);
		assert.equal(actions[0]?.title, 'Publish on port 8083 instead');
	});

	it('have titles in Korean, too', async () => {
		const document = TextDocument.create(
			`${root}compose.yaml`,
			'dockercompose',
			1,
			'services:\n  web:\n    imgae: nginx\n',
		);
		const service = createComposeService(inMemoryHost({ locale: 'ko' }));
		const range = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };
		const actions = await service.codeActions(document, range, {}, never);
		assert.ok(actions.length > 2);
		assert.deepEqual(
			actions.filter(action => !/\p{Script=Hangul}/u.test(action.title)),
			[],
		);
	});

	it('are of the kinds that were asked for', async () => {
		const text = 'version: "3"\nservices:\n  web:\n    image: nginx\n    ports: ["80:80"]\n';
		const document = TextDocument.create(`${root}compose.yaml`, 'dockercompose', 1, text);
		const range = { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } };
		for (const kind of ['quickfix', 'refactor', 'refactor.rewrite', 'source.fixAll', 'source.fixAll.slipway']) {
			const actions = await createComposeService(inMemoryHost()).codeActions(document, range, { only: [kind] }, never);
			assert.ok(actions.length > 0, kind);
			assert.deepEqual(
				actions.filter(action => !action.kind?.startsWith(kind)),
				[],
			);
		}
	});
});

/** All files after an action. */
function applied(document: TextDocument, { edit }: CodeAction, files: Readonly<Record<string, string>>) {
	const after: Record<string, string> = { ...files, 'compose.yaml': document.getText() };
	const own = edit?.changes?.[document.uri];
	if (own) {
		after['compose.yaml'] = TextDocument.applyEdits(document, own);
	}
	for (const change of edit?.documentChanges ?? []) {
		if ('edits' in change) {
			const name = decodeURIComponent(change.textDocument.uri.slice(root.length));
			const before = TextDocument.create(change.textDocument.uri, '', 1, after[name] ?? '');
			after[name] = TextDocument.applyEdits(before, change.edits as never);
		}
	}
	return after;
}
