import assert from 'node:assert/strict';
import { StackTraces } from '../../src/engine/stackTraces.ts';

/** Lines that begin with `>` belong to a trace above; the mark is taken off. */
function check(
	marked: string,
	options: { readonly grave?: readonly number[]; readonly times?: readonly number[] } = {},
): void {
	const traces = new StackTraces();
	const found = marked.split('\n').map((line, index) => {
		const text = line.replace(/^>/, '');
		const data = Buffer.from(`x${text}`);
		const time = options.times?.[index] ?? 1000 + index;
		return `${traces.continues(data, 1, data.length, time, options.grave?.includes(index) ?? false) ? '>' : ''}${text}`;
	});
	assert.equal(found.join('\n'), marked);
}

describe('stackTraces', () => {
	it('Java', () => {
		check(`2026 ERROR boom
java.lang.IllegalStateException: outer
>	at com.shop.A.b(A.java:1)
>	at com.shop.C.d(C.java:2)
>Caused by: java.io.IOException: inner
>	at com.shop.E.f(E.java:3)
>	... 12 more
next`);
	});

	it('Node', () => {
		check(`TypeError: x is not a function
>    at Object.<anonymous> (/app/a.js:1:2)
>    at node:internal/main:1
next`);
	});

	it('.NET', () => {
		check(`Unhandled exception. System.Exception: a
> ---> System.Exception: b
>   at A.B() in /src/A.cs:line 3
>   --- End of inner exception stack trace ---
>   at C.D()
next`);
	});

	it('Python, also one exception during another', () => {
		check(`Traceback (most recent call last):
>  File "a.py", line 1, in <module>
>    boom()
>ValueError: bad
>
>During handling of the above exception, another exception occurred:
>
>Traceback (most recent call last):
>  File "a.py", line 3, in <module>
>KeyError: 'x'
next`);
	});

	it('Python, under the line that reports it', () => {
		check(
			`ERROR:root:failed
>Traceback (most recent call last):
>  File "a.py", line 1
>ValueError: bad
next`,
			{ grave: [0] },
		);
	});

	it('Go', () => {
		check(`panic: runtime error: index out of range
>
>goroutine 1 [running]:
>main.(*Server).run(0xc000, 0x1)
>	/app/main.go:12 +0x1d
>created by main.main
>	/app/main.go:5
>exit status 2
next`);
	});

	it('Rust', () => {
		check(`thread 'main' panicked at src/main.rs:2:5:
>index out of bounds
>note: run with RUST_BACKTRACE=1
>   0: rust_begin_unwind
>             at /rustc/library/std.rs:1
next`);
	});

	it('PHP', () => {
		check(`PHP Fatal error:  Uncaught Exception: x in /a.php:3
>Stack trace:
>#0 /a.php(5): f()
>#1 {main}
>  thrown in /a.php on line 3
next`);
	});

	it('leaves other indented text alone', () => {
		check(`{
  "a": 1
}
  list:
    - item
	tab`);
	});

	it('ends with a pause', () => {
		check(
			`Error: x
>    at a (b.js:1:1)
    indented much later`,
			{ times: [1000, 1001, 9000] },
		);
	});
});
