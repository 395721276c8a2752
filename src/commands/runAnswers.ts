import { chooseHostPort, type PortCheck } from './freePort.ts';

/** What the run form asks, and what is remembered for each image. */
export interface RunAnswers {
	readonly name: string;
	/** `8080:80` */
	readonly ports: readonly string[];
	/** `data:/var/lib/data` */
	readonly volumes: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	/** A command line; empty for the image's own command. */
	readonly command: string;
	readonly network: string;
	readonly restart: string;
	readonly remove: boolean;
	readonly interactive: boolean;
}

/** The parts of an image's inspect that defaults are made from; all may be missing. */
export interface ImageConfig {
	readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
	readonly Volumes?: Readonly<Record<string, unknown>> | null;
	readonly Env?: readonly string[] | null;
	readonly Cmd?: readonly string[] | null;
	readonly Entrypoint?: readonly string[] | string | null;
	readonly User?: string;
	readonly WorkingDir?: string;
	readonly Healthcheck?: { readonly Test?: readonly string[] };
}

export interface RunSurroundings {
	readonly reference: string;
	readonly takenPorts: ReadonlySet<number>;
	readonly isPortFree: PortCheck;
	readonly takenNames: ReadonlySet<string>;
	readonly takenVolumes: ReadonlySet<string>;
}

export const emptyAnswers: RunAnswers = {
	name: '',
	ports: [],
	volumes: [],
	env: {},
	command: '',
	network: '',
	restart: '',
	remove: false,
	interactive: false,
};

/** What to propose for an image that has not been run before: its ports at free host ports, its volumes by name. */
export async function proposeAnswers(config: ImageConfig, surroundings: RunSurroundings): Promise<RunAnswers> {
	const exposed = Object.keys(config.ExposedPorts ?? {}).sort(
		(a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10),
	);
	const base = shortName(surroundings.reference);
	return {
		...emptyAnswers,
		ports: await freePorts(
			exposed.map(port => port.replace(/\/tcp$/, '')).map(port => ({ container: port, host: undefined })),
			surroundings,
		),
		volumes: Object.keys(config.Volumes ?? {}).map(
			(path, index) =>
				`${freeName(index === 0 ? `${base}-data` : `${base}-data-${index + 1}`, surroundings.takenVolumes)}:${path}`,
		),
	};
}

/** Last time's answers, without what cannot be had again: a name in use, ports that somebody else has. */
export async function refreshAnswers(remembered: RunAnswers, surroundings: RunSurroundings): Promise<RunAnswers> {
	const ports = remembered.ports.map(port => {
		const simple = /^(\d+):(\d+(?:\/\w+)?)$/.exec(port);
		return simple ? { container: simple[2] as string, host: Number(simple[1]) } : { text: port };
	});
	return {
		...emptyAnswers,
		...remembered,
		name: surroundings.takenNames.has(remembered.name)
			? freeName(remembered.name, surroundings.takenNames)
			: remembered.name,
		ports: await freePorts(ports, surroundings),
	};
}

type PortWish = { readonly text: string } | { readonly container: string; readonly host: number | undefined };

async function freePorts(wishes: readonly PortWish[], { takenPorts, isPortFree }: RunSurroundings): Promise<string[]> {
	const taken = new Set(takenPorts);
	const ports: string[] = [];
	for (const wish of wishes) {
		if ('text' in wish) {
			ports.push(wish.text);
			continue;
		}
		const keeps = wish.host !== undefined && !taken.has(wish.host) && (await isPortFree(wish.host));
		const number = Number.parseInt(wish.container, 10);
		const host = keeps ? (wish.host as number) : await chooseHostPort(wish.host ?? number, taken, isPortFree);
		taken.add(host);
		ports.push(`${host}:${wish.container}`);
	}
	return ports;
}

/** `web` → `web-2` when there is a `web`. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
	if (!taken.has(name)) {
		return name;
	}
	const base = name.replace(/-\d+$/, '');
	for (let number = 2; ; number++) {
		if (!taken.has(`${base}-${number}`)) {
			return `${base}-${number}`;
		}
	}
}

/** `registry.example.com:5000/team/app:1.0@sha256:…` → `app` */
export function shortName(reference: string): string {
	const [withoutDigest = ''] = reference.split('@');
	const last = withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1);
	return last.split(':')[0] || 'container';
}

/** The repository, which last answers are remembered for: another version of an image is run alike. */
export function repositoryOf(reference: string): string {
	const [withoutDigest = ''] = reference.split('@');
	return withoutDigest.replace(/:[^:/]+$/, '');
}

/** Items between commas, or between blanks where no comma is. */
export function parseItems(text: string): string[] {
	return text
		.split(text.includes(',') ? ',' : /\s+/)
		.map(item => item.trim())
		.filter(Boolean);
}

/** `A=1 B="two words"` as an object; undefined when something in it is no `NAME=value`. */
export function parseVariables(text: string): Record<string, string> | undefined {
	const variables: Record<string, string> = {};
	const item = /\s*([^\s=]+)=("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"']*)(?=\s|$)/y;
	while (item.lastIndex < text.trimEnd().length) {
		const match = item.exec(text);
		if (!match) {
			return undefined;
		}
		variables[match[1] as string] = unquote(match[2] as string);
	}
	return variables;
}

export function formatVariables(variables: Readonly<Record<string, string>>): string {
	return Object.entries(variables)
		.map(([name, value]) => `${name}=${/^[^\s"'\\]*$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`)
		.join(' ');
}

function unquote(value: string): string {
	if (value.startsWith('"')) {
		return value.slice(1, -1).replace(/\\(.)/g, '$1');
	}
	return value.startsWith("'") ? value.slice(1, -1) : value;
}
