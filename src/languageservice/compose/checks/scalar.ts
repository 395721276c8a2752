import { nearest } from '../../dockerfile/nearest.ts';
import type { Text } from '../../host.ts';
import type { Form, ScalarForm } from '../modelTypes.ts';
import { parsePortMapping } from '../portMapping.ts';
import type { Problems } from '../problems.ts';
import { parseBoolean, parseDuration, parseFloatStrictly, parseInteger, parseSize } from '../quantities.ts';
import { isSplittable } from '../shellWords.ts';
import type { ScalarValue, Spot } from '../values.ts';
import { parseVolumeMount } from '../volumeMount.ts';

/** Holds a scalar to the forms of its kind, one of which it must satisfy; @param forms all that the place allows. */
export function checkScalar(
	value: ScalarValue,
	candidates: readonly ScalarForm[],
	forms: readonly Form[],
	name: string,
	at: Spot,
	problems: Problems,
): void {
	const check = new ScalarCheck(value, forms, name, at, problems);
	const reading = candidates.find(form => form.reads !== undefined);
	const plain = candidates.filter(form => form.reads === undefined);
	if (reading && plain.length === 0) {
		check.read(reading);
	} else if (reading?.reads === 'countOrAll') {
		check.read(reading);
	} else {
		check.accept(plain);
	}
}

class ScalarCheck {
	readonly #value: ScalarValue;
	readonly #forms: readonly Form[];
	readonly #name: string;
	readonly #at: Spot;
	readonly #problems: Problems;

	constructor(value: ScalarValue, forms: readonly Form[], name: string, at: Spot, problems: Problems) {
		this.#value = value;
		this.#forms = forms;
		this.#name = name;
		this.#at = at;
		this.#problems = problems;
	}

	get #text(): string {
		return String(this.#value.value ?? '');
	}

	/** A text in the place of a number or a boolean. */
	read({ reads }: ScalarForm): void {
		const text = this.#text;
		switch (reads) {
			case 'boolean':
				this.#readBoolean(text);
				return;
			case 'integer':
				this.#readNumber(parseInteger(text), wholeNumber);
				return;
			case 'float':
				this.#readNumber(parseFloatStrictly(text), anyNumber);
				return;
			case 'size':
				this.#readSize(text);
				return;
			case 'countOrAll':
				this.#readNumber(text.toLowerCase() === 'all' ? 1 : parseInteger(text), countOrAll);
				return;
			default:
				this.#readNumber(undefined, unquotedNumber);
		}
	}

