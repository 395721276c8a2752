import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { isScalar, isSeq } from 'yaml';
import { say, type Text } from '../host.ts';
import { buildArguments } from './completeBuild.ts';
import { hostNames, nameDetail } from './completeNames.ts';
import { serviceText } from './completePaths.ts';
import { envFileNames } from './completeVariables.ts';
import { type CompletionContext, item, ownKeys } from './completionContext.ts';
import { sshEntries, sysctls, usualVariables } from './modelValues.ts';
import { knownService } from './serviceSnippets.ts';

const texts = {
	argument: { en: 'ARG of the Dockerfile', ko: 'Dockerfile의 ARG' },
	shape: { en: 'a variable and its value', ko: '변수와 값' },
	host: { en: 'this computer, as the container sees it', ko: '컨테이너에서 본 이 컴퓨터' },
} satisfies Record<string, Text>;

/** A name that can be given a value. */
interface Assignable {
	readonly name: string;
	readonly detail?: string;
	readonly text?: Text;
}

/** Names of variables: those that the image knows, the Dockerfile's arguments under `build.args`, those of `.env`. */
async function assignables(context: CompletionContext): Promise<readonly Assignable[]> {
	const attribute = String(context.path.findLast(step => typeof step === 'string'));
	if (attribute === 'args') {
		const detail = say(texts.argument, context.host.locale);
		return (await buildArguments(context)).map(({ name, value }) => ({
			name,
			detail: value === undefined ? detail : `${detail}: ${value}`.slice(0, 200),
		}));
	}
	if (attribute !== 'environment') {
		return attribute === 'sysctls' ? sysctls.map(({ value, text }) => ({ name: value, text })) : [];
	}
	const known = knownService(serviceText(context, 'image'))?.variables ?? [];
	const named = [...known, ...usualVariables].map(({ value, text }) => ({ name: value, text }));
	const own = new Set(named.map(({ name }) => name));
	const inFiles = (await envFileNames(context)).filter(({ name, file }) => file === '.env' && !own.has(name));
	return [...named, ...inFiles.map(({ name, file }) => ({ name, detail: file }))];
}

/** Whether a name from a file needs no quotes wherever it is put. */
function isPlainName(name: string): boolean {
	return /^[A-Za-z_][\w.-]*$/.test(name);
}

/** `NAME: ` for a map of variables. */
export async function assignmentKeys(context: CompletionContext): Promise<CompletionItem[]> {
	const own = ownKeys(context);
	const end = context.mark.hasColon || context.mark.quote ? '' : ': ';
	return (await assignables(context))
		.filter(({ name }) => !own.has(name) && isPlainName(name))
		.map(({ name, detail, text }, index) =>
			item(context, name, CompletionItemKind.Variable, {
				insert: name + end,
				...(detail ? { detail } : {}),
				...(text ? { text } : {}),
				sort: `2${String(index).padStart(3, '0')}`,
			}),
		);
}

/** `NAME=` for a list of variables, or hosts behind the `=`. */
export async function assignmentItems(context: CompletionContext, lead = ''): Promise<CompletionItem[]> {
	const { before, after } = context.mark;
	const equals = before.indexOf('=');
	if (equals >= 0) {
		return await hostItems(context, before.slice(0, equals), before.slice(equals + 1));
	}
	if (context.path.at(-2) === 'ssh') {
		return sshEntries.map(({ value, text }) =>
			item(context, value, CompletionItemKind.Value, { insert: lead + value, text }),
		);
	}
	const taken = namesInList(context);
	const end = after.includes('=') ? '' : '=';
	const stop = context.mark.start + before.length + (/^[^=]*/.exec(after)?.[0].length ?? 0);
	const named = (await assignables(context))
		.filter(({ name }) => !taken.has(name) && isPlainName(name))
		.map(({ name, detail, text }, index) =>
			item(context, name, CompletionItemKind.Variable, {
				insert: lead + name + end,
				end: stop,
				...(detail ? { detail } : {}),
				...(text ? { text } : {}),
				sort: `2${String(index).padStart(3, '0')}`,
			}),
		);
	return before + after === '' && context.path.at(-2) === 'environment' ? [...named, shapeItem(context, lead)] : named;
}

/** How a line of the list is written. */
function shapeItem(context: CompletionContext, lead: string): CompletionItem {
	const detail = say(texts.shape, context.host.locale);
	return item(context, 'VAR=value', CompletionItemKind.Snippet, { insert: `${lead}VAR=value`, detail, sort: '9' });
}

function namesInList(context: CompletionContext): ReadonlySet<string> {
	const { parent, node } = context.mark.place;
	const items = isSeq(parent) ? parent.items.filter(other => other !== node) : [];
	return new Set(items.map(other => (isScalar(other) ? String(other.value).replace(/=.*/s, '') : '')));
}

/** Names of variables that a secret or config can be read from. */
export async function environmentItems(context: CompletionContext): Promise<CompletionItem[]> {
	const names = new Map((await envFileNames(context)).map(({ name, file }) => [name, file]));
	for (const name of Object.keys(context.host.environment?.() ?? {})) {
		names.set(name, names.get(name) ?? '');
	}
	return [...names]
		.filter(([name]) => isPlainName(name))
		.map(([name, detail]) => item(context, name, CompletionItemKind.Variable, { detail }));
}

const hostVariable = /(?:^|_)(?:HOST|HOSTNAME|HOSTS|SERVER|SERVERS|ADDR|ADDRESS|ENDPOINT|BROKER|BROKERS|URL|URI|DSN)$/i;

/** Names of services where a value of a variable names a host: `postgres://user@`, `DB_HOST: `. */
export async function hostItems(
	context: CompletionContext,
	variable: string,
	value: string,
): Promise<CompletionItem[]> {
	const isInUrl = /(?::\/\/|@|,|;host=)([\w.-]*)$/i.exec(value);
	const isBare = /^[\w.-]*$/.test(value) && hostVariable.test(variable);
	if (!isInUrl && !isBare) {
		return [];
	}
	const written = isInUrl ? (isInUrl[1] as string) : value;
	const { mark, host } = context;
	const start = mark.start + mark.before.length - written.length;
	const end = mark.start + mark.before.length + (/^[\w.-]*/.exec(mark.after)?.[0].length ?? 0);
	const names = await hostNames(context);
	const services = names.map(name =>
		item(context, name, CompletionItemKind.Class, {
			start,
			end,
			detail: nameDetail(context, 'service'),
			sort: `0${name}`,
		}),
	);
	const detail = say(texts.host, host.locale);
	return [
		...services,
		item(context, 'host.docker.internal', CompletionItemKind.Value, { start, end, detail, sort: '1' }),
	];
}
