import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { mapLimited } from '../../src/base/async.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { posixQuote, runLineOfContainer } from '../../src/engine/runLineOfContainer.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { configurationOf, docker, inspected } from './containerSamples.ts';

const execute = promisify(execFile);

/** `docker create` flags and the command; what is expected after `docker run -d --name x`, where that is to be read. */
type Row = readonly [flags: string, command?: string, line?: string];
const table: readonly Row[] = [
	['', '', '{image}'],
	['', 'echo hello', '{image} echo hello'],
	['-e EMPTY= -w /tmp -u 1000:1000', '', '-e EMPTY= -u 1000:1000 -w /tmp {image}'],
	['-e OF_IMAGE=other -e OF_IMAGE_TOO=same', '', '-e OF_IMAGE=other {image}'],
	['-p 80 -p 127.0.0.1:18080:8080 -p 18081-18082:81-82/udp -p [::1]::90 --expose 99 --expose 7000', ''],
	['-P', '', '-P {image}'],
	['-v /anonymous -v {}-data:/data:ro -v /tmp:/host --tmpfs /run --tmpfs /t:size=1m', 'sh'],
	['--mount type=bind,src=/tmp,dst=/m,readonly,bind-propagation=rslave --mount type=volume,dst=/n,volume-nocopy'],
	['--mount type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=1770 --mount type=volume,src={}-data,dst=/d'],
	['--network {}-net --ip 10.199.9.9 --network-alias a --network-alias b --mac-address 02:42:0a:c7:09:09'],
	['--network name={}-net,alias=a,ip=10.199.9.9 --network name={}-net2,alias=b,gw-priority=5'],
	['--network name={}-net,driver-opt=com.docker.network.endpoint.sysctls=net.ipv4.conf.IFNAME.log_martians=1'],
	['--network host', '', '--network host {image}'],
	['--network none'],
	['--network container:{}-other --pid container:{}-other --ipc host'],
	[
		'--link {}-other:db --hostname h --domainname d --add-host a:10.1.1.1 --dns 10.1.1.2 --dns-search s --dns-option ndots:1',
	],
	['-m 64m --memory-swap 80m --memory-reservation 32m --cpus 1.5 --cpu-shares 512 --cpuset-cpus 0 --pids-limit 50'],
	['-m 64m --cpus .5', '', '-m 64m --cpus 0.5 {image}'],
	[
		'-m 10000000 --memory-swap -1 --shm-size 32m --oom-score-adj 100 --oom-kill-disable --cpu-period 50000 --cpu-quota 25000',
	],
	['--restart on-failure:3 --stop-timeout 5 --stop-signal SIGINT --init'],
	['--restart unless-stopped --read-only --cap-add NET_ADMIN --cap-drop ALL --security-opt no-new-privileges', ''],
	['--rm', '', '--rm {image}'],
	['--privileged --userns host --uts host --cgroupns private --group-add audio'],
	['--security-opt systempaths=unconfined --security-opt seccomp=unconfined --runtime io.containerd.runc.v2'],
	[
		'--device /dev/null --device /dev/zero:/dev/other:r --device-cgroup-rule "c 1:3 mr" --device-read-bps /dev/null:1mb',
	],
	['--ulimit nofile=100:200 --ulimit core=0 --sysctl net.ipv4.ip_forward=1 --annotation a=b'],
	['--log-driver local --log-opt max-size=1m --log-opt max-file=2'],
	['--log-driver none', '', '--log-driver none {image}'],
	[
		'--health-cmd "test -e /a" --health-interval 90s --health-timeout 1500ms --health-retries 2 --health-start-period 1m',
	],
	['--no-healthcheck', '', '--no-healthcheck {image}'],
	['--entrypoint sh', '-c "a && b"'],
	["--entrypoint ''", 'sh'],
	['--label plain=1 --label of-image=other --label "odd=a b\'c"'],
	['-t', 'sh', '-dt {image} sh'],
	[
		'-e "ODD=$(printf \'a\\033[31m\\ttab\\nline\\302\\255\\n\\n\')" -e "DOLLAR=\\$HOME \\`x\\` \\"q\\" %s"',
		'"\\$HOME" "*" "~" "a  b"',
	],
];

