import assert from 'node:assert/strict';
import { fileNameOf, findPathLinks, meantFiles } from '../../src/base/pathLinks.ts';
import { processorMs } from '../support/keepsTime.ts';

const find = (text: string) =>
	findPathLinks(text).map(({ path, line, column }) =>
		[path, line, ...(column === undefined ? [] : [column])].join(' | '),
	);

describe('pathLinks', () => {
	it('finds files with a line as programs name them', () => {
		assert.deepEqual(find('    at place (/app/src/orders.js:10:5)'), ['/app/src/orders.js | 10 | 5']);
		assert.deepEqual(find('  File "/app/my folder/main.py", line 3, in <module>'), ['/app/my folder/main.py | 3']);
		assert.deepEqual(find('\tat shop.Orders.place(Orders.java:42)'), ['Orders.java | 42']);
		assert.deepEqual(find('   at Shop.Place() in /src/Shop/Orders.cs:line 12'), ['/src/Shop/Orders.cs | 12']);
		assert.deepEqual(find('\t/go/src/app/main.go:17 +0x1d'), ['/go/src/app/main.go | 17']);
		assert.deepEqual(find('Orders.cpp(12,5): error C2065'), ['Orders.cpp | 12 | 5']);
		assert.deepEqual(find("from app/models/order.rb:7:in `place'"), ['app/models/order.rb | 7']);
		assert.deepEqual(find('C:\\app\\a.ts:1:2 and ./b.ts:3'), ['C:\\app\\a.ts | 1 | 2', './b.ts | 3']);
	});

	it('finds none in addresses, times, versions and prose', () => {
		for (const text of [
			'listening on http://localhost:3000',
			'GET https://example.com:8080/a 200',
			'12:30:05.123 started',
			'redis:7.2:1',
			'a.b is not c.d',
			'',
		]) {
			assert.deepEqual(find(text), [], text);
		}
	});

	it('says where they stand', () => {
		const text = '(src/a.ts:10:5)';
		const [link] = findPathLinks(text);
		assert.equal(text.slice(link?.start, link?.end), 'src/a.ts:10:5');
	});

	it('takes no more time for a line that is made to be slow', () => {
		const begin = processorMs();
		for (const part of ['a.a:', 'a/', '/', 'a.', 'File "', '.a1.', 'a\\.b:1(']) {
			findPathLinks(part.repeat(8_000 / part.length));
		}
		assert.ok(processorMs() - begin < 500);
	});

	it('knows which file of the workspace a path in a container means', () => {
		const files = ['src/orders.js', 'test/orders.js', 'main.py', 'web/src/index.ts', 'api/src/index.ts'];
		assert.deepEqual(meantFiles('/app/src/orders.js', files), ['src/orders.js']);
		assert.deepEqual(meantFiles('/app/main.py', files), ['main.py']);
		assert.deepEqual(meantFiles('orders.js', files), ['src/orders.js', 'test/orders.js']);
		assert.deepEqual(meantFiles('/usr/src/app/src/index.ts', files), ['web/src/index.ts', 'api/src/index.ts']);
		assert.deepEqual(meantFiles('C:\\app\\api\\src\\index.ts', files), ['api/src/index.ts']);
		assert.deepEqual(meantFiles('/usr/lib/python3/json/orders.js', files), []);
		assert.deepEqual(meantFiles('/app/nowhere.js', files), []);
		assert.equal(fileNameOf('/app/src/orders.js'), 'orders.js');
	});
});
