import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type CommandName, commandNames } from '../../src/contributions.ts';
import { projectRoot } from '../support/projectRoot.ts';
import { command, commandLog, engine, makeContainer, ours, sweep, uniqueName } from './engineUnderTest.ts';

/** Looks at nothing but memory, files or VS Code itself, or at what `docker` has no word for. */
const nothing = 'nothing';

/** What a command is called with, and what it then writes; words in the names `C` and so on stand for the test's own. */
interface Shown {
	readonly args: readonly unknown[];
	readonly line: string;
}

/** Needs a set-up of its own; the line stands in the test that has it. */
interface Elsewhere {
	readonly test: string;
	readonly says: string;
}

const shows = (line: string, ...args: readonly unknown[]): Shown => ({ line, args });
const elsewhere = (test: string, says: string): Elsewhere => ({ test, says });
const compose = (line: string, options: object = {}) =>
	shows(`cd FOLDER && docker compose ${line}`, 'COMPOSE', options);

const silent = { confirm: false };

/** Every command of the extension, in an order in which each can do its work. */
const rows = {
	'container.run': shows('docker run -d --pull never --name MADE busybox:latest true', 'busybox:latest', {
		...{ name: 'MADE', command: ['true'], pull: 'never' },
	}),
	'container.stop': shows('docker stop --time 0 C', 'C', { timeout: 0 }),
	'container.start': shows('docker start C', 'C'),
	'container.restart': shows('docker restart --time 0 C', 'C', { timeout: 0 }),
	'container.pause': shows('docker pause C', 'C'),
	'container.unpause': shows('docker unpause C', 'C'),
	'container.execCapture': shows("docker exec --env 'TOKEN=***' C echo 'a b'", 'C', {
		...{ command: ['echo', 'a b'], env: { TOKEN: 's3cret' } },
	}),
	'container.logs': shows('docker logs --tail 5 C', 'C', { follow: false, tail: 5 }),
	'container.exec': shows('docker exec -it C sh', 'C', { command: ['sh'] }),
	'container.attach': shows('docker attach C', 'C'),
	'container.inspect': shows('docker inspect C', 'C'),
	'container.top': shows('docker top C', 'C'),
	'container.stats': shows('docker stats C', 'C'),
	'container.kill': shows('docker kill --signal SIGUSR1 C', 'C', { signal: 'SIGUSR1' }),
	'container.rename': shows('docker rename MADE RENAMED', 'MADE', { name: 'RENAMED' }),
	'container.remove': shows('docker rm RENAMED', 'RENAMED', silent),
	'container.update': elsewhere('containerConfiguration.test.ts', 'docker update --memory'),
	'container.recreate': elsewhere('containerConfiguration.test.ts', 'docker rm $' + '{name}_old_'),
	'container.copyRunCommand': nothing,
	'container.toCompose': nothing,
	'container.browse': nothing,
	'container.diff': shows('docker diff C', 'C', {}),
	'container.commit': elsewhere('imageArchive.test.ts', 'docker commit'),
	'container.export': elsewhere('copyFiles.test.ts', 'docker export -o'),
	'container.copyFrom': elsewhere('copyFiles.test.ts', 'docker cp $' + '{name}:/app/folder'),
	'container.copyTo': elsewhere('copyFiles.test.ts', 'docker cp $' + '{path.join'),
	'container.click': nothing,
	'container.open': shows('docker inspect C', 'C'),
	'container.openPort': nothing,
	'container.copyId': nothing,
	'container.copyName': nothing,
	'container.prune': elsewhere('prune.test.ts', 'docker container prune --force'),
	'image.tag': shows('docker tag busybox:latest IMAGE', 'busybox:latest', { tag: 'IMAGE' }),
	'image.inspect': shows('docker image inspect busybox:latest', 'IMAGE'),
	'image.history': shows('docker history busybox:latest', 'IMAGE'),
	'image.layers': shows('docker save busybox:latest', 'IMAGE'),
	'image.remove': shows('docker rmi IMAGE', 'IMAGE', silent),
	'image.run': shows('docker run -d --rm --pull never busybox:latest true', 'busybox:latest', {
		...{ command: ['true'], remove: true, pull: 'never' },
	}),
	'image.runInteractive': shows('docker run -it --rm --pull never busybox:latest true', 'busybox:latest', {
		...{ command: ['true'], remove: true, interactive: true, pull: 'never' },
	}),
	'image.build': shows(
		"docker buildx build --load --tag BUILT --build-arg 'NPM_TOKEN=***' FOLDER",
		...['DOCKERFILE', { tag: 'BUILT', buildArgs: { NPM_TOKEN: 's3cret' } }],
	),
	'image.check': elsewhere('checkDockerfile.test.ts', 'docker buildx build'),
	'image.pull': elsewhere('imagePush.test.ts', 'docker pull'),
	'image.push': elsewhere('imagePush.test.ts', 'docker push'),
	'image.layersInMotion': nothing,
	'image.copyId': nothing,
	'image.copyName': nothing,
	'image.save': elsewhere('imageArchive.test.ts', 'docker save -o'),
	'image.load': elsewhere('imageArchive.test.ts', 'docker load -i'),
	'image.import': elsewhere('copyFiles.test.ts', 'docker import'),
	'image.search': shows('docker search SEARCH/web', undefined, { term: 'SEARCH/web' }),
	'image.prune': elsewhere('prune.test.ts', 'docker image prune --force'),
	'dockerfile.run': shows('docker run -d BUILT', 'DOCKERFILE', { tag: 'BUILT' }),
	'image.runForm': nothing,
	'image.checkNewer': nothing,
	'images.checkNewer': nothing,
	'dockerfile.create': nothing,
	'dockerfile.showContext': nothing,
	'volume.create': shows('docker volume create --label slipway.test=commands VOLUME', undefined, {
		...{ name: 'VOLUME', labels: ours },
	}),
	'volume.inspect': shows('docker volume inspect VOLUME', 'VOLUME'),
	'volume.clone': shows('docker volume create CLONED', 'VOLUME', { name: 'CLONED' }),
	'volume.backup': elsewhere('volumeArchive.test.ts', 'busybox tar czf'),
	'volume.restore': elsewhere('volumeArchive.test.ts', 'docker run --rm -v $' + '{volume}:/volume -v'),
	'volumes.sizes': shows('docker system df --verbose'),
	'volume.remove': shows('docker volume rm VOLUME', 'VOLUME', silent),
	'volume.prune': elsewhere('prune.test.ts', 'docker volume prune --force'),
	'volume.browse': nothing,
	'volume.copyName': nothing,
	'file.createFolder': shows('docker exec C mkdir /tmp/made', 'FILES/tmp', { name: 'made' }),
	'file.create': shows('docker exec C touch /tmp/made/one', 'FILES/tmp/made', { name: 'one' }),
	'file.rename': shows('docker exec C mv /tmp/made/one /tmp/made/two', 'FILES/tmp/made/one', { name: 'two' }),
	'file.remove': shows('docker exec C rm -rf /tmp/made', 'FILES/tmp/made', silent),
	'file.upload': shows('docker cp DOCKERFILE C:/tmp', 'FILES/tmp', { source: ['DOCKERFILE'], confirm: false }),
	'file.download': shows('docker cp C:/etc/group FOLDER', 'FILES/etc/group', { destination: 'FOLDER', confirm: false }),
	'file.open': nothing,
	'file.copyPath': nothing,
	'file.addToWorkspace': nothing,
	'file.refresh': nothing,
	'network.create': shows('docker network create --label slipway.test=commands NETWORK', undefined, {
		...{ name: 'NETWORK', labels: ours },
	}),
	'network.inspect': shows('docker network inspect NETWORK', 'NETWORK'),
	'network.copyId': nothing,
	'network.copyName': nothing,
	'network.connect': shows('docker network connect --alias web NETWORK C', 'NETWORK', {
		...{ container: 'C', aliases: ['web'] },
	}),
	'network.disconnect': shows('docker network disconnect --force NETWORK C', 'NETWORK', {
		...{ container: 'C', force: true, confirm: false },
	}),
	'network.remove': shows('docker network rm NETWORK', 'NETWORK', silent),
	'network.prune': elsewhere('prune.test.ts', 'docker network prune --force'),
	'bake.check': shows('cd FOLDER && docker buildx bake --file BAKE --call=check', 'BAKE'),
	'bake.print': shows('cd FOLDER && docker buildx bake --file BAKE --print', 'BAKE'),
	'bake.build': shows('cd FOLDER && docker buildx bake --file BAKE', 'BAKE'),
	'compose.up': compose('up --detach'),
	'compose.ps': compose("--profile '*' ps --all"),
	'compose.logs': shows('docker compose --project-name PROJECT logs --tail 5', 'COMPOSE', { follow: false, tail: 5 }),
	'compose.stop': compose("--profile '*' stop"),
	'compose.start': compose('start app'),
	'compose.restart': compose('restart app'),
	'compose.build': compose('build'),
	'compose.pull': compose('pull app', { services: ['app'] }),
	'compose.push': compose('push'),
	'compose.watch': elsewhere('composeWatch.test.ts', 'docker compose'),
	'compose.upBuild': compose('up --detach --build'),
	'compose.down': compose("--profile '*' down", silent),
	'compose.downVolumes': compose('down --volumes', silent),
	'compose.config': nothing,
	'compose.fromRun': nothing,
	'registry.login': elsewhere('registries.test.ts', 'docker login'),
	'registry.logout': elsewhere('registries.test.ts', 'docker logout'),
	'registry.start': elsewhere('registries.test.ts', 'docker run -d -p'),
	'registry.pull': elsewhere('registries.test.ts', 'docker pull'),
	'registry.add': nothing,
	'registry.remove': nothing,
	'registry.copyReference': nothing,
	'registry.copyPullCommand': nothing,
	'registry.loadMore': nothing,
	'context.create': elsewhere('contextsWriting.test.ts', 'docker context create'),
	'context.use': shows('docker context use default', 'default', silent),
	'context.inspect': shows('docker context inspect default', 'default'),
	'context.remove': elsewhere('contextsWriting.test.ts', 'docker context rm'),
	'system.info': shows('docker info'),
	'system.version': shows('docker version'),
	'system.diskUsage': shows('docker system df --verbose', undefined, { types: ['volumes'] }),
	'system.events': elsewhere('systemEvents.test.ts', 'docker events'),
	'system.filterEvents': nothing,
	'system.prune': elsewhere('prune.test.ts', 'docker system prune --volumes --force'),
	'walkthrough.open': nothing,
	'engine.retry': nothing,
	'engine.install': nothing,
	'engine.attempts': nothing,
	undo: elsewhere('containerConfiguration.test.ts', 'docker run -d --name $' + '{names[0]}'),
	refresh: nothing,
	'containers.filter': nothing,
	'containers.sort': nothing,
	'containers.group': nothing,
	'images.filter': nothing,
	'images.sort': nothing,
	'images.group': nothing,
	'volumes.filter': nothing,
	'volumes.sort': nothing,
	'volumes.group': nothing,
	'networks.filter': nothing,
	'networks.sort': nothing,
	'networks.group': nothing,
	'registries.filter': nothing,
} satisfies Record<CommandName, Shown | Elsewhere | typeof nothing>;

