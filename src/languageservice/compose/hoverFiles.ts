import { TextDocument } from 'vscode-languageserver-textdocument';
import { isMap } from 'yaml';
import { say, type Text } from '../host.ts';
import { parseCompose } from './document.ts';
import { parseEnvFile } from './envFile.ts';
import { resolveUri } from './fileUris.ts';
import type { HoverContext } from './hoverContext.ts';
import { code } from './hoverTexts.ts';
import { entries, valueAt } from './merged.ts';
import { shownValue } from './secretNames.ts';

const texts = {
	missing: { en: 'There is no such file.', ko: '이 파일이 없습니다.' },
	variables: { en: 'Variables:', ko: '변수:' },
	services: { en: 'Services: {0}', ko: '서비스: {0}' },
} satisfies Record<string, Text>;

const mostLines = 20;

/** The variables of an env file, or the services of a compose file; undefined where files cannot be read. */
export async function fileMarkdown(
	{ host, folder, signal }: HoverContext,
	kind: 'envFile' | 'composeFile',
	path: string,
): Promise<string | undefined> {
	const uri = /:\/\//.test(path) ? undefined : resolveUri(folder, path);
	if (uri === undefined || !host.readFile) {
		return undefined;
	}
	const text = await host.readFile(uri, signal);
	if (text === undefined) {
		return `${code(path)}: ${say(texts.missing, host.locale)}`;
	}
	return kind === 'envFile' ? variableLines(text, say(texts.variables, host.locale)) : serviceLine(text, host.locale);
}

function variableLines(text: string, title: string): string | undefined {
	const lines = parseEnvFile(text).entries.map(({ name, value }) =>
		value === undefined ? `- ${code(name)}` : `- ${code(name)} = ${code(shownValue(name, value))}`,
	);
	const more = lines.length > mostLines ? ['- …'] : [];
	return lines.length === 0 ? undefined : [title, '', ...lines.slice(0, mostLines), ...more].join('\n');
}

function serviceLine(text: string, locale: HoverContext['host']['locale']): string | undefined {
	const { docs } = parseCompose(TextDocument.create('file:///', 'yaml', 0, text));
	const names = docs.flatMap(doc => {
		const services = valueAt(doc, doc.root, 'services');
		return isMap(services) ? [...entries(doc, services).keys()] : [];
	});
	return names.length === 0 ? undefined : say(texts.services, locale, names.slice(0, mostLines).map(code).join(', '));
}
