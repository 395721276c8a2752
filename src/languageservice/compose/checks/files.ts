import type { Text } from '../../host.ts';
import { nameOf } from '../load.ts';
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
			const environment = variablesOf(value, variables);
			for (const key of ['env_file', 'label_file']) {
				for (const item of listed(at(value, key))) {
					checkFile(item, environment, files, problems);
				}
			}
		}
	}
}

function listed(value: Value | undefined): readonly Value[] {
	return isListValue(value) ? value.items : value?.kind === 'string' ? [value] : [];
}

function variablesOf(service: MapValue, variables: Variables): (name: string) => string | undefined {
	const environment = at(service, 'environment');
	return name => {
		const own = textOf(at(environment, name));
		return own ?? variables.get(name);
	};
}

function checkFile(
	item: Value,
	lookup: (name: string) => string | undefined,
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
	} else if (state.kind === 'file' && textOf(at(item, 'format')) !== 'raw') {
		const problem = files.envFile(uri as string, state.text, lookup);
		if (problem) {
			problems.add('InvalidEnvFile', path.at, [nameOf(text), problem.line + 1, problem.text], { path: text, uri });
		}
	}
}
