import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { say, type Text } from '../host.ts';
import { type CompletionContext, item } from './completionContext.ts';
import { parseEnvFile } from './envFile.ts';
import { resolveUri } from './fileUris.ts';

const texts = {
	environment: { en: 'environment', ko: '환경 변수' },
	used: { en: 'used in the project', ko: '프로젝트에서 사용' },
	whenUnset: { en: 'this value where it is not set', ko: '정해지지 않았을 때 쓸 값' },
	whenEmpty: { en: 'this value where it is not set or empty', ko: '정해지지 않았거나 비었을 때 쓸 값' },
	fail: { en: 'fails with this message where it is not set', ko: '정해지지 않았으면 이 메시지로 실패' },
	failEmpty: {
		en: 'fails with this message where it is not set or empty',
		ko: '정해지지 않았거나 비었으면 이 메시지로 실패',
	},
	replace: { en: 'this value where it is set', ko: '정해졌을 때 쓸 값' },
	replaceEmpty: { en: 'this value where it is set and not empty', ko: '정해졌고 비어 있지 않을 때 쓸 값' },
} satisfies Record<string, Text>;

/** A variable that is being written. */
interface Opened {
	readonly brace: boolean;
	readonly name: string;
	readonly modifier: string;
}

/** The `${NAME` that the cursor is in; undefined if there is none or its dollar is escaped. */
export function variableBefore(before: string): Opened | undefined {
	const match = /(\$+)(\{?)([A-Za-z_]\w*)?(:?[-+?]?)$/.exec(before);
	if (!match || (match[1] as string).length % 2 === 0) {
		return undefined;
	}
	const [, , brace = '', name = '', modifier = ''] = match;
	return (brace === '' && modifier !== '') || (modifier !== '' && name === '')
		? undefined
		: { brace: brace !== '', name, modifier };
}

/** Names for a `${…}`, and what may follow a name. */
export async function variableItems(context: CompletionContext, opened: Opened): Promise<CompletionItem[]> {
	const { mark } = context;
	const cursor = mark.start + mark.before.length;
	if (opened.modifier !== '') {
		return opened.modifier === ':' ? modifierItems(context, cursor - 1) : [];
	}
	const rest = /^\w*/.exec(mark.after)?.[0] ?? '';
	const closes = mark.after[rest.length] === '}' || /^:?[-+?]/.test(mark.after.slice(rest.length)) ? '' : '}';
	const start = cursor - opened.name.length;
	const end = cursor + rest.length;
	const names = await knownVariables(context);
	const items = [...names]
		.filter(([name]) => /^[A-Za-z_]\w*$/.test(name))
		.map(([name, { detail, rank }]) => {
			const insert = opened.brace ? name + closes : `{${name}}`;
			return item(context, name, CompletionItemKind.Variable, {
				start,
				end,
				insert,
				detail,
				sort: `${rank}${name}`,
				filter: name,
			});
		});
	const isComplete = opened.brace && opened.name !== '' && rest === '' && names.has(opened.name);
	return isComplete ? [...items, ...modifierItems(context, cursor)] : items;
}

function modifierItems(context: CompletionContext, start: number): CompletionItem[] {
	const { locale } = context.host;
	const modifiers: [string, Text][] = [
		[':-', texts.whenEmpty],
		['-', texts.whenUnset],
		[':?', texts.failEmpty],
		['?', texts.fail],
		[':+', texts.replaceEmpty],
		['+', texts.replace],
	];
	const cursor = context.mark.start + context.mark.before.length;
	const written = cursor - start;
	return modifiers
		.filter(([modifier]) => written === 0 || modifier.startsWith(':'))
		.map(([modifier, text], index) =>
			item(context, modifier, CompletionItemKind.Operator, {
				start,
				end: cursor,
				detail: say(text, locale),
				sort: `8${index}`,
			}),
		);
}

interface Origin {
	readonly detail: string;
	readonly rank: number;
}

/** Names that can be filled in: those of `.env`, of the `env_file`s, of the environment, and those used elsewhere. */
async function knownVariables(context: CompletionContext): Promise<ReadonlyMap<string, Origin>> {
	const { host } = context;
	const found = new Map<string, Origin>();
	const add = (name: string, origin: Origin) => {
		if (!found.has(name)) {
			found.set(name, origin);
		}
	};
	for (const name of await envFileNames(context)) {
		add(name.name, { detail: name.file, rank: name.file === '.env' ? 0 : 1 });
	}
	for (const name of namesUsed(context.text.getText())) {
		if (name !== context.mark.before.replace(/.*[${]/s, '')) {
			add(name, { detail: say(texts.used, host.locale), rank: 2 });
		}
	}
	const index = await context.index();
	for (const { kind, name, attribute } of index.references) {
		if (kind === 'variable' && attribute === 'interpolation') {
			add(name, { detail: say(texts.used, host.locale), rank: 2 });
		}
	}
	for (const name of Object.keys(host.environment?.() ?? {})) {
		add(name, { detail: say(texts.environment, host.locale), rank: 3 });
	}
	return found;
}

/** The names of variables that a text uses. */
function namesUsed(text: string): ReadonlySet<string> {
	return new Set([...text.matchAll(/(?<!\$)(?:\$\$)*\$\{?([A-Za-z_]\w*)/g)].map(match => match[1] as string));
}

/** The names in `.env` and in the files that the services name as `env_file`. */
export async function envFileNames(
	context: CompletionContext,
): Promise<readonly { readonly name: string; readonly file: string }[]> {
	const { host, signal } = context;
	const { folder } = await context.file();
	const files = ['.env', ...envFilesNamed(context.text.getText())];
	const found: { name: string; file: string }[] = [];
	for (const file of files) {
		const uri = resolveUri(folder, file);
		const text = uri === undefined ? undefined : await host.readFile?.(uri, signal);
		for (const { name } of text === undefined ? [] : parseEnvFile(text).entries) {
			found.push({ name, file });
		}
	}
	return found;
}

const mostFiles = 20;

function envFilesNamed(source: string): readonly string[] {
	const written = [...source.matchAll(/\benv_file:[ \t]*(?:\[[ \t]*)?["']?([^\s"'#,[\]{}]+)/g)];
	const likely = [...source.matchAll(/(?:^|[\s"'[])((?:\.{1,2}\/)?[\w./-]*\.env(?:\.[\w-]+)?)(?=["'\],]|\s*$)/gm)];
	return [...new Set([...written, ...likely].map(match => match[1] as string))]
		.filter(name => name !== '.env')
		.slice(0, mostFiles);
}
