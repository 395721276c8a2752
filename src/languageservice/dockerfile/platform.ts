export interface Platform {
	readonly os: string;
	readonly architecture: string;
	readonly variant: string;
}

const systems = new Set(
	'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos'.split(
		' ',
	),
);
const architectures = new Set(
	'386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm'.split(
		' ',
	),
);
const otherNames: Readonly<Record<string, readonly [string, string]>> = {
	i386: ['386', ''],
	x86_64: ['amd64', ''],
	'x86-64': ['amd64', ''],
	aarch64: ['arm64', ''],
	armhf: ['arm', 'v7'],
	armel: ['arm', 'v6'],
};

/** A platform as BuildKit understands it, with the names it uses itself; undefined for what it refuses. */
export function parsePlatform(text: string): Platform | undefined {
	const [first = '', ...rest] = text.split('/');
	const os = /^([A-Za-z0-9_-]+)(?:\([A-Za-z0-9_.%-]*(?:\+[A-Za-z0-9_.%-]+)*\))?$/.exec(first)?.[1]?.toLowerCase();
	if (os === undefined || rest.length > 2 || rest.some(part => !/^[A-Za-z0-9_.-]+$/.test(part))) {
		return undefined;
	}
	const [architecture, variant = ''] = rest;
	if (architecture !== undefined) {
		return { os: os === 'macos' ? 'darwin' : os, ...normalized(architecture, variant) };
	}
	if (systems.has(os === 'macos' ? 'darwin' : os)) {
		return { os: os === 'macos' ? 'darwin' : os, architecture: 'amd64', variant: '' };
	}
	const alone = normalized(first, '');
	return architectures.has(alone.architecture) ? { os: 'linux', ...alone } : undefined;
}

/** Whether an image for one platform is one for the other; variants do not count. */
export function samePlatform(one: Platform, other: Platform): boolean {
	return one.os === other.os && one.architecture === other.architecture;
}

function normalized(architecture: string, variant: string): Omit<Platform, 'os'> {
	const name = architecture.toLowerCase();
	const other = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
	return other ? { architecture: other[0], variant: other[1] } : { architecture: name, variant: variant.toLowerCase() };
}
