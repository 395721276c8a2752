import { isMap, isScalar } from 'yaml';
import { type Fix, type FixInput, type FixWriter, one, replace } from './fix.ts';
import { removeKey } from './fixesModel.ts';
import { createFile } from './fixesReferences.ts';
import { isInFlow, replaceName, toSuggestion } from './fixesWords.ts';
import { keyText } from './merged.ts';
import { knownService } from './serviceSnippets.ts';
import { scalarText, type Yaml } from './yamlText.ts';

/** Fixes for what Compose accepts and a person would regret. */
export const beyondFixes: Readonly<Record<string, FixWriter>> = {
	DuplicateHostPort: otherPort,
	HostPortTaken: otherPort,
	MissingDockerfile: input => createFile(input, 'FROM alpine\n'),
	UndefinedStage: input => [...toSuggestion(input), ...removeKey(input, false)],
	MissingResourceFile: input => [...toSuggestion(input), ...createFile(input)],
	MissingBindSource: input => [...toSuggestion(input), ...createBindSource(input)],
	MissingHealthcheck: input => [...addHealthcheck(input), ...waitForStart(input)],
	UnknownTag: input => [...toSuggestion(input), ...removeTag(input)],
	PlainPassword: moveToEnv,
	LatestTag: nameVersion,
	LocalhostReference: useServiceName,
	DataElsewhere: mountAtData,
};