const shown = Object.entries(rows).filter(
	(row): row is [string, Shown] => typeof row[1] === 'object' && 'line' in row[1],
);
/** What runs as tasks stands in one chain, since each of them brings its terminal to the front; the rest runs beside. */
const chains = [
	['container', 'file', 'network', 'volume', 'volumes', 'context', 'system'],
	['image', 'dockerfile', 'bake', 'compose'],
];

describe('the output channel Docker Commands', function () {
	this.timeout(120_000);
	const project = uniqueName('commandlog');
	let folder: string;
	let search: Server;
	let names: Readonly<Record<string, string>>;

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'slipway-lines-'));
		const file = (name: string, text: string) => {
			writeFileSync(join(folder, name), text);
			return join(folder, name);
		};
		const app = 'image: busybox\n    stop_grace_period: 0s\n    command: ["sleep", "1000"]';
		const container = uniqueName('lines');
		const loop = 'trap exit TERM; trap : USR1; while :; do sleep 0.1; done';
		const id = await makeContainer(container, { Cmd: ['sh', '-c', loop] });
		search = createServer(answerSearch).listen(0, '127.0.0.1');
		await once(search, 'listening');
		names = {
			C: container,
			FILES: `slipway-files://container+${id}`,
			SEARCH: `127.0.0.1:${(search.address() as AddressInfo).port}`,
			...{ MADE: uniqueName('made'), RENAMED: uniqueName('renamed') },
			...{ IMAGE: `${uniqueName('lines')}:1`, BUILT: `${uniqueName('built')}:1` },
			...{ VOLUME: uniqueName('volume'), CLONED: uniqueName('cloned'), NETWORK: uniqueName('network') },
			FOLDER: folder,
			PROJECT: project,
			DOCKERFILE: file('Dockerfile', 'FROM busybox\nLABEL slipway.test=commands\nCMD ["true"]\n'),
			BAKE: file('docker-bake.hcl', 'target "default" {\n  context = "."\n  output = ["type=cacheonly"]\n}\n'),
			COMPOSE: file('compose.yaml', `name: ${project}\nservices:\n  app:\n    ${app}\n    pull_policy: never\n`),
		};
		await command('system.version');
	});
	after(async () => {
		search.close();
		for (const terminal of vscode.window.terminals) {
			terminal.dispose();
		}
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		execFileSync('docker', ['compose', '-p', project, 'down', '--timeout', '0'], { cwd: '/', stdio: 'ignore' });
		await sweep();
		await engine('DELETE', `/volumes/${names.CLONED}?force=1`);
		await engine('DELETE', `/images/${names.BUILT}`);
		rmSync(folder, { recursive: true });
	});

	const named = (text: string) => text.replace(/\b[A-Z]{4,}\b|\bC\b/g, word => names[word] ?? word);
	const withNames = (value: unknown): unknown => JSON.parse(named(JSON.stringify(value)));

	it('is known to have a line, or none, for each command', () => {
		assert.deepEqual(Object.keys(rows).sort(), [...commandNames].sort());
		assert.deepEqual(
			shown.map(([name]) => name).filter(name => !chains.flat().includes(nounOf(name))),
			[],
		);
		for (const [name, row] of Object.entries(rows)) {
			if (typeof row === 'object' && 'test' in row) {
				const text = readFileSync(join(projectRoot, 'test/extension', row.test), 'utf8');
				assert.ok(text.includes(row.says), `${row.test} does not look at the line of ${name}`);
			}
		}
	});

	it('shows what each command does, without passwords', async () => {
		await Promise.all(chains.map(runInOrder));
	}).timeout(600_000);

	/** What belongs together, in the order of the table. */
	async function runInOrder(nouns: readonly string[]): Promise<void> {
		for (const [name, { args, line }] of shown.filter(([name]) => nouns.includes(nounOf(name)))) {
			const lines = await commandLog(() => true);
			const before = lines.length;
			await command(name, ...args.map(argument => (argument === undefined ? undefined : withNames(argument))));
			const written = lines.slice(before);
			assert.ok(written.includes(named(line)), `${name} wrote ${JSON.stringify(written)}, not ${named(line)}`);
			assert.doesNotMatch(written.join('\n'), /s3cret/);
		}
	}
});

/** A registry that can be searched, which a new one cannot: for it stands what the engine asks an old one. */
function answerSearch(request: IncomingMessage, response: ServerResponse): void {
	const found = request.url?.startsWith('/v1/') ?? false;
	response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json', 'X-Docker-Registry-Version': '0.9' });
	response.end(request.url?.startsWith('/v1/search') ? '{"num_results":0,"results":[]}' : '{}');
}

function nounOf(command: string): string {
	return command.split('.')[0] as string;
}
