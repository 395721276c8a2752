import assert from 'node:assert/strict';
import { readCall } from '../../src/commands/commandCall.ts';

const web = { kind: 'container', id: 'a', name: 'web' };
const db = { kind: 'container', id: 'b', name: 'db' };
const uri = { scheme: 'file', path: '/app/Dockerfile' };

function brief(...args: unknown[]) {
	const { targets, options } = readCall(args);
	return { targets, options };
}

describe('commandCall: one shape for the ways a command is called', () => {
	it('target and options', () => {
		assert.deepEqual(brief('web', { confirm: false }), { targets: ['web'], options: { confirm: false } });
		assert.deepEqual(brief(['web', 'db']), { targets: ['web', 'db'], options: {} });
		assert.deepEqual(brief(undefined, { all: true }), { targets: [], options: { all: true } });
		assert.deepEqual(brief(), { targets: [], options: {} });
	});

	it('a row, and the whole multi-selection', () => {
		assert.deepEqual(brief(web, undefined).targets, [web]);
		assert.deepEqual(brief(web, [web, db]).targets, [web, db]);
		assert.deepEqual(brief(web, [web, db], { force: true }), { targets: [web, db], options: { force: true } });
	});

	it('acts on the row clicked alone when it is not among the selected ones', () => {
		assert.deepEqual(brief(web, [db]).targets, [web]);
	});

	it('a file of the explorer and of an editor', () => {
		assert.deepEqual(brief(uri, [uri]).targets, [uri]);
		assert.deepEqual(brief(uri, { groupId: 0 }), { targets: [uri], options: {} });
	});

	it("a keybinding's args", () => {
		assert.deepEqual(brief({ confirm: false }), { targets: [], options: { confirm: false } });
		assert.deepEqual(brief({ target: 'web', timeout: 3 }), { targets: ['web'], options: { timeout: 3 } });
		assert.deepEqual(brief({ target: ['web', 'db'], options: { timeout: 3 } }), {
			targets: ['web', 'db'],
			options: { timeout: 3 },
		});
		assert.deepEqual(brief(['web', { timeout: 3 }]), { targets: ['web'], options: { timeout: 3 } });
	});

	it('knows whether options were given, even empty ones', () => {
		assert.equal(readCall(['nginx']).optionsGiven, false);
		assert.equal(readCall(['nginx', {}]).optionsGiven, true);
		assert.equal(readCall([web, undefined]).optionsGiven, false);
	});

	it('falls back to the selection only when nobody clicked a row that has gone meanwhile', () => {
		assert.equal(readCall([]).maySelect, true);
		assert.equal(readCall([undefined]).maySelect, true);
		assert.equal(readCall([undefined, undefined]).maySelect, false);
		assert.equal(readCall([undefined, { confirm: false }]).maySelect, true);
	});
});