/** The next host port that neither this file nor any running container uses. */
function otherPort({ editor, host, start, end, data }: FixInput): Fix[] {
	const { port } = data;
	const text = editor.source.slice(start, end);
	if (port === undefined) {
		return [];
	}
	const taken = new Set((host.containers?.() ?? []).flatMap(container => container.ports.map(each => each.host)));
	for (const match of editor.source.matchAll(/\b\d{2,5}\b/g)) {
		taken.add(Number(match[0]));
	}
	let free = port + 1;
	while (taken.has(free)) {
		free++;
	}
	const pattern = new RegExp(`(?<![\\d.])${port}(?=\\D|$)`);
	const at = pattern.exec(text)?.index;
	const title = { en: 'Publish on port {0} instead', ko: '{0}번 포트로 게시' };
	const isMappingOnly =
		text.replace(/["']/g, '') === String(port) &&
		!/published/.test(editor.source.slice(editor.lineStart(start), start));
	return at === undefined || free > 65_535 || isMappingOnly
		? []
		: one(title, [replace(start + at, start + at + String(port).length, String(free))], [free]);
}

/** A file where the path looks like one, else a folder, which takes a file in it to exist. */
function createBindSource(input: FixInput): Fix[] {
	const { uri } = input.data;
	const isFile = /\.[A-Za-z]\w{0,5}$/.test(input.data.path ?? '');
	const target = uri === undefined || isFile ? uri : `${uri.replace(/\/$/, '')}/.gitkeep`;
	return createFile({ ...input, data: { ...input.data, uri: target } });
}

/** The pair of the service that a problem names. */
function servicePair({ editor }: FixInput, name: string | undefined) {
	const services = editor.doc.root?.items.find(item => keyText(item.key) === 'services')?.value;
	return isMap(services) ? services.items.find(item => keyText(item.key) === name) : undefined;
}

function addHealthcheck(input: FixInput): Fix[] {
	const { editor, data } = input;
	const name = data.name ?? String(input.path.at(-2) ?? '');
	const pair = servicePair(input, name);
	const service = pair && editor.doc.resolve(pair.value);
	const image = isMap(service) ? service.get('image') : undefined;
	const value = typeof image === 'string' ? healthcheckOf(image) : undefined;
	const title = { en: 'Add a health check to "{0}"', ko: '"{0}"에 상태 검사 추가' };
	return pair && value ? one(title, [editor.addUnder(pair, 'healthcheck', value)], [name]) : [];
}

/** A health check that works in the image; undefined for images that are not well known. */
export function healthcheckOf(image: string): Yaml | undefined {
	const test = knownService(image)?.healthTest;
	return test
		? {
				map: [
					['test', `[${test.map(word => JSON.stringify(word)).join(', ')}]`],
					['interval', '10s'],
					['timeout', '5s'],
					['retries', '5'],
				],
			}
		: undefined;
}

function waitForStart({ editor, start, end }: FixInput): Fix[] {
	const at = editor.source.slice(start, end).indexOf('service_healthy');
	const title = { en: 'Wait for the start only', ko: '시작만 기다리기' };
	const edit = replace(start + at, start + at + 'service_healthy'.length, 'service_started');
	return at < 0 ? [] : one(title, [edit], [], false);
}

function removeTag({ editor, start, end }: FixInput): Fix[] {
	const tag = /![^\s,[\]{}]+[ \t]*/.exec(editor.source.slice(start, end + 1));
	const from = start + (tag?.index ?? 0);
	return tag
		? one({ en: 'Remove the tag', ko: '태그 제거' }, [replace(from, from + tag[0].length, '')], [], false)
		: [];
}

/** The value goes into `.env`, a variable takes its place. */
function moveToEnv({ editor, start, end, node, pair, role }: FixInput): Fix[] {
	const { uri } = editor.document.text;
	const slash = uri.lastIndexOf('/');
	const written = String(isScalar(node) ? node.value : '');
	const isItem = role === 'item';
	const name = isItem ? written.split('=')[0] : role === 'value' ? keyText(pair?.key) : undefined;
	const value = isItem ? written.slice(written.indexOf('=') + 1) : written;
	const isSimple = name !== undefined && /^[A-Za-z_]\w*$/.test(name) && !/[\n\r]/.test(value) && value !== '';
	if (!isSimple || slash < 0 || /^(?:untitled|inmemory):/.test(uri)) {
		return [];
	}
	const variable = `\${${name}}`;
	const text = isItem
		? scalarText(`${name}=${variable}`, isInFlow({ editor, node }))
		: isInFlow({ editor, node })
			? `"${variable}"`
			: variable;
	const line = /^[\w.,:/@%+-]+$/.test(value) ? value : `'${value}'`;
	const title = { en: 'Move the value of {0} to .env', ko: '{0} 값을 .env로 옮기기' };
	return value.includes("'") || value.includes('$')
		? []
		: [
				{
					title,
					values: [name],
					edits: [replace(start, end, text)],
					files: [{ uri: `${uri.slice(0, slash)}/.env`, text: `${name}=${line}\n` }],
				},
			];
}

/** The versions that are worth offering of a well-known image. */
function nameVersion(input: FixInput): Fix[] {
	const name = input.data.name ?? '';
	const tags = knownService(name)?.tags ?? [];
	const bare = name.replace(/:latest$/, '');
	return tags
		.slice(0, 3)
		.flatMap(tag =>
			one(
				{ en: 'Change to {0}', ko: '{0}(으)로 바꾸기' },
				[replaceName(input, `${bare}:${tag}`)],
				[`${bare}:${tag}`],
				false,
			),
		);
}

function useServiceName({ editor, start, end, data }: FixInput): Fix[] {
	const { name } = data;
	const at = /localhost|127\.0\.0\.1/.exec(editor.source.slice(start, end));
	if (name === undefined || !at) {
		return [];
	}
	const from = start + at.index;
	return one(
		{ en: 'Use the name of the service: {0}', ko: '서비스 이름 {0} 쓰기' },
		[replace(from, from + at[0].length, name)],
		[name],
	);
}

function mountAtData(input: FixInput): Fix[] {
	const { replacement, suggestion } = input.data;
	const path = replacement ?? suggestion ?? input.data.path;
	const edit = path === undefined ? undefined : mountEdit(input, path);
	return path === undefined ? [] : one({ en: 'Mount at {0}', ko: '{0}에 마운트' }, [edit], [path]);
}

function mountEdit(input: FixInput, path: string) {
	const { editor, start, end } = input;
	const text = editor.source.slice(start, end);
	const short = /^(["']?[^:"']+:)([^:"']+)/.exec(text);
	if (short) {
		const from = start + (short[1] as string).length;
		return replace(from, from + (short[2] as string).length, path);
	}
	return replaceName({ ...input, data: { ...input.data, name: text.replace(/^["']|["']$/g, '') } }, path);
}