	#readBoolean(text: string): void {
		const found = parseBoolean(text);
		if (!found) {
			this.#problems.add('InvalidBoolean', this.#at, [this.#name, text], { name: this.#name });
		} else if (found.isOld && this.#value.source === text) {
			this.#problems.add('YamlBoolean', this.#at, [text, String(found.value)], { replacement: String(found.value) });
		}
	}

	#readNumber(read: number | undefined, wanted: Text): void {
		const isWhole = read === undefined || Number.isInteger(read) || this.#forms.some(form => form.kind === 'number');
		const number = isWhole ? read : undefined;
		if (number === undefined) {
			const text: Text = {
				en: `"{0}" must be ${wanted.en}, and "{1}" is none.`,
				ko: `"{0}"은(는) ${wanted.ko}여야 하는데 "{1}"은(는) 아닙니다.`,
			};
			this.#problems.add('InvalidNumber', this.#at, [this.#name, this.#text], { name: this.#name }, text);
		} else {
			this.#checkLimits(number);
		}
	}

	#checkLimits(number: number): void {
		const isFileMode =
			this.#name === 'mode' && this.#forms.some(form => form.kind === 'string' && form.reads === 'never');
		if (number < 0 && (unsigned.has(this.#name) || isFileMode)) {
			this.#problems.add('InvalidValue', this.#at, [this.#text, range(0, Number.POSITIVE_INFINITY)], {
				name: this.#text,
			});
		}
		for (const form of this.#forms) {
			if ('minimum' in form || 'maximum' in form) {
				const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = form;
				if (number < minimum || number > maximum) {
					this.#problems.add('InvalidValue', this.#at, [this.#text, range(minimum, maximum)], { name: this.#text });
				}
			}
		}
	}

	/** A value of a kind that is meant to be there. */
	accept(forms: readonly ScalarForm[]): void {
		if (typeof this.#value.value === 'number') {
			this.#checkLimits(this.#value.value);
		}
		const text = this.#text;
		if (forms.some(form => isAccepted(form, text))) {
			this.#checkMeaning(forms.find(form => form.meaning !== undefined));
			return;
		}
		const values = forms.flatMap(form => form.values ?? []).map(({ value }) => value);
		const suggestion = nearest(text, values);
		this.#problems.add(
			'InvalidValue',
			this.#at,
			[text, values.length > 0 ? values.join(', ') : (forms[0]?.pattern ?? '')],
			{ name: text, suggestion, expected: values },
		);
	}

	#checkMeaning(form: ScalarForm | undefined): void {
		const isText = this.#value.kind === 'string';
		const text = this.#text;
		switch (form?.meaning) {
			case 'duration':
				if (isText && parseDuration(text) === undefined) {
					const replacement = /^\d+$/.test(text) ? `${text}s` : undefined;
					this.#problems.add('InvalidDuration', this.#at, [text], { name: this.#name, replacement });
				}
				return;
			case 'size':
				if (isText) {
					this.#readSize(text);
				}
				return;
			case 'fileMode':
				if (isText && !/^[-+]?[0-7]+$/.test(text)) {
					this.#readNumber(undefined, fileMode);
				}
				return;
			case 'portMapping':
			case 'port':
				this.#checkPort(text, form.meaning === 'portMapping' || this.#name === 'ports');
				return;
			case 'volumeMount':
				this.#checkVolume(text);
				return;
			case 'shellText':
				// A health check goes to a shell as it is; commands are split here.
				if (isText && this.#name !== 'test' && !isSplittable(text)) {
					this.#problems.add('InvalidCommand', this.#at, [text], { name: this.#name });
				}
				return;
			case 'assignment':
				if (isText && variables.has(this.#name) && /\s$/.test(text.split('=')[0] as string)) {
					this.#problems.add('InvalidVariableName', this.#at, [(text.split('=')[0] as string).trim()], {
						replacement: text.replace(/\s+(?==|$)/, ''),
					});
				}
				return;
			case 'hostMapping':
				if (isText && !/^[^=:]+[=:]/.test(text)) {
					this.#problems.add('InvalidHostMapping', this.#at, [text], { name: text });
				}
				return;
			case 'device':
				if (text.split(':').length > 3) {
					this.#problems.add('InvalidDevice', this.#at, [text]);
				}
				return;
			default:
		}
	}

	#readSize(text: string): void {
		if (parseSize(text) === undefined) {
			this.#problems.add('InvalidSize', this.#at, [text], { name: this.#name });
		}
	}

	#checkPort(text: string, isMapping: boolean): void {
		if (this.#value.kind === 'float' && this.#name !== 'target') {
			this.#readNumber(undefined, wholeNumber);
			return;
		}
		if (!isMapping) {
			return;
		}
		const mapping = parsePortMapping(text);
		if ('problem' in mapping) {
			this.#problems.add('InvalidPort', this.#at, [text], { name: text }, because('InvalidPort', mapping.problem));
		}
	}

	#checkVolume(text: string): void {
		const mount = parseVolumeMount(text);
		if ('problem' in mount) {
			this.#problems.add('InvalidVolume', this.#at, [text], { name: text }, because('InvalidVolume', mount.problem));
		}
	}
}

/** Keys whose lists are of variables. */
const variables = new Set(['args', 'environment']);

/** Keys whose numbers are not negative, though the schema does not say so. */
const unsigned = new Set(['max_attempts', 'max_replicas_per_node', 'parallelism', 'retries', 'target', 'weight']);

const wholeNumber: Text = { en: 'a whole number', ko: '정수' };
const anyNumber: Text = { en: 'a number', ko: '숫자' };
const countOrAll: Text = { en: 'a whole number or "all"', ko: '정수 또는 "all"이' };
const unquotedNumber: Text = { en: 'a number without quotes', ko: '따옴표 없는 숫자' };
const fileMode: Text = { en: 'octal permissions such as 0440', ko: '0440 같은 8진수 권한이' };

function because(rule: string, reason: Text): Text {
	const noun = rule === 'InvalidPort' ? { en: 'port mapping', ko: '포트 매핑' } : { en: 'volume', ko: '볼륨' };
	return {
		en: `"{0}" is no ${noun.en}: ${reason.en}`,
		ko: `"{0}"은(는) 올바른 ${noun.ko}이(가) 아닙니다: ${reason.ko}`,
	};
}

function range(minimum: number, maximum: number): string {
	return Number.isFinite(maximum) ? `${minimum} … ${maximum}` : `≥ ${minimum}`;
}

const patterns = new Map<string, RegExp>();

function isAccepted(form: ScalarForm, text: string): boolean {
	if (form.isClosed && !form.values?.some(({ value }) => value === text)) {
		return false;
	}
	if (form.pattern === undefined) {
		return true;
	}
	const pattern = patterns.get(form.pattern) ?? new RegExp(form.pattern);
	patterns.set(form.pattern, pattern);
	return pattern.test(text);
}
