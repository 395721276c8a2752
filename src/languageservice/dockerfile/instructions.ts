import type { Text } from '../host.ts';

export interface FlagData {
	readonly name: string;
	/** `list` may be repeated, `switch` needs no value. */
	readonly kind: 'value' | 'list' | 'switch';
	/** Version of the Dockerfile frontend that has it; labs features say the version that made them stable. */
	readonly since?: string;
	readonly values?: readonly string[];
	readonly example: string;
	readonly text: Text;
	/** What completion inserts after `--name=` where there is a usual value. */
	readonly usual?: string;
}

export interface InstructionData {
	readonly name: string;
	/** Forms as signature help shows them. */
	readonly forms: readonly string[];
	/** Snippet of the arguments, in the syntax of LSP. */
	readonly snippet: string;
	readonly text: Text;
	readonly example: string;
	readonly anchor: string;
	readonly flags: readonly FlagData[];
}

const chown: FlagData = {
	name: 'chown',
	kind: 'value',
	example: 'COPY --chown=app:app src/ /app/',
	text: {
		en: 'Owner of the copied files, `user[:group]` as names or numbers. Without it they belong to root (0:0).',
		ko: '복사한 파일의 소유자입니다. `user[:group]`을 이름이나 숫자로 적습니다. 없으면 root(0:0)의 것이 됩니다.',
	},
};

const chmod: FlagData = {
	name: 'chmod',
	kind: 'value',
	since: '1.2',
	example: 'COPY --chmod=755 start.sh /usr/local/bin/',
	text: {
		en: 'Permissions of the copied files: octal (`755`), or symbolic (`u=rwX,go=rX`) since 1.14.',
		ko: '복사한 파일의 권한입니다. 8진수(`755`)나, 1.14부터는 기호(`u=rwX,go=rX`)로 적습니다.',
	},
};

const link: FlagData = {
	name: 'link',
	kind: 'switch',
	since: '1.4',
	example: 'COPY --link dist/ /app/',
	text: {
		en: 'Puts the files in a layer of their own that does not depend on the layers below. When the base image changes, the layer is reused as it is. Symbolic links in the destination path are not followed.',
		ko: '파일을 아래 레이어와 무관한 독립된 레이어(layer)에 넣습니다. 베이스 이미지가 바뀌어도 그대로 다시 쓰입니다. 대상 경로의 심볼릭 링크는 따라가지 않습니다.',
	},
};

const exclude: FlagData = {
	name: 'exclude',
	kind: 'list',
	since: '1.19',
	example: 'COPY --exclude=*.md --exclude=test . /app/',
	text: {
		en: 'Leaves out (excludes) files whose path matches the pattern, as a line of `.dockerignore` does. May be repeated. Variables are not expanded.',
		ko: '패턴과 맞는 파일을 제외(exclude)합니다. `.dockerignore`의 한 줄과 같은 방식이며 여러 번 쓸 수 있습니다. 변수는 치환되지 않습니다.',
	},
};

const duration = (name: string, usual: string, text: Text): FlagData => ({
	name,
	kind: 'value',
	usual,
	...(name === 'start-interval' ? { since: '1.6' } : {}),
	example: `HEALTHCHECK --${name}=${usual} CMD curl -f http://localhost/ || exit 1`,
	text,
});

