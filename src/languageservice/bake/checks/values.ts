import type { Locale } from '../../host.ts';
import { say } from '../../host.ts';
import { type BakeDocument, type Definition, plainString, plainStrings } from '../document.ts';
import type { Attribute, Expression, Identifier } from '../hclSyntax.ts';
import {
	type AttributeModel,
	blockModels,
	entitlementValues,
	kindTexts,
	networkValues,
	type ValueKind,
} from '../model.ts';
import { type Problem, problem } from '../problem.ts';

/** Values of a wrong type, and words that stand for nothing. */
export function checkValues(document: BakeDocument, locale: Locale): Problem[] {
	return document.definitions.flatMap(definition => [
		...[...definition.attributes.values()].flatMap(attribute => checkType(definition, attribute, locale)),
		...(definition.kind === 'target' ? checkTarget(definition) : []),
		...(definition.kind === 'function' ? checkParameters(definition) : []),
		...(definition.kind === 'variable' ? checkVariableType(definition, locale) : []),
	]);
}

function checkType({ kind }: Definition, { name, value }: Attribute, locale: Locale): Problem[] {
	const models: Readonly<Record<string, AttributeModel>> = blockModels[kind]?.attributes ?? {};
	const model = Object.hasOwn(models, name.text) ? models[name.text] : undefined;
	const wrong = model && misfit(value, model.kind);
	return wrong ? [problem('WrongType', wrong, name.text, say(kindTexts[model.kind], locale))] : [];
}

export type Shape = 'string' | 'number' | 'bool' | 'list' | 'map' | 'null';

/** The type of a value that shows without running anything. */
export function shapeOf(value: Expression): Shape | undefined {
	switch (value.kind) {
		case 'template': {
			const [only, ...more] = value.parts;
			return only?.kind === 'interpolation' && more.length === 0 ? undefined : 'string';
		}
		case 'list':
			return 'list';
		case 'object':
			return 'map';
		case 'literal':
			return value.value === null ? 'null' : typeof value.value === 'number' ? 'number' : 'bool';
		case 'operation':
			return shapeOfOperation(value.operator);
		default:
			return undefined;
	}
}

function shapeOfOperation(operator: string): Shape | undefined {
	if (operator === '?') {
		return undefined;
	}
	return /^[+*/%]$/.test(operator) ? 'number' : operator === '-' ? 'number' : 'bool';
}

/** The part of a value that cannot be of a type; undefined if it can. */
function misfit(value: Expression, kind: ValueKind): Expression | undefined {
	const shape = shapeOf(value);
	if (shape === undefined || shape === 'null' || kind === 'any') {
		return undefined;
	}
	if (kind === 'string') {
		return shape === 'list' || shape === 'map' ? value : undefined;
	}
	if (kind === 'bool') {
		const text = plainString(value)?.text;
		const isWord = text === undefined ? shape === 'bool' : /^(?:true|false)$/.test(text);
		return isWord ? undefined : value;
	}
	if (kind === 'map') {
		return value.kind === 'object' ? nestedIn(value.entries.map(entry => entry.value)) : value;
	}
	if (value.kind !== 'list') {
		return value;
	}
	const empty = value.items.find(item => shapeOf(item) === 'null');
	return kind === 'entries' ? undefined : (nestedIn(value.items) ?? empty);
}

function nestedIn(values: readonly Expression[]): Expression | undefined {
	return values.find(value => value.kind === 'list' || value.kind === 'object');
}

function checkTarget({ attributes }: Definition): Problem[] {
	const problems: Problem[] = [];
	const value = (name: string) => attributes.get(name)?.value;
	const flag = (rule: Problem['rule'], words: readonly Identifier[], isRight: (text: string) => boolean) => {
		problems.push(...words.filter(({ text }) => !isRight(text)).map(word => problem(rule, visible(word), word.text)));
	};
	const network = plainString(value('network'));
	flag('InvalidNetwork', network ? [network] : [], text => networkValues.includes(text));
	flag('InvalidEntitlement', plainStrings(value('entitlements')), text => entitlementValues.includes(text));
	flag('InvalidAnnotation', plainStrings(value('annotations')), isAnnotation);
	flag('InvalidPlatform', plainStrings(value('platforms')), isPlatform);
	flag('InvalidUlimit', plainStrings(value('ulimits')), isUlimit);
	const size = plainString(value('shm-size'));
	flag('InvalidSize', size ? [size] : [], text => /^\d+(?:\.\d+)?\s?(?:[kmgtp]i?b?|b)?$/i.test(text));
	const dockerfile = attributes.get('dockerfile');
	if (dockerfile && attributes.has('dockerfile-inline')) {
		problems.push(problem('IgnoredDockerfile', dockerfile));
	}
	for (const name of ['cache-from', 'cache-to', 'attest']) {
		flag('InvalidItem', plainStrings(value(name)), text => hasType(text, name));
		const items = value(name);
		const maps = items?.kind === 'list' ? items.items.filter(item => item.kind === 'object') : [];
		const untyped = maps.filter(map => !map.entries.some(entry => !entry.name || entry.name.text === 'type'));
		problems.push(...untyped.map(map => problem('InvalidItem', map, name)));
	}
	return [...problems, ...plainStrings(value('secret')).flatMap(checkSecret)];
}

