import type { Text } from '../../host.ts';
import { mountOption, mountOptions, mountTypes } from '../mountOptions.ts';
import type { MountField } from '../mounts.ts';
import { fieldOf } from '../mounts.ts';
import { nearest } from '../nearest.ts';
import type { Instruction } from '../parse.ts';
import type { ExpandedMount } from './mountValues.ts';
import type { Findings } from './problem.ts';

const keys = ['type', ...mountOptions.flatMap(option => [option.name, ...option.aliases])];
const bareKeys = new Set(['readonly', 'ro', 'readwrite', 'rw', 'required']);
const trueOrFalse = /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

/** The options of `RUN --mount` that BuildKit refuses. `workdir` is the folder that a missing target means. */
export function checkMount(findings: Findings, instruction: Instruction, mount: ExpandedMount, workdir: string): void {
	if (mount.broken) {
		findings.add('InvalidMount', instruction, mount.flag.start, mount.flag.end, {
			en: 'A mount is a list of key=value pairs between commas.',
			ko: '마운트는 쉼표로 나눈 key=value 목록이어야 합니다.',
		});
		return;
	}
	const hasOpenType = mount.fields.some(field => field.key === 'type' && mount.open.has(field));
	// Some options are looked at with the type as far as it was read, others at the end.
	let typeSoFar = 'bind';
	for (const field of mount.fields) {
		checkField(findings, instruction, mount, field, hasOpenType ? undefined : typeSoFar);
		typeSoFar = field.key === 'type' ? (field.value?.toLowerCase() ?? typeSoFar) : typeSoFar;
	}
	const known = mount.fields.every(field => keys.includes(field.key));
	if (!hasOpenType && known && Object.hasOwn(mountTypes, mount.type)) {
		checkWhole(findings, instruction, mount, workdir);
	}
}

function checkField(
	findings: Findings,
	instruction: Instruction,
	mount: ExpandedMount,
	field: MountField,
	typeSoFar: string | undefined,
): void {
	const report = (message: Text, values: (string | number)[], replacement?: string, onValue = false) =>
		findings.add(
			'InvalidMount',
			instruction,
			onValue ? field.valueStart : field.keyStart,
			onValue ? field.valueEnd : field.keyEnd,
			message,
			values,
			{ replacement },
		);
	if (field.value === undefined && !bareKeys.has(field.key)) {
		const isKey = keys.includes(field.key);
		report(
			{
				en: isKey ? '{0} needs a value: {0}=…' : '"{0}" is no option of a mount.',
				ko: isKey ? '{0}에는 값이 필요합니다: {0}=…' : '"{0}"은(는) 마운트의 옵션이 아닙니다.',
			},
			[field.key],
		);
		return;
	}
	if (!keys.includes(field.key)) {
		const suggestion = nearest(field.key, keys);
		report(
			{
				en: `"{0}" is no option of a mount.${suggestion ? ' Did you mean {1}?' : ''}`,
				ko: `"{0}"은(는) 마운트의 옵션이 아닙니다.${suggestion ? ' 혹시 {1}을(를) 찾으셨나요?' : ''}`,
			},
			[field.key, suggestion ?? ''],
			suggestion,
		);
		return;
	}
	if (field.key === 'from' && /\$./.test(field.value ?? '')) {
		report(
			{
				en: 'from does not expand variables; define a stage with FROM and name that.',
				ko: 'from에서는 변수가 치환되지 않습니다. FROM으로 스테이지를 정의하고 그 이름을 쓰세요.',
			},
			[],
			undefined,
			true,
		);
		return;
	}
	if (!mount.open.has(field) && field.value !== undefined) {
		checkFieldValue(report, field.key, field.value);
	}
	if (typeSoFar !== undefined && Object.hasOwn(mountTypes, mount.type)) {
		checkFieldAllowed(report, mount, field, typeSoFar);
	}
}

type Report = (message: Text, values: (string | number)[], replacement?: string, onValue?: boolean) => void;

