import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { say, type Text } from '../host.ts';
import { exposedPorts } from './completeBuild.ts';
import { serviceText } from './completePaths.ts';
import { type CompletionContext, item } from './completionContext.ts';
import { protocols } from './modelValues.ts';
import { knownService } from './serviceSnippets.ts';

const texts = {
	published: { en: 'host {0} → container {1}', ko: '호스트 {0} → 컨테이너 {1}' },
	local: { en: 'host {0} → container {1}, this computer only', ko: '호스트 {0} → 컨테이너 {1}, 이 컴퓨터에서만' },
	random: { en: 'a free host port → container {0}', ko: '남는 호스트 포트 → 컨테이너 {0}' },
	container: { en: 'port of the container', ko: '컨테이너의 포트' },
} satisfies Record<string, Text>;

/** The ports that the container of the service listens on, as `80` or `53/udp`, as far as they are known. */
export async function containerPorts(context: CompletionContext): Promise<readonly string[]> {
	const exposed = await exposedPorts(context);
	const image = serviceText(context, 'image');
	const local = image === undefined ? undefined : await context.host.inspectImage?.(image, context.signal);
	const known = knownService(image)?.ports ?? [];
	return [
		...new Set([...exposed, ...(local?.ports ?? []).map(port => port.replace(/\/tcp$/, '')), ...known.map(String)]),
	];
}

/** Short forms of ports, or what belongs behind the part that is written. */
export async function portItems(context: CompletionContext, lead = ''): Promise<CompletionItem[]> {
	const { before } = context.mark;
	if (before.includes('/')) {
		const start = context.mark.start + before.lastIndexOf('/') + 1;
		return protocols.map(({ value, text }) => item(context, value, CompletionItemKind.EnumMember, { start, text }));
	}
	const colon = before.lastIndexOf(':');
	return colon >= 0 ? await containerPortItems(context, colon + 1) : await mappings(context, lead);
}

async function containerPortItems(context: CompletionContext, column: number): Promise<CompletionItem[]> {
	const { mark } = context;
	const host = mark.before.slice(0, column - 1).replace(/.*:/, '');
	const ports = await containerPorts(context);
	const offered = ports.length > 0 || !/^\d+$/.test(host) ? ports : [host];
	const detail = say(texts.container, context.host.locale);
	return offered.map((port, index) =>
		item(context, port, CompletionItemKind.Value, { start: mark.start + column, detail, sort: `0${index}` }),
	);
}

async function mappings(context: CompletionContext, lead: string): Promise<CompletionItem[]> {
	const { locale } = context.host;
	const ports = await containerPorts(context);
	const shown: [string, string][] = [];
	for (const port of ports.length > 0 ? ports.slice(0, 10) : ['80']) {
		const host = hostPortFor(port.replace(/\/.*/, ''));
		shown.push(
			[`${host}:${port}`, say(texts.published, locale, host, port)],
			[`127.0.0.1:${host}:${port}`, say(texts.local, locale, host, port)],
			[port, say(texts.random, locale, port)],
		);
	}
	return shown.map(([text, detail], index) => {
		const label = context.mark.quote ? text : `"${text}"`;
		return item(context, label, CompletionItemKind.Snippet, {
			insert: lead + label,
			detail,
			sort: `0${String(index).padStart(3, '0')}`,
			filter: lead + (context.mark.before === '' || context.mark.quote ? label : text),
		});
	});
}

/** A host port that needs no privileges: 80 → 8080, 443 → 8443. */
function hostPortFor(port: string): string {
	const number = Number(port);
	return number > 0 && number < 1024 ? String(number === 80 ? 8080 : 8000 + number) : port;
}

/** The container's ports where a port alone belongs: `target`, `expose`. */
export async function targetPortItems(
	context: CompletionContext,
	lead = '',
	quoted = false,
): Promise<CompletionItem[]> {
	const detail = say(texts.container, context.host.locale);
	return (await containerPorts(context)).map(port => {
		const plain = quoted && !context.mark.quote ? `"${port}"` : port.replace(/\/.*/, '');
		return item(context, plain, CompletionItemKind.Value, { insert: lead + plain, detail, sort: `0${port}` });
	});
}
