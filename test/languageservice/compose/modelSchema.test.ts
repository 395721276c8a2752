import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formsAt } from '../../../src/languageservice/compose/model.ts';
import type { Form, ListForm, MapForm, NamedMapForm } from '../../../src/languageservice/compose/modelTypes.ts';

interface Schema {
	$ref?: string;
	type?: string | string[];
	oneOf?: Schema[];
	properties?: Record<string, Schema>;
	patternProperties?: Record<string, Schema>;
	additionalProperties?: boolean;
	required?: string[];
	items?: Schema;
	uniqueItems?: boolean;
	enum?: string[];
	pattern?: string;
	minimum?: number;
	maximum?: number;
	$defs?: Record<string, Schema>;
}

const schemaFile = join(
	import.meta.dirname,
	...['..', '..', '..', '..'],
	...['shared', 'data', 'compose-spec.head.json'],
);

(existsSync(schemaFile) ? describe : () => {})('the model and the schema of the specification', () => {
	it('have the same keys, types, values and limits', () => {
		const root = JSON.parse(readFileSync(schemaFile, 'utf8')) as Schema;
		const problems: string[] = [];
		compare(root, root, formsAt([]), '', problems);
		assert.deepEqual(problems, []);
	});
});

/** The alternatives of a schema, with references followed and lists of types taken apart. */
function alternatives(root: Schema, schema: Schema): Schema[] {
	if (schema.$ref) {
		return alternatives(root, root.$defs?.[schema.$ref.split('/').at(-1) as string] as Schema);
	}
	if (schema.oneOf) {
		return schema.oneOf.flatMap(branch => alternatives(root, branch));
	}
	const types = schema.type === undefined ? ['any'] : [schema.type].flat();
	return types.map(type => ({ ...schema, type }));
}

const typeOf = (form: Form) => ({ map: 'object', namedMap: 'object', list: 'array' })[form.kind as 'map'] ?? form.kind;

function compare(root: Schema, schema: Schema, forms: readonly Form[], path: string, problems: string[]): void {
	const expected = alternatives(root, schema);
	const same = (actual: unknown, wanted: unknown, what: string) => {
		if (JSON.stringify(actual) !== JSON.stringify(wanted)) {
			problems.push(`${path}: ${what} is ${JSON.stringify(actual)}, should be ${JSON.stringify(wanted)}`);
		}
	};
	same(forms.map(typeOf).sort(), expected.map(one => one.type as string).sort(), 'kinds');
	for (const branch of expected) {
		const form = forms.find(candidate => typeOf(candidate) === branch.type);
		if (!form) {
			continue;
		}
		if (form.kind === 'list') {
			compareList(root, branch, form, path, problems, same);
		} else if (form.kind === 'map' || form.kind === 'namedMap') {
			compareMap(root, branch, form, path, problems, same);
		} else if (form.kind !== 'any') {
			same(form.isClosed ? form.values?.map(value => value.value).sort() : undefined, branch.enum?.sort(), 'values');
			same(form.pattern, form.kind === 'string' ? branch.pattern : undefined, 'pattern');
			const isNumber = form.kind === 'integer' || form.kind === 'number';
			same(
				[form.minimum, form.maximum],
				isNumber ? [branch.minimum, branch.maximum] : [undefined, undefined],
				'limits',
			);
		}
	}
}

type Same = (actual: unknown, wanted: unknown, what: string) => void;

function compareList(root: Schema, branch: Schema, form: ListForm, path: string, problems: string[], same: Same) {
	if (form.duplicates !== 'dropped') {
		same(form.duplicates === 'refused', branch.uniqueItems === true, 'uniqueItems');
	}
	compare(root, branch.items as Schema, form.of, `${path}[]`, problems);
}

function compareMap(
	root: Schema,
	branch: Schema,
	form: MapForm | NamedMapForm,
	path: string,
	problems: string[],
	same: Same,
) {
	const patterns = Object.entries(branch.patternProperties ?? {}).filter(([name]) => name !== '^x-');
	same(form.hasExtensions, branch.patternProperties?.['^x-'] !== undefined, 'x-');
	if (form.others !== 'ignored') {
		same(form.others, branch.additionalProperties === false ? 'refused' : 'accepted', 'others');
	}
	if (form.kind === 'namedMap') {
		const [pattern, value] = patterns[0] ?? [undefined, {}];
		same(form.pattern ?? '.+', pattern?.replace('^.+$', '.+') ?? '.+', 'names');
		compare(root, value, form.of, `${path}.*`, problems);
		return;
	}
	const properties = branch.properties ?? {};
	same(form.keys.map(key => key.name).sort(), Object.keys(properties).sort(), 'keys');
	same([...form.required].sort(), (branch.required ?? []).sort(), 'required');
	for (const key of form.keys) {
		const inner = properties[key.name];
		if (inner) {
			compare(root, inner, key.forms, path === '' ? key.name : `${path}.${key.name}`, problems);
		}
	}
}
