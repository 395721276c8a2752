import type { Text } from '../../host.ts';
import { parseEnvFile, parseRawEnvFile } from '../envFile.ts';
import { nameOf } from '../loadState.ts';
import type { Problems } from '../problems.ts';
import type { ProjectFiles } from '../projectFiles.ts';
import { parseBoolean } from '../quantities.ts';
import { at, isListValue, isMapValue, type MapValue, textOf, type Value } from '../values.ts';
import type { Variables } from '../variables.ts';
import type { ServiceEntry } from './enabled.ts';

const isAFolder: Text = { en: '"{0}" is a folder, not a file.', ko: '"{0}"은(는) 파일이 아니라 폴더입니다.' };

/** The env and label files of enabled services must be there and be readable. */
export function checkFiles(
	services: ReadonlyMap<string, ServiceEntry>,
	variables: Variables,
	files: ProjectFiles,
	problems: Problems,
): void {
	for (const { value, isEnabled } of services.values()) {
		if (isEnabled) {
			for (const key of ['env_file', 'label_file']) {
				const before = new Map<string, string>();
				const environment = variablesOf(value, before, variables);
				for (const item of listed(at(value, key))) {
					checkFile(item, environment, before, files, problems);
				}
			}
		}
	}
}

function listed(value: Value | undefined): readonly Value[] {
	return isListValue(value) ? value.items : value?.kind === 'string' ? [value] : [];
}

/** What an env file of a service may use: `environment`, the files before it, and the variables of the project. */
function variablesOf(
	service: MapValue,
	before: ReadonlyMap<string, string>,
	variables: Variables,
): (name: string) => string | undefined {
	const environment = at(service, 'environment');
	return name => {
		const own = at(environment, name);
		const text = own && 'value' in own && own.kind !== 'null' ? String(own.value) : undefined;
		return text ?? before.get(name) ?? variables.get(name);
	};
}

const unknownFormat: Text = {
	en: 'The only format of env files is "raw", not "{0}".',
	ko: '환경 파일의 형식은 "{0}"이(가) 아니라 "raw"만 있습니다.',
};

function checkFile(
	item: Value,
	lookup: (name: string) => string | undefined,
	before: Map<string, string>,
	files: ProjectFiles,
	problems: Problems,
): void {
	const path = isMapValue(item) ? at(item, 'path') : item;
	const text = textOf(path);
	if (!path || text === undefined) {
		return;
	}
	const required = at(item, 'required');
	const isOptional =
		isMapValue(item) &&
		required !== undefined &&
		'value' in required &&
		parseBoolean(String(required.value))?.value === false;
	const uri = files.resolve(path.at.source.folder, text);
	const state = files.state(uri);
	if ((state.kind === 'missing' || text === '') && !isOptional) {
		problems.add('MissingFile', path.at, [text], { path: text, uri });
	} else if (state.kind === 'folder') {
		problems.add('MissingFile', path.at, [text], { path: text, uri }, isAFolder);
	} else if (state.kind === 'file') {
		const format = at(item, 'format');
		const wanted = textOf(format) ?? '';
		if (format && wanted !== '' && wanted !== 'raw') {
			problems.add('InvalidValue', format.at, [wanted], { name: wanted, expected: ['raw'] }, unknownFormat);
			return;
		}
		const file = wanted === 'raw' ? parseRawEnvFile(state.text) : parseEnvFile(state.text, lookup);
		for (const { name, value } of file.entries) {
			before.set(name, value ?? '');
		}
		const { problem } = file;
		if (problem) {
			problems.add('InvalidEnvFile', path.at, [nameOf(text), problem.line + 1, problem.text], { path: text, uri });
		}
	}
}