function checkFieldValue(report: Report, key: string, value: string): void {
	const choices =
		key === 'type' ? Object.keys(mountTypes) : key === 'sharing' ? mountOption('sharing')?.values : undefined;
	if (choices && !choices.includes(value.toLowerCase())) {
		const suggestion = nearest(value, choices);
		report(
			{
				en: `"{0}" is no {1}; there are {2}.${suggestion ? ' Did you mean {3}?' : ''}`,
				ko: `"{0}"은(는) {1}의 값이 아닙니다. {2} 중 하나여야 합니다.${suggestion ? ' 혹시 {3}을(를) 찾으셨나요?' : ''}`,
			},
			[value, key === 'type' ? 'mount type' : 'sharing mode', choices.join(', '), suggestion ?? ''],
			suggestion,
			true,
		);
		return;
	}
	const wrong =
		(key === 'mode' && !(/^[0-7]+$/.test(value) && Number.parseInt(value, 8) < 2 ** 32)) ||
		((key === 'uid' || key === 'gid') && !(/^\d+$/.test(value) && Number(value) < 2 ** 32)) ||
		(bareKeys.has(key) && !trueOrFalse.test(value)) ||
		(key === 'size' && !isSize(value));
	if (wrong) {
		const expected = key === 'mode' ? '0755' : key === 'size' ? '64m' : bareKeys.has(key) ? 'true' : '1000';
		report(
			{
				en: '"{1}" is no valid {0}; an example is {2}.',
				ko: '"{1}"은(는) {0}의 값으로 맞지 않습니다. 예: {2}.',
			},
			[key, value, expected],
			undefined,
			true,
		);
	}
}

/** A size as go-units reads it: `64m`, `1.5 GB`, `1GiB`. */
function isSize(text: string): boolean {
	return /^([+]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?) ?(b|[kmgtp](i?b)?)?$/i.test(text);
}

const onlyFor: Readonly<Record<string, readonly string[]>> = {
	size: ['tmpfs'],
	required: ['secret', 'ssh'],
	sharing: ['cache'],
	mode: ['cache', 'secret', 'ssh'],
	uid: ['cache', 'secret', 'ssh'],
	gid: ['cache', 'secret', 'ssh'],
};

function checkFieldAllowed(report: Report, mount: ExpandedMount, field: MountField, typeSoFar: string): void {
	const type = field.key === 'size' || field.key === 'required' ? typeSoFar : mount.type;
	const allowed = Object.hasOwn(onlyFor, field.key) ? onlyFor[field.key] : undefined;
	const filled = field.value !== undefined && field.value !== '';
	const secretFrom = field.key === 'from' && mount.type === 'secret' && filled;
	const sshSource = (field.key === 'source' || field.key === 'src') && mount.type === 'ssh' && filled;
	if ((allowed && !allowed.includes(type)) || secretFrom || sshSource) {
		report({ en: 'A {1} mount has no {0}.', ko: '{1} 마운트에는 {0}을(를) 쓸 수 없습니다.' }, [field.key, type]);
	}
}

function checkWhole(findings: Findings, instruction: Instruction, mount: ExpandedMount, workdir: string): void {
	const target = fieldOf(mount, 'target', 'dst', 'destination');
	const source = fieldOf(mount, 'source', 'src');
	const id = fieldOf(mount, 'id');
	const add = (message: Text) =>
		findings.add('InvalidMount', instruction, mount.flag.start, mount.flag.end, message, [mount.type]);
	const isOpen = (...fields: (MountField | undefined)[]) => fields.some(field => field && mount.open.has(field));
	if (mount.type === 'secret') {
		if (isOpen(target, source, id)) {
			return;
		}
		if (!target?.value && !source?.value && !id?.value) {
			add({
				en: 'A secret mount needs an id (or source, target).',
				ko: 'secret 마운트에는 id(또는 source, target)가 필요합니다.',
			});
		} else if (source?.value && id?.value) {
			add({
				en: 'A secret mount takes id or source, not both.',
				ko: 'secret 마운트에는 id와 source 중 하나만 쓸 수 있습니다.',
			});
		}
	} else if (mount.type !== 'ssh' && !isOpen(target) && isRoot(target?.value ?? '', workdir)) {
		add({
			en: 'This {0} mount needs a target other than the root folder.',
			ko: '{0} 마운트에는 루트 폴더가 아닌 target이 필요합니다.',
		});
	}
}

/** An absolute target is taken as it stands; a relative one is made clean first. */
function isRoot(target: string, workdir: string): boolean {
	if (target.startsWith('/')) {
		return target === '/';
	}
	let depth = 0;
	for (const part of `${workdir}/${target}`.split('/')) {
		depth = part === '..' ? Math.max(0, depth - 1) : part === '' || part === '.' ? depth : depth + 1;
	}
	return depth === 0;
}
