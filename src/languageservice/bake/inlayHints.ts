import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import { hintText } from '../compose/hintText.ts';
import { type ServiceHost, say, type Text } from '../host.ts';
import { dockerfileOf } from './dockerfileOfTarget.ts';
import type { BakeDocument } from './document.ts';
import { loadBakeProject } from './siblings.ts';

const texts = {
	label: { en: '(default value: {0})', ko: '(기본값: {0})' },
	tooltip: {
		en: 'What the Dockerfile takes if this argument is not given.',
		ko: '이 인수를 주지 않으면 Dockerfile이 쓰는 값입니다.',
	},
} as const satisfies Readonly<Record<string, Text>>;

/** Behind each argument the default that the Dockerfile has for it. */
export async function findInlayHints(
	document: BakeDocument,
	host: ServiceHost,
	range: Range,
	signal: AbortSignal,
): Promise<InlayHint[]> {
	const project = await loadBakeProject(document, host, signal);
	const hints: InlayHint[] = [];
	for (const target of document.definitions) {
		const args = target.kind === 'target' ? target.attributes.get('args')?.value : undefined;
		if (args?.kind !== 'object' || signal.aborted) {
			continue;
		}
		const { start, end } = document.range(args);
		const isNear = start.line <= range.end.line && range.start.line <= end.line;
		const dockerfile = isNear ? await dockerfileOf(project, target, host, signal) : undefined;
		for (const { name, value } of args.entries) {
			const argument = dockerfile?.model?.definitions.find(each => each.kind === 'ARG' && each.name === name?.text);
			if (argument?.written !== undefined && argument.written !== '') {
				hints.push({
					position: document.range(value).end,
					label: say(texts.label, host.locale, hintText(argument.value ?? argument.written)),
					tooltip: say(texts.tooltip, host.locale),
					kind: InlayHintKind.Parameter,
					paddingLeft: true,
				});
			}
		}
	}
	return hints;
}
