import { isMap, isSeq, type Pair, type YAMLMap } from 'yaml';
import type { OffsetEdit } from './edits.ts';
import { healthcheckOf } from './fixesBeyond.ts';
import { keyText } from './merged.ts';
import { ownPair, type Refactoring, refactoring, textOf, touches } from './refactoring.ts';

const titles = {
	healthcheck: { en: 'Add a health check to "{0}"', ko: '"{0}"에 상태 검사 추가' },
	defaults: { en: 'Remove default values from "{0}"', ko: '"{0}"에서 기본값 제거' },
};

/** For images whose health check is well known, where the service has none. */
export const addHealthcheck: Refactoring = (input, { name, pair, map }) => {
	const image = ownPair(map, 'image');
	const value = healthcheckOf(textOf(image?.value) ?? '');
	const isNear = image && touches(input, input.editor.startOf(pair), input.editor.endOf(image));
	const isFree = !ownPair(map, 'healthcheck') && !ownPair(map, '<<') && !ownPair(map, 'extends') && !map.flow;
	return value && isNear && isFree
		? refactoring('rewrite', titles.healthcheck, [input.editor.addUnder(pair, 'healthcheck', value)], [name])
		: [];
};

const falseByDefault = ['privileged', 'tty', 'stdin_open', 'read_only', 'oom_kill_disable'];

/** Keys of a service that say what would be so without them. */
export const removeDefaults: Refactoring = (input, { name, pair, map }) => {
	const { editor } = input;
	if (
		!touches(input, editor.startOf(pair), editor.endOf(pair)) ||
		ownPair(map, '<<') ||
		ownPair(map, 'extends') ||
		map.flow
	) {
		return [];
	}
	const found: OffsetEdit[] = [];
	const drop = (owner: YAMLMap, key: string, value: string) => {
		const own = ownPair(owner, key);
		if (own && owner.items.length > 1 && textOf(own.value) === value) {
			found.push(editor.removePair(owner, own));
		}
	};
	for (const key of falseByDefault) {
		drop(map, key, 'false');
	}
	for (const item of itemsOf(ownPair(map, 'ports'))) {
		drop(item, 'mode', 'ingress');
		drop(item, 'protocol', 'tcp');
	}
	for (const item of itemsOf(ownPair(map, 'env_file'))) {
		drop(item, 'required', 'true');
	}
	for (const item of itemsOf(ownPair(map, 'volumes'))) {
		drop(item, 'read_only', 'false');
	}
	const dependencies = ownPair(map, 'depends_on')?.value;
	for (const { value } of isMap(dependencies) ? dependencies.items : []) {
		if (isMap(value)) {
			drop(value, 'required', 'true');
		}
	}
	const apart = found
		.sort((a, b) => a.start - b.start)
		.filter((edit, index) => edit.start >= (found[index - 1]?.end ?? 0));
	return refactoring('rewrite', titles.defaults, apart, [name]);
};

function itemsOf(pair: Pair | undefined): YAMLMap[] {
	return isSeq(pair?.value)
		? (pair.value.items.filter(item => isMap(item) && keyText(item.items[0]?.key) !== '<<') as YAMLMap[])
		: [];
}
