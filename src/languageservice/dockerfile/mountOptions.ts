import type { Text } from '../host.ts';

export type MountType = 'bind' | 'cache' | 'tmpfs' | 'secret' | 'ssh';

export const mountTypes: Readonly<Record<MountType, Text>> = {
	bind: {
		en: 'Files of the build context, or of a stage or image with `from`, without copying them into a layer. Read-only by default.',
		ko: '빌드 컨텍스트나 `from`으로 정한 스테이지 또는 이미지의 파일을 레이어에 복사하지 않고 씁니다. 기본은 읽기 전용입니다.',
	},
	cache: {
		en: 'A folder that is kept between builds, for the cache of compilers and package managers.',
		ko: '빌드 사이에 유지되는 폴더(cache)입니다. 컴파일러나 패키지 관리자의 캐시에 씁니다.',
	},
	tmpfs: { en: 'An empty folder in memory.', ko: '메모리에 있는 빈 폴더입니다.' },
	secret: {
		en: 'A secret given with `docker build --secret`, as a file or an environment variable, that leaves no trace in the image.',
		ko: '`docker build --secret`으로 준 비밀 값을 파일이나 환경 변수로 씁니다. 이미지에 흔적이 남지 않습니다.',
	},
	ssh: {
		en: 'The SSH agent or keys given with `docker build --ssh`, for example to clone private repositories.',
		ko: '`docker build --ssh`로 준 SSH 에이전트나 키입니다. 비공개 저장소를 복제할 때 씁니다.',
	},
};

export interface MountOption {
	readonly name: string;
	readonly aliases: readonly string[];
	readonly types: readonly MountType[];
	/** A bare key is allowed. */
	readonly bare?: boolean;
	readonly values?: readonly string[];
	/** Version of the Dockerfile frontend that has it, if it is newer than mounts are. */
	readonly since?: string;
	readonly example: string;
	readonly text: Text;
}

