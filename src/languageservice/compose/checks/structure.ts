import { nearest } from '../../dockerfile/nearest.ts';
import type { Text } from '../../host.ts';
import { formsOf, keyOf } from '../model.ts';
import type { Form, KeyModel, ListForm, MapForm, NamedMapForm, ScalarForm } from '../modelTypes.ts';
import type { Problems } from '../problems.ts';
import {
	type Entry,
	isListValue,
	isMapValue,
	isSameValue,
	type ListValue,
	type MapValue,
	type ScalarValue,
	type Spot,
	type Value,
} from '../values.ts';
import { checkScalar } from './scalar.ts';
import { describeForms, describeValue, shapesOf } from './shapes.ts';

/** Whether a key exists for the version of Compose that is in use. */
export type IsKnown = (key: KeyModel) => boolean;

/**
 * Holds a value to the forms that the specification has for it. Each part is reported by its own, deepest mistake; what
 * several aliases share is looked at once for each meaning that it has.
 */
export class StructureCheck {
	readonly #problems: Problems;
	readonly #isKnown: IsKnown;
	readonly #seen = new WeakMap<object, Set<readonly Form[]>>();

	constructor(problems: Problems, isKnown: IsKnown) {
		this.#problems = problems;
		this.#isKnown = isKnown;
	}

	/** @param name of the key that the value belongs to; @param keyAt where to point if nothing is written. */
	check(value: Value, forms: readonly Form[], name: string, keyAt: Spot): void {
		if (forms.length === 0 || forms.some(form => form.kind === 'any')) {
			return;
		}
		if (isMapValue(value)) {
			this.#once(value, value.entries, forms, () => this.#checkMap(value, forms, name, keyAt));
		} else if (isListValue(value)) {
			this.#once(value, value.items, forms, () => this.#checkList(value, forms, name));
		} else {
			this.#checkScalar(value, forms, name, keyAt);
		}
	}

	/** Looks at shared contents once. */
	#once(value: Value, contents: object, forms: readonly Form[], check: () => void): void {
		const seen = this.#seen.get(contents) ?? new Set();
		if (seen.has(forms)) {
			return;
		}
		// A wrong shape belongs to the place of the alias, so it is reported wherever the value is used.
		const fits = forms.some(form =>
			isMapValue(value) ? form.kind === 'map' || form.kind === 'namedMap' : form.kind === 'list',
		);
		if (fits) {
			seen.add(forms);
			this.#seen.set(contents, seen);
		}
		check();
	}

	#checkMap(value: MapValue, forms: readonly Form[], name: string, keyAt: Spot): void {
		const form = forms.find((each): each is MapForm | NamedMapForm => each.kind === 'map' || each.kind === 'namedMap');
		if (!form) {
			this.#wrongType(value, forms, name, value.at);
		} else if (form.kind === 'map') {
			this.#checkKeys(value, form, keyAt);
		} else {
			this.#checkNames(value, form, forms);
		}
	}

	#checkKeys(value: MapValue, form: MapForm, keyAt: Spot): void {
		for (const entry of value.entries.values()) {
			const { key } = entry;
			const model = keyOf(form.keys, key);
			if (model && this.#isKnown(model)) {
				this.check(entry.value, model.forms, key, entry.keyAt);
			} else if (form.others === 'refused' && !(form.hasExtensions && key.startsWith('x-'))) {
				this.#unknownKey(
					entry,
					form.keys.map(each => each.name),
				);
			}
		}
		for (const key of form.required) {
			if (!value.entries.has(key)) {
				this.#problems.add('MissingKey', keyAt, [key], { name: key });
			}
		}
	}

	#unknownKey({ key, keyAt }: Entry, names: readonly string[]): void {
		const suggestion = nearest(key, names);
		this.#problems.add('UnknownKey', keyAt, [key], { name: key, suggestion });
	}

	#checkNames(value: MapValue, form: NamedMapForm, forms: readonly Form[]): void {
		for (const { key, keyAt, value: child } of value.entries.values()) {
			if (form.hasExtensions && key.startsWith('x-')) {
				continue;
			}
			const inner = formsOf(forms, key);
			if (inner.length > 0 && !(key === '' && form.others === 'refused')) {
				this.check(child, inner, key, keyAt);
			} else if (form.others === 'refused') {
				this.#problems.add('UnknownKey', keyAt, [key], { name: key }, invalidName);
			}
		}
	}

	#checkList(value: ListValue, forms: readonly Form[], name: string): void {
		const form = forms.find((each): each is ListForm => each.kind === 'list');
		if (!form) {
			this.#wrongType(value, forms, name, value.at);
			return;
		}
		for (const item of value.items) {
			this.check(item, form.of, name, item.at);
		}
		if (form.duplicates === 'refused') {
			this.#checkDuplicates(value);
		}
	}

	#checkDuplicates({ items }: ListValue): void {
		const seen = new Set<unknown>();
		for (const [index, item] of items.entries()) {
			const isScalar = !isMapValue(item) && !isListValue(item);
			const isKnown = isScalar ? seen.has(item.value) : items.slice(0, index).some(other => isSameValue(other, item));
			if (isKnown) {
				const text = isScalar ? String(item.value) : '…';
				this.#problems.add('DuplicateItem', item.at, [text], { name: text });
			}
			if (isScalar) {
				seen.add(item.value);
			}
		}
	}

	#checkScalar(value: ScalarValue, forms: readonly Form[], name: string, keyAt: Spot): void {
		const at = value.at.end > value.at.start ? value.at : keyAt;
		const scalars = forms.filter((form): form is ScalarForm => fitsScalar(form, value));
		if (scalars.length === 0) {
			this.#wrongType(value, forms, name, at);
		} else {
			checkScalar(value, scalars, forms, name, at, this.#problems);
		}
	}

	#wrongType(value: Value, forms: readonly Form[], name: string, at: Spot): void {
		const wanted = describeForms(forms);
		const got = describeValue(value);
		const text: Text = {
			en: wrongType.en.replace('{1}', wanted.en).replace('{2}', got.en),
			ko: wrongType.ko.replace('{1}', wanted.ko).replace('{2}', got.ko),
		};
		this.#problems.add('WrongType', at, [name], { name, expected: shapesOf(forms) }, text);
	}
}

const wrongType: Text = {
	en: '"{0}" takes {1}, not {2}.',
	ko: '"{0}"에는 {2}이(가) 아니라 {1}이(가) 와야 합니다.',
};

const invalidName: Text = {
	en: '"{0}" is no name: only letters, digits, ".", "_" and "-" are allowed.',
	ko: '"{0}"은(는) 이름으로 쓸 수 없습니다. 영문자, 숫자, ".", "_", "-"만 쓸 수 있습니다.',
};

function fitsScalar(form: Form, value: ScalarValue): boolean {
	switch (value.kind) {
		case 'integer':
			return form.kind === 'integer' || form.kind === 'number';
		case 'float':
			return form.kind === 'number' || (form.kind === 'integer' && Number.isInteger(value.value));
		case 'time':
			return false;
		default:
			return form.kind === value.kind;
	}
}