describe('the docker run line of a container', function () {
	this.timeout(120_000);
	const name = `slipway-line-${process.pid}`;
	const image = `${name}:1`;
	let connection: EngineConnection;
	const shell = async (line: string) => {
		const { env } = await ensureEngine();
		return (await execute('sh', ['-c', line], { env })).stdout.trim();
	};

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		const id = await docker('create', 'busybox');
		const changes = [
			...['ENTRYPOINT ["env"]', 'CMD ["true"]', 'ENV OF_IMAGE=image', 'ENV OF_IMAGE_TOO=same', 'LABEL of-image=1'],
			...['EXPOSE 7000', 'VOLUME /of-image', 'HEALTHCHECK --interval=1h CMD true', 'STOPSIGNAL SIGQUIT', 'WORKDIR /'],
		];
		await docker('commit', ...changes.flatMap(change => ['--change', change]), id, image);
		await docker('rm', id);
		await docker('network', 'create', '--subnet', '10.199.9.0/24', `${name}-net`);
		await docker('network', 'create', `${name}-net2`);
		await docker('volume', 'create', `${name}-data`);
		await docker('run', '-d', '--name', `${name}-other`, '--ipc', 'shareable', 'busybox', 'sleep', '1000');
	});
	after(async () => {
		await docker('rm', '-f', '-v', `${name}-other`, name).catch(() => {});
		await docker('network', 'rm', `${name}-net`, `${name}-net2`);
		await docker('volume', 'rm', `${name}-data`);
		await docker('rmi', '-f', image);
		connection.dispose();
	});

	it('makes an equal container, in the fewest words', async () => {
		const problems = await mapLimited(table, 4, async (row, index) => {
			try {
				await compareRow(row, `${name}-${index}`);
				return [];
			} catch (error) {
				return [`${row[0]} ${row[1] ?? ''}: ${(error as Error).message}`];
			}
		});
		assert.equal(problems.flat().join('\n\n'), '');
	});

	/** Created and not started: not every combination can run on every machine. */
	async function compareRow([flags, command = '', expected]: Row, own: string): Promise<void> {
		const put = (text: string) => text.replaceAll('{}', name).replaceAll('{image}', image);
		await shell(`docker create --name ${own} ${put(flags)} ${image} ${command}`);
		const was = await inspected(own);
		const { line, leftOut } = await runLineOfContainer(connection, own);
		await docker('rm', '-v', own);
		assert.deepEqual(leftOut, []);
		await shell(line.replace(/^docker run -d?/, 'docker create -').replace('create - ', 'create '));
		const is = await inspected(own);
		await docker('rm', '-v', own);
		assert.deepEqual(normalised(is), normalised(was), line);
		if (expected !== undefined) {
			assert.equal(
				line,
				put(expected).replace(/^(-dt )?/, (_all, letters = '-d ') => `docker run ${letters}--name ${own} `),
			);
		}
	}

	it('is run as it stands, and leaves the labels of Compose to Compose', async () => {
		await docker(
			'create',
			'--name',
			name,
			'-p',
			'80',
			'-l',
			'com.docker.compose.project=p',
			'-l',
			'mine=1',
			'busybox',
			'sleep',
			'1000',
		);
		const { line } = await runLineOfContainer(connection, name);
		await docker('rm', name);
		assert.equal(line, `docker run -d --name ${name} -p 80 --label mine=1 busybox sleep 1000`);
		const id = await shell(line);
		assert.equal((await inspected(id)).State.Status, 'running');
		await docker('rm', '-f', id);
	});

	it('quotes any word for any shell', async () => {
		const words = [
			'',
			'a b',
			"it's",
			'$HOME',
			'`id`',
			'a\nb\n',
			'\x1b]0;x\x07',
			'tab\t',
			'\u202egnp',
			'\\n',
			'%s%%',
			'"',
			'한글',
			'-n',
			'\n',
			'=a',
			'~',
			'!!',
			'a\rb',
		];
		const printed = await shell(
			`for word in ${words.map(posixQuote).join(' ')}; do printf '%s\\0' "$word"; done; echo .`,
		);
		assert.deepEqual(printed.split('\0').slice(0, -1), words);
		assert.doesNotMatch(words.map(posixQuote).join(''), /[\x00-\x09\x0b-\x1f\u202e]/u);
	});
});

/** Anonymous volumes are new ones. */
function normalised(container: Parameters<typeof configurationOf>[0]): unknown {
	const text = JSON.stringify(configurationOf(container), (key, value) =>
		key.startsWith('Attach') ? undefined : value,
	);
	return JSON.parse(text.replace(/[0-9a-f]{64}(?!:)/g, '(64)'));
}
