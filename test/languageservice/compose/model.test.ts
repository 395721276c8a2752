import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { valuesOf } from '../../../src/languageservice/compose/keyMarkdown.ts';
import { formsAt, keyAt } from '../../../src/languageservice/compose/model.ts';
import type { Form, KeyModel } from '../../../src/languageservice/compose/modelTypes.ts';

const all = keysBelow(formsAt([]));

function keysBelow(forms: readonly Form[]): KeyModel[] {
	return forms.flatMap(form => {
		switch (form.kind) {
			case 'map':
				return form.keys.flatMap(key => [key, ...keysBelow(key.forms)]);
			case 'namedMap':
			case 'list':
				return keysBelow(form.of);
			default:
				return [];
		}
	});
}

describe('the model of the specification', () => {
	it('knows the keys of every level', () => {
		assert.ok(all.length > 300);
		assert.equal(keyAt(['services', 'web', 'image'])?.name, 'image');
		assert.equal(keyAt(['services', 'web', 'volumes', 0, 'bind', 'selinux'])?.anchor, 'services/#volumes');
		assert.equal(keyAt(['services', 'web', 'build', 'no_cache_filter'])?.since, '5.0');
		assert.equal(keyAt(['services', 'web']), undefined);
		assert.equal(keyAt(['services', 'web', 'bogus']), undefined);
		assert.deepEqual(formsAt(['x-any', 'thing']), []);
		assert.deepEqual(formsAt(['services', 'a b']), []);
	});

	it('explains every key in both languages, with an example that is YAML', () => {
		for (const { name, text, example, forms } of all) {
			assert.match(text.en, /^[A-Z`].*[.)]$/s, name);
			assert.match(text.ko, /\p{Script=Hangul}.*[.)]$/su, name);
			assert.ok(Object.hasOwn(parse(example), name), example);
			assert.ok(forms.length > 0);
		}
	});

	it('explains every value in both languages', () => {
		for (const { name, forms } of all) {
			for (const { value, text, plain } of valuesOf(forms)) {
				assert.notEqual(text.en, '', `${name} ${value}`);
				assert.notEqual(text.ko, '', `${name} ${value}`);
				assert.equal(String(parse(plain ?? value)), value);
			}
		}
	});

	const prose: readonly (readonly [readonly (string | number)[], readonly string[]])[] = [
		[['restart'], ['no', 'always', 'on-failure', 'unless-stopped']],
		[['pull_policy'], ['always', 'never', 'missing', 'build', 'daily', 'weekly']],
		[['network_mode'], ['bridge', 'host', 'none']],
		[['cap_add'], ['ALL', 'NET_ADMIN', 'SYS_ADMIN', 'SYS_PTRACE']],
		[['stop_signal'], ['SIGTERM', 'SIGQUIT', 'SIGINT']],
		[['ipc'], ['shareable', 'private', 'host', 'none']],
		[['isolation'], ['default', 'process', 'hyperv']],
		[
			['deploy', 'mode'],
			['global', 'replicated', 'replicated-job', 'global-job'],
		],
		[
			['deploy', 'endpoint_mode'],
			['vip', 'dnsrr'],
		],
		[
			['deploy', 'update_config', 'failure_action'],
			['continue', 'rollback', 'pause'],
		],
		[
			['deploy', 'restart_policy', 'condition'],
			['none', 'on-failure', 'any'],
		],
		[
			['logging', 'driver'],
			['json-file', 'local', 'syslog', 'journald', 'fluentd', 'awslogs', 'none'],
		],
		[
			['volumes', 0, 'bind', 'propagation'],
			['rprivate', 'rshared', 'rslave'],
		],
		[
			['ports', 0, 'protocol'],
			['tcp', 'udp', 'sctp'],
		],
	];
	for (const [path, values] of prose) {
		it(`knows the values of ${path.join('.')}, which only the prose has`, () => {
			const known = valuesOf(formsAt(['services', 'web', ...path])).map(({ value }) => value);
			assert.deepEqual(
				values.filter(value => !known.includes(value)),
				[],
			);
		});
	}
});
