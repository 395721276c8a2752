import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { engineRequest } from '../support/engineAddress.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { command, commandLog, until } from './engineUnderTest.ts';

interface PruneResult {
	readonly deleted: readonly string[];
	readonly spaceReclaimed: number;
}

/** On an engine of its own: what is unused on another one may be somebody's. */
describe('prune: removing what is unused', () => {
	let own: OwnEngine;
	const setting = vscode.workspace.getConfiguration('slipway');

	before(async function () {
		this.timeout(120_000);
		own = await startEngine();
		await setting.update('context', own.host, vscode.ConfigurationTarget.Global);
		const { ID } = await request<{ ID: string }>('GET', '/info');
		await until('the other engine', async () => (await command<{ ID: string }>('system.info')).ID === ID);
	});
	after(async function () {
		this.timeout(120_000);
		await setting.update('context', undefined, vscode.ConfigurationTarget.Global);
		await until('the first engine', async () => {
			const { ID } = await request<{ ID: string }>('GET', '/info');
			return (await command<{ ID: string }>('system.info').catch(() => ({ ID }))).ID !== ID;
		});
		await own.end();
	});

	async function request<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
		const answer = await engineRequest(own.host, {
			method,
			path,
			...(body ? { body: Buffer.from(JSON.stringify(body)) } : {}),
		});
		assert.ok(answer.status < 400, `${method} ${path}: ${answer.status} ${answer.body}`);
		return (answer.body ? JSON.parse(answer.body) : undefined) as T;
	}

	async function make(name: string, details: object = {}): Promise<string> {
		const body = { Image: 'busybox:latest', Cmd: ['sleep', '600'], ...details };
		return (await request<{ Id: string }>('POST', `/containers/create?name=${name}`, body)).Id;
	}

	const silent = { confirm: false };

	it('containers that do not run', async () => {
		const stopped = await make('stopped');
		const running = await make('running');
		await request('POST', `/containers/${running}/start`);
		const result = await command<PruneResult>('container.prune', undefined, silent);
		assert.deepEqual(result, { deleted: [stopped], spaceReclaimed: result.spaceReclaimed });
		assert.equal(typeof result.spaceReclaimed, 'number');
		await request('DELETE', `/containers/${running}?force=1`);
	});

	it('images without a tag, with `all` those that nobody uses', async () => {
		const base = await make('base');
		await request('POST', `/commit?container=${base}&comment=untagged`);
		await request('POST', `/commit?container=${base}&repo=unused&tag=1&comment=tagged`);
		assert.equal((await command<PruneResult>('image.prune', undefined, silent)).deleted.length, 1);
		await request('GET', '/images/unused:1/json');
		const all = await command<PruneResult>('image.prune', undefined, { all: true, ...silent });
		assert.deepEqual(all.deleted, ['unused:1']);
		await request('DELETE', `/containers/${base}`);
	});

	it('anonymous volumes, with `all` named ones too, and never a used one', async () => {
		const { Name } = await request<{ Name: string }>('POST', '/volumes/create', {});
		await request('POST', '/volumes/create', { Name: 'named' });
		const user = await make('user', { HostConfig: { Binds: ['used:/data'] } });
		assert.deepEqual((await command<PruneResult>('volume.prune', undefined, silent)).deleted, [Name]);
		const all = await command<PruneResult>('volume.prune', undefined, { all: true, ...silent });
		assert.deepEqual(all.deleted, ['named']);
		await request('GET', '/volumes/used');
		await request('DELETE', `/containers/${user}`);
	});

	it('networks', async () => {
		await request('POST', '/networks/create', { Name: 'lonely' });
		assert.deepEqual((await command<PruneResult>('network.prune', undefined, silent)).deleted, ['lonely']);
	});

	it('everything at once, as far as the options go', async () => {
		await make('old');
		await request('POST', '/networks/create', { Name: 'lonely' });
		await request('POST', '/volumes/create', { Name: 'kept' });
		const { Name } = await request<{ Name: string }>('POST', '/volumes/create', {});
		const result = await command<{ spaceReclaimed: number }>('system.prune', undefined, { volumes: true, ...silent });
		assert.equal(typeof result.spaceReclaimed, 'number');
		assert.deepEqual(await request('GET', '/containers/json?all=1'), []);
		const { Volumes } = await request<{ Volumes: { Name: string }[] }>('GET', '/volumes');
		assert.ok(Volumes.some(volume => volume.Name === 'kept'));
		assert.ok(!Volumes.some(volume => volume.Name === Name));
		await request('GET', '/images/busybox:latest/json');
	});

	it('each with the line that does the same', async () => {
		for (const line of [
			'docker container prune --force',
			'docker image prune --force',
			'docker image prune --all --force',
			'docker volume prune --force',
			'docker network prune --force',
			'docker system prune --volumes --force',
		]) {
			await commandLog(logged => logged === line);
		}
	});
});
