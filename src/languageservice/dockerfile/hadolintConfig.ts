import type { RuleSeverity } from '../host.ts';

/** What a `.hadolint.yaml` says. */
export interface HadolintConfig {
	readonly ignored: ReadonlySet<string>;
	/** Severities by rule. */
	readonly severities: Readonly<Record<string, RuleSeverity>>;
	/** Registries that base images may come from, `*` standing for any part of a name; undefined if any may. */
	readonly trustedRegistries: readonly string[] | undefined;
	/** Whether `# hadolint ignore=` has no effect. */
	readonly ignoresComments: boolean;
}

const severityNames: Readonly<Record<string, RuleSeverity>> = {
	error: 'error',
	warning: 'warning',
	info: 'info',
	style: 'info',
	none: 'off',
};

/** Reads the text of a `.hadolint.yaml`; what cannot be read counts as empty. */
export async function parseHadolintConfig(text: string | undefined): Promise<HadolintConfig> {
	const content = text === undefined ? undefined : await parseYaml(text);
	const settings: Readonly<Record<string, unknown>> = isMap(content) ? content : {};
	const trusted = namesOf(settings.trustedRegistries);
	return {
		ignored: new Set(namesOf(settings.ignored)),
		severities: severitiesOf(settings.override),
		trustedRegistries: trusted.length > 0 ? trusted : undefined,
		ignoresComments: settings['disable-ignore-pragma'] === true,
	};
}

function severitiesOf(override: unknown): Readonly<Record<string, RuleSeverity>> {
	const severities: Record<string, RuleSeverity> = {};
	for (const [level, names] of Object.entries(isMap(override) ? override : {})) {
		const severity = Object.hasOwn(severityNames, level) ? severityNames[level] : undefined;
		for (const name of severity ? namesOf(names) : []) {
			severities[name] = severity as RuleSeverity;
		}
	}
	return severities;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function namesOf(value: unknown): string[] {
	return Array.isArray(value) ? value.filter(name => typeof name === 'string') : [];
}

async function parseYaml(text: string): Promise<unknown> {
	const { parse } = await import('yaml');
	try {
		return parse(text, { logLevel: 'silent' });
	} catch {
		return undefined;
	}
}