/** The options of `RUN --mount`, besides `type`. */
export const mountOptions: readonly MountOption[] = [
	{
		name: 'target',
		example: 'RUN --mount=type=cache,target=/root/.npm npm ci',
		aliases: ['dst', 'destination'],
		types: ['bind', 'cache', 'tmpfs', 'secret', 'ssh'],
		text: {
			en: 'Where it is mounted. For a secret, `/run/secrets/<id>` by default.',
			ko: '마운트할 위치입니다. secret의 기본값은 `/run/secrets/<id>`입니다.',
		},
	},
	{
		name: 'source',
		example: 'RUN --mount=type=bind,source=package.json,target=package.json npm ci',
		aliases: ['src'],
		types: ['bind', 'cache', 'secret'],
		text: {
			en: 'What is mounted: a path in `from`, its root by default. For a secret, its id.',
			ko: '마운트할 대상입니다. `from` 안의 경로이며 기본값은 루트입니다. secret에서는 id입니다.',
		},
	},
	{
		name: 'from',
		example: 'RUN --mount=type=bind,from=build,source=/out,target=/out cp /out/app /usr/local/bin/',
		aliases: [],
		types: ['bind', 'cache'],
		text: {
			en: 'The stage, named context or image whose files are mounted; the build context by default. Variables are not expanded.',
			ko: '파일을 가져올 스테이지, 이름 있는 컨텍스트 또는 이미지입니다. 기본값은 빌드 컨텍스트입니다. 변수는 치환되지 않습니다.',
		},
	},
	{
		name: 'id',
		example: 'RUN --mount=type=secret,id=token cat /run/secrets/token',
		aliases: [],
		types: ['cache', 'secret', 'ssh'],
		text: {
			en: 'Name of the cache, secret or SSH socket. For a cache, `target` by default.',
			ko: '캐시, 비밀 값 또는 SSH 소켓의 이름입니다. 캐시의 기본값은 `target`입니다.',
		},
	},
	{
		name: 'sharing',
		example: 'RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update',
		aliases: [],
		types: ['cache'],
		values: ['shared', 'private', 'locked'],
		text: {
			en: '`shared` (default): several builds write at once. `private`: a new cache if another build uses it. `locked`: the second build waits; right for apt.',
			ko: '`shared`(기본값): 여러 빌드가 동시에 씁니다. `private`: 다른 빌드가 쓰는 중이면 새 캐시를 만듭니다. `locked`: 두 번째 빌드가 기다립니다. apt에 알맞습니다.',
		},
	},
	{
		name: 'size',
		example: 'RUN --mount=type=tmpfs,target=/tmp,size=64m make test',
		aliases: [],
		types: ['tmpfs'],
		text: { en: 'Upper limit of its size: `64m`, `1g`.', ko: '크기의 상한입니다: `64m`, `1g`.' },
	},
	{
		name: 'env',
		since: '1.10',
		example: 'RUN --mount=type=secret,id=token,env=TOKEN ./download.sh',
		aliases: [],
		types: ['secret'],
		text: {
			en: 'Name of the environment variable that holds the secret. Without `target` there is then no file.',
			ko: '비밀 값을 담을 환경 변수의 이름입니다. `target`이 없으면 파일은 만들어지지 않습니다.',
		},
	},
	{
		name: 'required',
		example: 'RUN --mount=type=secret,id=token,required ./download.sh',
		aliases: [],
		types: ['secret', 'ssh'],
		bare: true,
		values: ['true', 'false'],
		text: {
			en: 'Fail if it was not given; `false` by default.',
			ko: '주어지지 않았으면 실패합니다. 기본값은 `false`입니다.',
		},
	},
	{
		name: 'mode',
		example: 'RUN --mount=type=secret,id=token,mode=0444 ./download.sh',
		aliases: [],
		types: ['cache', 'secret', 'ssh'],
		text: {
			en: 'Permissions in octal: 0755 for a cache, 0400 for a secret, 0600 for ssh by default.',
			ko: '8진수 권한입니다. 기본값은 cache 0755, secret 0400, ssh 0600입니다.',
		},
	},
	{
		name: 'uid',
		example: 'RUN --mount=type=cache,target=/home/app/.cache,uid=1000 ./build.sh',
		aliases: [],
		types: ['cache', 'secret', 'ssh'],
		text: { en: 'User id of the owner; 0 by default.', ko: '소유자의 사용자 ID입니다. 기본값은 0입니다.' },
	},
	{
		name: 'gid',
		example: 'RUN --mount=type=cache,target=/home/app/.cache,uid=1000,gid=1000 ./build.sh',
		aliases: [],
		types: ['cache', 'secret', 'ssh'],
		text: { en: 'Group id of the owner; 0 by default.', ko: '소유자의 그룹 ID입니다. 기본값은 0입니다.' },
	},
	{
		name: 'readonly',
		example: 'RUN --mount=type=cache,target=/root/.m2,readonly mvn -o test',
		aliases: ['ro'],
		types: ['bind', 'cache'],
		bare: true,
		values: ['true', 'false'],
		text: {
			en: 'No writing. The default of a bind mount.',
			ko: '쓸 수 없습니다. bind 마운트의 기본값입니다.',
		},
	},
	{
		name: 'readwrite',
		example: 'RUN --mount=type=bind,target=/src,readwrite make -C /src',
		aliases: ['rw'],
		types: ['bind', 'cache'],
		bare: true,
		values: ['true', 'false'],
		text: {
			en: 'Allows writing. What is written to a bind mount is thrown away after the command.',
			ko: '쓸 수 있게 합니다. bind 마운트에 쓴 것은 명령이 끝나면 버려집니다.',
		},
	},
];

export function mountOption(key: string): MountOption | undefined {
	return mountOptions.find(option => option.name === key || option.aliases.includes(key));
}

/** An example of each type. */
export const mountExamples: Readonly<Record<MountType, string>> = {
	bind: 'RUN --mount=type=bind,source=go.mod,target=go.mod go mod download',
	cache: 'RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt',
	tmpfs: 'RUN --mount=type=tmpfs,target=/tmp make test',
	secret: 'RUN --mount=type=secret,id=aws,target=/root/.aws/credentials aws s3 cp s3://bucket/file .',
	ssh: 'RUN --mount=type=ssh git clone git@github.com:acme/private.git',
};
