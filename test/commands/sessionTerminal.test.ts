import assert from 'node:assert/strict';
import { PassThrough, Writable } from 'node:stream';
import type { ExecSession } from '../../src/engine/exec.ts';
import { SessionTerminal } from '../../src/ui/sessionTerminal.ts';

const words = { ended: (code: number) => `ended ${code}`, lost: (reason: string) => `lost: ${reason}` };
const tick = () => new Promise(resolve => setImmediate(resolve));

function fakeSession(input: NodeJS.WritableStream = new PassThrough()) {
	const output = new PassThrough();
	const sizes: string[] = [];
	let closed = 0;
	let end: { resolve(code: number): void; reject(error: Error): void } | undefined;
	const exit = new Promise<number>((resolve, reject) => {
		end = { resolve, reject };
	});
	const session: ExecSession = {
		input,
		output,
		resize: async (columns, rows) => void sizes.push(`${columns}x${rows}`),
		exit,
		close: () => void closed++,
	};
	return {
		session,
		output,
		sizes,
		closes: () => closed,
		finish(code: number) {
			output.end();
			end?.resolve(code);
		},
		lose: (error: Error) => end?.reject(error),
	};
}

function open(fake: ReturnType<typeof fakeSession>) {
	const asked: unknown[] = [];
	const terminal = new SessionTerminal(async size => {
		asked.push(size);
		return fake.session;
	}, words);
	const seen = { text: '', closed: [] as (number | undefined)[], asked };
	terminal.onDidWrite(text => {
		seen.text += text;
	});
	terminal.onDidClose(code => seen.closed.push(code));
	terminal.open({ columns: 80, rows: 24 });
	return { terminal, seen };
}

describe('sessionTerminal', () => {
	it('opens with the size of the terminal and follows it', async () => {
		const fake = fakeSession();
		const { terminal, seen } = open(fake);
		terminal.setDimensions({ columns: 100, rows: 30 });
		await terminal.opened;
		terminal.setDimensions({ columns: 120, rows: 40 });
		assert.deepEqual(seen.asked, [{ columns: 80, rows: 24 }]);
		assert.deepEqual(fake.sizes, ['100x30', '120x40']);
	});

	it('joins characters that chunks cut apart', async () => {
		const fake = fakeSession();
		const { terminal, seen } = open(fake);
		await terminal.opened;
		for (const byte of Buffer.from('안녕 🐳')) {
			fake.output.write(Buffer.from([byte]));
		}
		await tick();
		assert.equal(seen.text, '안녕 🐳');
	});

	it('sends a large paste whole and in order to a slow reader', async () => {
		const received: Buffer[] = [];
		let largest = 0;
		const slow = new Writable({
			highWaterMark: 1024,
			write(chunk: Buffer, _encoding, done) {
				received.push(Buffer.from(chunk));
				largest = Math.max(largest, slow.writableLength);
				setImmediate(done);
			},
		});
		const { terminal } = open(fakeSession(slow));
		const paste = Array.from({ length: 40_000 }, (_, line) => `한 줄 ${line}\r`).join('');
		terminal.handleInput(paste.slice(0, 100));
		await terminal.opened;
		terminal.handleInput(paste.slice(100));
		terminal.handleInput('end');
		const expected = Buffer.byteLength(`${paste}end`);
		while (received.reduce((sum, chunk) => sum + chunk.length, 0) < expected) {
			await tick();
		}
		assert.equal(Buffer.concat(received).toString(), `${paste}end`);
		assert.ok(largest <= 16 * 1024, `${largest} bytes waited`);
	});

	it('lets Ctrl+C overtake what was pasted and not yet sent', async () => {
		const received: string[] = [];
		let release = () => {};
		const stuck = new Writable({
			highWaterMark: 1,
			write(chunk: Buffer, _encoding, done) {
				received.push(chunk.toString());
				release = done;
			},
		});
		const { terminal } = open(fakeSession(stuck));
		await terminal.opened;
		terminal.handleInput('x'.repeat(100_000));
		terminal.handleInput('\x03');
		release();
		await tick();
		assert.equal(received.at(-1), '\x03');
		assert.ok(received.join('').length < 20_000);
	});

	it('closes after exit code 0, the last output shown', async () => {
		const fake = fakeSession();
		const { terminal, seen } = open(fake);
		await terminal.opened;
		fake.output.write('bye\r\n');
		fake.finish(0);
		await tick();
		await tick();
		assert.deepEqual(seen.closed, [0]);
		assert.equal(seen.text, 'bye\r\n');
	});

	it('shows another exit code, ignores input and closes on Enter', async () => {
		const fake = fakeSession();
		const { terminal, seen } = open(fake);
		await terminal.opened;
		fake.finish(137);
		await tick();
		await tick();
		assert.match(seen.text, /ended 137/);
		terminal.handleInput('ls');
		terminal.setDimensions({ columns: 1, rows: 1 });
		assert.deepEqual(seen.closed, []);
		terminal.handleInput('\r');
		assert.deepEqual(seen.closed, [undefined]);
	});

	it('says that the engine was lost', async () => {
		const fake = fakeSession();
		const { terminal, seen } = open(fake);
		await terminal.opened;
		fake.lose(new Error('gone'));
		await tick();
		assert.match(seen.text, /lost: gone/);
	});

	it('closes the session with the terminal, even one that opens later', async () => {
		const fake = fakeSession();
		const { terminal } = open(fake);
		terminal.close();
		await tick();
		assert.equal(fake.closes(), 1);
	});

	it('rejects when the session cannot be opened', async () => {
		const terminal = new SessionTerminal(() => Promise.reject(new Error('no shell')), words);
		terminal.open(undefined);
		await assert.rejects(terminal.opened, /no shell/);
	});
});