/** Everything that stands at the beginning of a line in a Dockerfile. */
export const instructions: readonly InstructionData[] = [
	{
		name: 'FROM',
		forms: ['FROM [--platform=<platform>] <image>[:<tag>][@<digest>] [AS <name>]'],
		snippet: 'FROM ${1:image}:${2:tag}',
		anchor: 'from',
		example: 'FROM node:22-slim AS build',
		text: {
			en: 'Begins a stage from an image, an earlier stage, or `scratch` (nothing). Only ARG may stand before the first FROM.',
			ko: '이미지, 앞의 스테이지, 또는 `scratch`(빈 이미지)에서 새 스테이지를 시작합니다. 첫 FROM 앞에는 ARG만 올 수 있습니다.',
		},
		flags: [
			{
				name: 'platform',
				kind: 'value',
				values: ['$BUILDPLATFORM', '$TARGETPLATFORM', 'linux/amd64', 'linux/arm64', 'windows/amd64'],
				example: 'FROM --platform=$BUILDPLATFORM golang:1.24 AS build',
				text: {
					en: 'Platform of the image, such as `linux/amd64`. `$BUILDPLATFORM` is the machine that builds; without the flag it is the platform that is built for.',
					ko: '이미지의 플랫폼입니다(예: `linux/amd64`). `$BUILDPLATFORM`은 빌드하는 컴퓨터의 것이고, 플래그가 없으면 빌드 대상 플랫폼입니다.',
				},
			},
		],
	},
	{
		name: 'RUN',
		forms: [
			'RUN [--mount=…] [--network=…] [--security=…] <command>',
			'RUN ["executable", "argument"]',
			'RUN <<EOF … EOF',
		],
		snippet: 'RUN ${1:command}',
		anchor: 'run',
		example: 'RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*',
		text: {
			en: 'Runs a command while building and keeps what it changed as a layer.',
			ko: '빌드 중에 명령을 실행하고 바뀐 내용을 레이어로 남깁니다.',
		},
		flags: [
			{
				name: 'mount',
				kind: 'list',
				since: '1.2',
				example: 'RUN --mount=type=cache,target=/root/.npm npm ci',
				text: {
					en: 'Mounts something for this command only: `bind` (files of the context or a stage), `cache` (kept between builds), `tmpfs`, `secret` or `ssh`.',
					ko: '이 명령에만 무언가를 마운트합니다. `bind`(컨텍스트나 스테이지의 파일), `cache`(빌드 사이에 유지), `tmpfs`, `secret`, `ssh`가 있습니다.',
				},
			},
			{
				name: 'network',
				kind: 'value',
				since: '1.3',
				values: ['default', 'none', 'host'],
				example: 'RUN --network=none make test',
				text: {
					en: 'The network of this command: `default`, `none` (no network at all), or `host` (the network of the machine; needs the entitlement `network.host`).',
					ko: '이 명령의 네트워크(network)입니다. `default`, `none`(네트워크 없음), `host`(호스트의 네트워크, `network.host` 권한 필요) 중 하나입니다.',
				},
			},
			{
				name: 'security',
				kind: 'value',
				since: '1.20',
				values: ['sandbox', 'insecure'],
				example: 'RUN --security=insecure cat /proc/self/status',
				text: {
					en: '`sandbox` (default) or `insecure`, which runs without restrictions and needs the entitlement `security.insecure`.',
					ko: '`sandbox`(기본값) 또는 제한 없이 실행하는 `insecure`입니다. `insecure`는 `security.insecure` 권한이 필요합니다.',
				},
			},
			{
				name: 'device',
				kind: 'list',
				since: '1.14-labs',
				example: 'RUN --device=nvidia.com/gpu=all nvidia-smi',
				text: {
					en: 'Gives a CDI device to this command: `vendor/class=name`, optionally with `required`. Only in the labs frontend.',
					ko: '이 명령에 CDI 장치를 줍니다. `vendor/class=name` 꼴이며 `required`를 붙일 수 있습니다. labs 프런트엔드에만 있습니다.',
				},
			},
		],
	},
	{
		name: 'COPY',
		forms: ['COPY [--from=…] [--chown=…] [--chmod=…] <source>… <destination>', 'COPY ["<source>", "<destination>"]'],
		snippet: 'COPY ${1:source} ${2:destination}',
		anchor: 'copy',
		example: 'COPY package.json package-lock.json ./',
		text: {
			en: 'Copies files and folders of the build context, of a stage or of an image into the image.',
			ko: '빌드 컨텍스트, 스테이지 또는 이미지의 파일과 폴더를 이미지로 복사합니다.',
		},
		flags: [
			{
				name: 'from',
				kind: 'value',
				example: 'COPY --from=build /app/dist /usr/share/nginx/html',
				text: {
					en: 'Copies from an earlier stage (name or index), a named context, or an image instead of the build context. Variables are not expanded.',
					ko: '빌드 컨텍스트 대신 앞의 스테이지(stage, 이름이나 번호), 이름 있는 컨텍스트 또는 이미지에서 복사합니다. 변수는 치환되지 않습니다.',
				},
			},
			chown,
			chmod,
			link,
			{
				name: 'parents',
				kind: 'switch',
				since: '1.20',
				example: 'COPY --parents packages/*/package.json ./',
				text: {
					en: 'Keeps the folders of the source below the destination. `/./` in the source marks where they begin.',
					ko: '원본의 폴더 구조를 대상 아래에 유지합니다. 원본의 `/./`가 시작점을 나타냅니다.',
				},
			},
			exclude,
		],
	},
	{
		name: 'ADD',
		forms: ['ADD [--chown=…] [--checksum=…] <source>… <destination>', 'ADD ["<source>", "<destination>"]'],
		snippet: 'ADD ${1:source} ${2:destination}',
		anchor: 'add',
		example: 'ADD https://example.com/archive.tar.xz /usr/src/',
		text: {
			en: 'Like COPY, and also downloads URLs, clones git repositories and unpacks local tar archives. For plain files COPY says it more clearly.',
			ko: 'COPY와 같고, URL 내려받기, git 저장소 복제, 로컬 tar 압축 풀기도 합니다. 일반 파일에는 COPY가 더 분명합니다.',
		},
		flags: [
			{
				name: 'keep-git-dir',
				kind: 'switch',
				since: '1.1',
				example: 'ADD --keep-git-dir=true https://github.com/moby/buildkit.git#v0.10.1 /buildkit',
				text: {
					en: 'Keeps the `.git` folder of a git source.',
					ko: 'git 원본의 `.git` 폴더를 남깁니다.',
				},
			},
			{
				name: 'checksum',
				kind: 'value',
				since: '1.6',
				usual: 'sha256:',
				example: 'ADD --checksum=sha256:24454f83… https://example.com/a.tar.xz /',
				text: {
					en: 'The checksum that the download must have: `sha256:…` for HTTP, a commit for git. The build fails if it differs.',
					ko: '내려받은 것이 가져야 할 체크섬(checksum)입니다. HTTP는 `sha256:…`, git은 커밋입니다. 다르면 빌드가 실패합니다.',
				},
			},
			chown,
			chmod,
			link,
			{
				name: 'unpack',
				kind: 'switch',
				since: '1.17',
				example: 'ADD --unpack=true https://example.com/archive.tar.gz /src/',
				text: {
					en: 'Whether tar archives are unpacked: by default local ones are, downloads are not.',
					ko: 'tar 아카이브를 풀지 정합니다. 기본값은 로컬 파일은 풀고 내려받은 파일은 풀지 않습니다.',
				},
			},
			exclude,
		],
	},
	{
		name: 'CMD',
		forms: ['CMD ["executable", "argument"]', 'CMD <command>'],
		snippet: 'CMD ["${1:executable}"]',
		anchor: 'cmd',
		example: 'CMD ["node", "server.js"]',
		text: {
			en: 'What a container runs by default, or the arguments of ENTRYPOINT. Only the last one of a stage counts. The JSON form starts the program itself, so that it receives signals.',
			ko: '컨테이너가 기본으로 실행할 명령, 또는 ENTRYPOINT의 인자입니다. 스테이지의 마지막 것만 유효합니다. JSON 형식은 프로그램을 직접 실행하므로 시그널을 받습니다.',
		},
		flags: [],
	},
	{
		name: 'ENTRYPOINT',
		forms: ['ENTRYPOINT ["executable", "argument"]', 'ENTRYPOINT <command>'],
		snippet: 'ENTRYPOINT ["${1:executable}"]',
		anchor: 'entrypoint',
		example: 'ENTRYPOINT ["/usr/local/bin/docker-entrypoint.sh"]',
		text: {
			en: 'The program that every container of this image runs. What `docker run` is given after the image, or CMD, is appended as arguments; the shell form ignores them.',
			ko: '이 이미지의 컨테이너가 항상 실행하는 프로그램입니다. `docker run`에서 이미지 뒤에 적은 것이나 CMD가 인자로 붙습니다. 셸 형식은 인자를 무시합니다.',
		},
		flags: [],
	},
	{
		name: 'WORKDIR',
		forms: ['WORKDIR <path>'],
		snippet: 'WORKDIR ${1:/app}',
		anchor: 'workdir',
		example: 'WORKDIR /app',
		text: {
			en: 'The folder in which the following instructions and the container work. It is created if it does not exist.',
			ko: '다음 명령어와 컨테이너가 작업할 폴더입니다. 없으면 만들어집니다.',
		},
		flags: [],
	},
	{
		name: 'ENV',
		forms: ['ENV <name>=<value> …'],
		snippet: 'ENV ${1:name}=${2:value}',
		anchor: 'env',
		example: 'ENV NODE_ENV=production',
		text: {
			en: 'Sets environment variables for the rest of the build and in the container. Values are visible in the image: no place for secrets.',
			ko: '나머지 빌드와 컨테이너에서 쓸 환경 변수를 정합니다. 값은 이미지에서 보이므로 비밀 값을 두면 안 됩니다.',
		},
		flags: [],
	},
	{
		name: 'ARG',
		forms: ['ARG <name>[=<default>] …'],
		snippet: 'ARG ${1:name}',
		anchor: 'arg',
		example: 'ARG NODE_VERSION=22',
		text: {
			en: 'A variable that `docker build --build-arg` may set. Before the first FROM it can be used in FROM only; a stage that needs it repeats `ARG name`.',
			ko: '`docker build --build-arg`로 정할 수 있는 변수입니다. 첫 FROM 앞에 있으면 FROM에서만 쓸 수 있고, 필요한 스테이지에서 `ARG 이름`을 다시 적습니다.',
		},
		flags: [],
	},
	{
		name: 'LABEL',
		forms: ['LABEL <key>=<value> …'],
		snippet: 'LABEL ${1:key}="${2:value}"',
		anchor: 'label',
		example: 'LABEL org.opencontainers.image.source="https://github.com/acme/tool"',
		text: { en: 'Adds metadata to the image.', ko: '이미지에 메타데이터를 붙입니다.' },
		flags: [],
	},
	{
		name: 'EXPOSE',
		forms: ['EXPOSE <port>[/<protocol>] …'],
		snippet: 'EXPOSE ${1:port}',
		anchor: 'expose',
		example: 'EXPOSE 8080/tcp',
		text: {
			en: 'Says on which ports the container listens. It publishes nothing: that is what `docker run -p` does.',
			ko: '컨테이너가 어느 포트에서 기다리는지 알립니다. 포트를 공개하지는 않으며, 공개는 `docker run -p`로 합니다.',
		},
		flags: [],
	},
	{
		name: 'USER',
		forms: ['USER <user>[:<group>]'],
		snippet: 'USER ${1:user}',
		anchor: 'user',
		example: 'USER 1000:1000',
		text: {
			en: 'The user that runs the following commands and the container.',
			ko: '다음 명령과 컨테이너를 실행할 사용자입니다.',
		},
		flags: [],
	},
	{
		name: 'VOLUME',
		forms: ['VOLUME ["<path>", …]', 'VOLUME <path> …'],
		snippet: 'VOLUME ["${1:/data}"]',
		anchor: 'volume',
		example: 'VOLUME ["/var/lib/mysql"]',
		text: {
			en: 'Marks folders whose data outlives the container: each container gets an anonymous volume there unless another one is given.',
			ko: '컨테이너보다 오래 남을 데이터가 있는 폴더를 표시합니다. 다른 볼륨을 주지 않으면 컨테이너마다 이름 없는 볼륨이 붙습니다.',
		},
		flags: [],
	},
	{
		name: 'HEALTHCHECK',
		forms: ['HEALTHCHECK [--interval=…] [--timeout=…] [--retries=…] CMD <command>', 'HEALTHCHECK NONE'],
		snippet: 'HEALTHCHECK --interval=${1:30s} --timeout=${2:3s} CMD ${3:command}',
		anchor: 'healthcheck',
		example: 'HEALTHCHECK --interval=30s --timeout=3s CMD curl -f http://localhost/ || exit 1',
		text: {
			en: 'How the engine finds out whether the container works. Exit code 0 is healthy, 1 unhealthy. `NONE` switches off the one of the base image.',
			ko: '컨테이너가 잘 동작하는지 엔진이 확인하는 방법입니다. 종료 코드 0은 정상, 1은 비정상입니다. `NONE`은 베이스 이미지의 상태 검사를 끕니다.',
		},
		flags: [
			duration('interval', '30s', {
				en: 'Time between two checks (default 30s).',
				ko: '두 검사 사이의 시간입니다(기본값 30s).',
			}),
			duration('timeout', '30s', {
				en: 'How long one check may take (default 30s).',
				ko: '검사 하나에 걸릴 수 있는 시간입니다(기본값 30s).',
			}),
			duration('start-period', '5s', {
				en: 'Time to start up, in which failures do not count (default 0s).',
				ko: '시작하는 동안 실패를 세지 않는 시간입니다(기본값 0s).',
			}),
			duration('start-interval', '5s', {
				en: 'Time between checks during the start period (default 5s). Needs Docker Engine 25.',
				ko: '시작 기간(start period) 동안의 검사 간격입니다(기본값 5s). Docker Engine 25 이상이 필요합니다.',
			}),
			{
				name: 'retries',
				kind: 'value',
				usual: '3',
				example: 'HEALTHCHECK --retries=3 CMD true',
				text: {
					en: 'How many failures in a row make the container unhealthy (default 3; 0 means the default).',
					ko: '연속 몇 번 실패하면 비정상으로 보는지 정합니다(기본값 3, 0은 기본값).',
				},
			},
		],
	},
	{
		name: 'SHELL',
		forms: ['SHELL ["executable", "argument", …]'],
		snippet: 'SHELL ["${1:/bin/bash}", "-o", "pipefail", "-c"]',
		anchor: 'shell',
		example: 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
		text: {
			en: 'The shell for the shell form of RUN, CMD and ENTRYPOINT that follow. Only the JSON form is allowed.',
			ko: '이후 RUN, CMD, ENTRYPOINT의 셸 형식에 쓸 셸입니다. JSON 형식만 쓸 수 있습니다.',
		},
		flags: [],
	},
	{
		name: 'STOPSIGNAL',
		forms: ['STOPSIGNAL <signal>'],
		snippet: 'STOPSIGNAL ${1:SIGTERM}',
		anchor: 'stopsignal',
		example: 'STOPSIGNAL SIGQUIT',
		text: {
			en: 'The signal that `docker stop` sends, as a name or a number (default SIGTERM).',
			ko: '`docker stop`이 보내는 시그널의 이름이나 번호입니다(기본값 SIGTERM).',
		},
		flags: [],
	},
	{
		name: 'ONBUILD',
		forms: ['ONBUILD <instruction>'],
		snippet: 'ONBUILD ${1:instruction}',
		anchor: 'onbuild',
		example: 'ONBUILD COPY . /app/src',
		text: {
			en: 'Puts an instruction off until another Dockerfile builds FROM this image.',
			ko: '다른 Dockerfile이 이 이미지에서 FROM으로 빌드할 때까지 명령어를 미룹니다.',
		},
		flags: [],
	},
	{
		name: 'MAINTAINER',
		forms: ['MAINTAINER <name>'],
		snippet: 'MAINTAINER ${1:name}',
		anchor: 'maintainer-deprecated',
		example: 'LABEL org.opencontainers.image.authors="name"',
		text: {
			en: 'The author of the image. Deprecated: use `LABEL org.opencontainers.image.authors`.',
			ko: '이미지의 작성자입니다. 더 이상 권장되지 않으니 `LABEL org.opencontainers.image.authors`를 쓰세요.',
		},
		flags: [],
	},
];

const byName = new Map(instructions.map(instruction => [instruction.name, instruction]));

export function instructionData(name: string): InstructionData | undefined {
	return byName.get(name);
}

export const instructionNames: readonly string[] = instructions.map(instruction => instruction.name);

/** Not allowed after ONBUILD. */
export const notInOnbuild: ReadonlySet<string> = new Set(['FROM', 'MAINTAINER', 'ONBUILD']);
