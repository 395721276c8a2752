import assert from 'node:assert/strict';
import { readEvent } from '../../src/engine/readEvent.ts';

describe('readEvent', () => {
	it('reads an event of engine 28', () => {
		const line =
			'{"Type":"container","Action":"die","Actor":{"ID":"c1","Attributes":{"exitCode":"137","name":"web","image":"nginx"}},"scope":"local","time":1795244466,"timeNano":1795244466123456789}';
		const event = readEvent(line);
		assert.deepEqual([event?.type, event?.action, event?.id], ['container', 'die', 'c1']);
		assert.deepEqual({ ...event?.attributes }, { exitCode: '137', name: 'web', image: 'nginx' });
		assert.equal(event?.timeNano, '1795244466123456789');
	});

	it('reads an event that has only the old fields', () => {
		const event = readEvent('{"status":"start","id":"c1","from":"nginx","Type":"container","timeNano":1}');
		assert.deepEqual([event?.action, event?.id], ['start', 'c1']);
	});

	it('takes the health out of Docker’s action', () => {
		const event = readEvent('{"Type":"container","Action":"health_status: unhealthy","Actor":{"ID":"c1"}}');
		assert.deepEqual([event?.action, event?.health], ['health_status', 'unhealthy']);
	});

	it('takes the health out of Podman’s field', () => {
		const event = readEvent(
			'{"Type":"container","Action":"health_status","HealthStatus":"healthy","Actor":{"ID":"c1"}}',
		);
		assert.deepEqual([event?.action, event?.health], ['health_status', 'healthy']);
	});

	it('gives Podman’s events Docker’s names', () => {
		const died = readEvent(
			'{"Type":"container","Action":"died","Actor":{"ID":"c1","Attributes":{"containerExitCode":"3"}}}',
		);
		assert.deepEqual([died?.action, died?.attributes.exitCode], ['die', '3']);
		assert.equal(readEvent('{"Type":"container","Action":"remove","Actor":{"ID":"c1"}}')?.action, 'destroy');
		assert.equal(readEvent('{"Type":"image","Action":"remove","Actor":{"ID":"i1"}}')?.action, 'delete');
	});

	it('takes the name of Podman’s volumes for their id', () => {
		const line = '{"Type":"volume","Action":"create","Actor":{"ID":"","Attributes":{"name":"data","image":""}}}';
		assert.equal(readEvent(line)?.id, 'data');
	});

	it('leaves out what is not asked for', () => {
		assert.equal(readEvent('{"Type":"container","Action":"exec_start: true","Actor":{"ID":"c1"}}'), undefined);
		assert.equal(readEvent('{"Type":"pod","Action":"create","Actor":{"ID":"p1"}}'), undefined);
		assert.equal(readEvent('[]'), undefined);
		assert.equal(readEvent('null'), undefined);
	});

	it('does not take a label for the time', () => {
		const label = { 'x"timeNano":1': '"timeNano":2' };
		const line = JSON.stringify({
			Type: 'container',
			Action: 'start',
			Actor: { ID: 'c', Attributes: label },
			timeNano: 3,
		});
		assert.equal(readEvent(line)?.timeNano, '3');
	});

	it('throws for what is not JSON', () => {
		assert.throws(() => readEvent('{"Type":"contai'), SyntaxError);
	});
});
