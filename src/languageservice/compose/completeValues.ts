import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { stageItems } from './completeBuild.ts';
import { assignmentItems, environmentItems } from './completeEnvironment.ts';
import { imageItems } from './completeImages.ts';
import { containerPaths, sourceOfLongVolume, volumeItems } from './completeMounts.ts';
import { externalNames, nameItems } from './completeNames.ts';
import { isPathMeaning, pathItems, serviceText } from './completePaths.ts';
import { portItems, targetPortItems } from './completePorts.ts';
import { type CompletionContext, item, scalar, valueItem } from './completionContext.ts';
import type { Form, Meaning, ScalarForm } from './modelTypes.ts';
import { healthTests } from './modelValues.ts';
import { knownService } from './serviceSnippets.ts';

/** What a scalar may be, for every alternative. `lead` is `- ` where it would begin a list. */
export async function scalarItems(
	context: CompletionContext,
	forms: readonly Form[],
	lead = '',
): Promise<CompletionItem[]> {
	const items: CompletionItem[] = [];
	const isFree = forms.some(form => form.kind === 'string' && !form.values && !form.reads);
	for (const form of forms) {
		if (form.kind === 'boolean' && !isFree) {
			items.push(...booleanItems(context, lead));
		} else if (form.kind === 'string' || form.kind === 'integer' || form.kind === 'number') {
			items.push(...(await textItems(context, form, lead)));
		}
	}
	return unique(items);
}

export function unique(items: readonly CompletionItem[]): CompletionItem[] {
	const seen = new Set<string>();
	return items.filter(({ label }) => !seen.has(label) && seen.add(label));
}

function booleanItems(context: CompletionContext, lead: string): CompletionItem[] {
	return ['true', 'false'].map((value, index) =>
		item(context, value, CompletionItemKind.Value, { insert: lead + value, sort: `0${index}` }),
	);
}

async function textItems(context: CompletionContext, form: ScalarForm, lead: string): Promise<CompletionItem[]> {
	const values = (form.values ?? []).map((value, index) =>
		valueItem(context, value, `1${String(index).padStart(3, '0')}`, lead),
	);
	return [...values, ...(await meantItems(context, form, lead))];
}

type Completer = (
	context: CompletionContext,
	form: ScalarForm,
	lead: string,
) => Promise<CompletionItem[]> | CompletionItem[];

const byMeaning: Partial<Readonly<Record<Meaning, Completer>>> = {
	image: (context, _, lead) => imageItems(context, lead),
	stage: (context, _, lead) => stageItems(context, lead),
	portMapping: (context, _, lead) => portItems(context, lead),
	port: (context, form, lead) =>
		context.path.includes('expose')
			? targetPortItems(context, lead, form.kind === 'string')
			: longPortItems(context, lead),
	volumeMount: (context, _, lead) => volumeItems(context, lead),
	environmentVariable: (context, form) => (form.names ? environmentItems(context) : []),
	assignment: (context, _, lead) => assignmentItems(context, lead),
	containerPath: context => containerPaths(context),
	duration: (context, _, lead) => usual(context, lead, ['10s', '30s', '1m', '1m30s', '5m', '1h']),
	size: (context, _, lead) => usual(context, lead, ['64m', '128m', '256m', '512m', '1g', '2g']),
	tmpfsMount: (context, _, lead) => usual(context, lead, ['/tmp', '/run', '/var/cache', '/tmp:size=64m,mode=1777']),
	user: (context, _, lead) => usual(context, lead, ['root', '1000:1000', 'nobody']),
	device: (context, _, lead) =>
		usual(context, lead, [
			'/dev/dri:/dev/dri',
			'/dev/snd:/dev/snd',
			'/dev/ttyUSB0:/dev/ttyUSB0',
			'/dev/net/tun:/dev/net/tun',
		]),
	name: (context, _, lead) => externalNames(context, lead),
	modelName: (context, _, lead) =>
		usual(context, lead, ['ai/smollm2', 'ai/gemma3', 'ai/llama3.2', 'ai/qwen3', 'ai/mistral', 'ai/gpt-oss']),
	subnet: (context, _, lead) =>
		usual(context, lead, ['172.28.0.0/16', '10.5.0.0/16', '192.168.100.0/24', '2001:db8::/64']),
};

async function meantItems(context: CompletionContext, form: ScalarForm, lead: string): Promise<CompletionItem[]> {
	const { meaning, names } = form;
	if (meaning === 'path' && names?.includes('volume')) {
		return await sourceOfLongVolume(context);
	}
	const completer = meaning && byMeaning[meaning];
	if (completer) {
		return await completer(context, form, lead);
	}
	if (isPathMeaning(meaning)) {
		const { before, start } = { before: context.mark.before, start: context.mark.start };
		const paths = await pathItems(context, meaning, { written: before, start, lead });
		return names ? [...paths, ...(await nameItems(context, form, lead))] : paths;
	}
	return names ? await nameItems(context, form, lead) : [];
}

/** `target` of a long port; nothing for `published`, which is free to choose. */
async function longPortItems(context: CompletionContext, lead: string): Promise<CompletionItem[]> {
	return context.path.at(-1) === 'target' ? await targetPortItems(context, lead) : [];
}

function usual(context: CompletionContext, lead: string, values: readonly string[]): CompletionItem[] {
	return values.map((value, index) =>
		item(context, value, CompletionItemKind.Value, { insert: lead + scalar(context, value), sort: `5${index}` }),
	);
}

/** A whole health check behind `test:`, for images whose command is known. */
export function healthTestItems(context: CompletionContext): CompletionItem[] {
	const known = knownService(serviceText(context, 'image'))?.healthTest;
	const tests = [...(known ? [known] : []), ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'], ['NONE']];
	return tests.map((test, index) => {
		const text = `[${test.map(part => JSON.stringify(part)).join(', ')}]`;
		const about = healthTests.find(({ value }) => value === test[0]);
		return item(context, text, CompletionItemKind.Snippet, {
			sort: `0${index}`,
			...(about ? { text: about.text } : {}),
		});
	});
}