const secretKeys = ['id', 'type', 'src', 'source', 'env'];

function checkSecret(secret: Identifier): Problem[] {
	const parts = secret.end - secret.start === secret.text.length ? secret.text.split(',') : [];
	const wrong = parts.find(part => !secretKeys.includes((part.split('=')[0] as string).trim().toLowerCase()));
	if (wrong !== undefined) {
		return [problem('UnknownItemKey', visible(secret), wrong, 'secret')];
	}
	const hasName = parts.length === 0 || parts.some(part => /^\s*id=./.test(part));
	return hasName ? [] : [problem('MissingAttribute', visible(secret), 'id', 'secret')];
}

function visible({ text, start, end }: Identifier): Identifier {
	return end > start ? { text, start, end } : { text, start: start - 1, end: end + 1 };
}

const architectures =
	/^(?:386|amd64|amd64p32|arm|armbe|arm64|arm64be|aarch64|armhf|armel|i386|x86_64|x86-64|ppc|ppc64|ppc64le|riscv|riscv64|s390|s390x|mips\w*|loong64|sparc|sparc64|wasm)$/i;
const systems =
	/^(?:aix|android|darwin|macos|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|windows|wasip1|zos)$/i;

function isPlatform(text: string): boolean {
	if (text === '') {
		return true;
	}
	const [first = '', ...more] = text.replace(/\([\w.-]*\)/, '').split('/');
	if (more.length === 0) {
		return first === 'local' || systems.test(first) || architectures.test(first);
	}
	return more.length <= 3 && [first, ...more].every(part => /^[\w.-]+$/.test(part));
}

/** `key=value`, perhaps with what is annotated before it: `index,manifest[linux/amd64]:key=value`. */
function isAnnotation(text: string): boolean {
	const types = /^((?:[a-z-]+(?:\[[^\]]*\])?,?)+):/.exec(text.split('=', 1)[0] as string)?.[1];
	const isKnown = (type: string) => /^(?:index|manifest)(?:-descriptor)?(?:\[[^\]]*\])?$/.test(type);
	return text.includes('=') && (types === undefined || types.split(/,(?![^[]*\])/).every(isKnown));
}

function isUlimit(text: string): boolean {
	const match = /^([a-z]+)=(-?\d+)(?::(-?\d+))?$/.exec(text);
	const names = 'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack';
	return match !== null && names.split(' ').includes(match[1] as string);
}

/** `type=…` is needed as soon as there is any `=`; a bare reference to a registry is fine for caches. */
function hasType(text: string, name: string): boolean {
	return (name !== 'attest' && !text.includes('=')) || text.split(',').some(part => /^\s*type=./.test(part));
}

function checkParameters({ attributes }: Definition): Problem[] {
	const value = attributes.get('params')?.value;
	if (value?.kind !== 'list') {
		return [];
	}
	const wrong = value.items.filter(item => item.kind !== 'variable' && item.kind !== 'missing');
	return wrong.map(item => problem('WrongType', item, 'params', '[name]'));
}

const typeNames = new Set(['string', 'number', 'bool', 'any', 'list', 'set', 'map', 'object', 'tuple', 'optional']);

function checkVariableType({ attributes }: Definition, locale: Locale): Problem[] {
	const type = attributes.get('type')?.value;
	const fallback = attributes.get('default')?.value;
	const isConstructor = type?.kind === 'variable' && /^(?:list|set|map|object|tuple|optional)$/.test(type.name);
	if (type && (type.kind === 'template' || isConstructor || (type.kind === 'variable' && !typeNames.has(type.name)))) {
		return [problem('WrongType', type, 'type', '`string`, `number`, `bool`, `list(…)`, `map(…)`')];
	}
	const text = fallback && plainString(fallback);
	const [inner] = type?.kind === 'call' && /^(?:list|set)$/.test(type.name.text) ? type.args : [];
	const numbers = inner?.kind === 'variable' && inner.name === 'number' ? plainStrings(fallback) : [];
	const odd = numbers.find(item => !/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(item.text));
	if (odd) {
		return [problem('WrongType', odd, 'default', 'number')];
	}
	if (type?.kind === 'variable' && fallback && text) {
		const isRight =
			type.name === 'number'
				? /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text.text)
				: type.name !== 'bool' || /^(?:true|false)$/.test(text.text);
		return isRight ? [] : [problem('WrongType', fallback, 'default', type.name)];
	}
	const shape = fallback ? shapeOf(fallback) : undefined;
	const isNested = shape === 'list' || shape === 'map';
	if (type?.kind === 'variable' && fallback && isNested && /^(?:string|number|bool)$/.test(type.name)) {
		return [
			problem('WrongType', fallback, 'default', type.name === 'string' ? say(kindTexts.string, locale) : type.name),
		];
	}
	return [];
}
