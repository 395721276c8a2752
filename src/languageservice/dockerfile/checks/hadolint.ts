import { commonImage } from '../baseImages.ts';
import { isGitSource } from '../gitSource.ts';
import { parseHeredoc } from '../heredocs.ts';
import { parseImageReference } from '../imageReference.ts';
import { keyValuePairs, type Stage, type StageReference } from '../model.ts';
import { nearest } from '../nearest.ts';
import type { Instruction } from '../parse.ts';
import { keptStages, type StageState, stageStates, workdirs } from '../stages.ts';
import type { Findings } from './problem.ts';
import { didYouMean, messageOf } from './ruleMessage.ts';
import { checkRun } from './shellRules.ts';

/** The meanings of hadolint's rules that do not look into shell commands; those that do are in shellRules. */
export function checkHadolintRules(findings: Findings, trustedRegistries?: readonly string[]): void {
	const { model } = findings;
	const states = stageStates(model);
	const kept = keptStages(model);
	const folders = workdirs(model);
	for (const stage of model.stages) {
		checkImageTag(findings, stage);
		checkRegistry(findings, stage, trustedRegistries);
		if (kept.has(stage)) {
			checkLastUser(findings, stage);
		}
		let shell = 'sh';
		let before: Instruction | undefined;
		for (const instruction of stage.instructions) {
			if (instruction.name === 'SHELL') {
				shell = instruction.words.map(word => word.value).join(' ');
			} else if (instruction.name === 'RUN') {
				checkRun(findings, instruction, { stage, shell, kept: kept.has(stage) });
				checkConsecutive(findings, before, instruction);
			}
			checkOther(findings, instruction, stage, states, folders);
			before = instruction;
		}
	}
	for (const reference of model.stageReferences) {
		checkCopyFrom(findings, reference);
	}
	checkHasHealthcheck(findings);
}

function checkOther(
	findings: Findings,
	instruction: Instruction,
	stage: Stage,
	states: ReadonlyMap<Stage, StageState>,
	folders: ReadonlyMap<Instruction, string>,
): void {
	const { name } = instruction;
	if (name === 'COPY' || name === 'ADD') {
		checkDestination(findings, instruction, stage, states, folders);
		checkAdd(findings, instruction);
		checkWholeStage(findings, instruction);
	} else if (name === 'LABEL') {
		checkLabelKeys(findings, instruction);
	} else if (name === 'ENV') {
		checkEnvUsesItself(findings, instruction);
	} else if (name === 'USER') {
		const [word] = instruction.words;
		if (word && !/^[\d$]/.test(word.value)) {
			findings.add('DL3066', instruction, word.start, word.end, messageOf('DL3066'), [word.value]);
		}
	}
}

function checkImageTag(findings: Findings, stage: Stage): void {
	const [image] = stage.from.words;
	const reference =
		image && !stage.parent && stage.resolvedBase !== 'scratch' ? parseImageReference(stage.resolvedBase) : '';
	if (!image || typeof reference === 'string' || reference.digest) {
		return;
	}
	if (reference.tag === undefined && !image.value.includes('$')) {
		findings.add('DL3006', stage.from, image.start, image.end, messageOf('DL3006'), [image.value]);
	} else if (reference.tag === 'latest') {
		findings.add('DL3007', stage.from, image.start, image.end, messageOf('DL3007'));
	}
}

function checkRegistry(findings: Findings, stage: Stage, trusted: readonly string[] | undefined): void {
	const [image] = stage.from.words;
	if (!image || !trusted || stage.parent || stage.resolvedBase === 'scratch') {
		return;
	}
	const reference = parseImageReference(stage.resolvedBase);
	if (typeof reference !== 'string' && !trusted.some(pattern => isRegistry(reference.registry, pattern))) {
		findings.add('DL3026', stage.from, image.start, image.end, messageOf('DL3026'), [image.value]);
	}
}

/** A pattern is a name, with `*` for anything at its beginning or end. */
function isRegistry(registry: string, pattern: string): boolean {
	if (pattern === '*') {
		return true;
	}
	if (pattern.startsWith('*')) {
		return registry.endsWith(pattern.slice(1));
	}
	return pattern.endsWith('*') ? registry.startsWith(pattern.slice(0, -1)) : registry === pattern;
}

function checkLastUser(findings: Findings, stage: Stage): void {
	const user = stage.instructions.findLast(({ name }) => name === 'USER');
	const [word] = user?.words ?? [];
	if (user && word && /^(root|0)(:.*)?$/.test(word.value)) {
		findings.add('DL3002', user, word.start, word.end, messageOf('DL3002'));
	}
}

function checkConsecutive(findings: Findings, before: Instruction | undefined, instruction: Instruction): void {
	const flags = (run: Instruction) => run.flags.map(flag => flag.value).join(' ');
	const plain = (run: Instruction) => run.json === 'no' && run.heredocs.length === 0;
	if (
		before?.name === 'RUN' &&
		plain(before) &&
		plain(instruction) &&
		instruction.comments.length === 0 &&
		flags(before) === flags(instruction)
	) {
		findings.addKeyword('DL3059', instruction, messageOf('DL3059'));
	}
}

function checkDestination(
	findings: Findings,
	instruction: Instruction,
	stage: Stage,
	states: ReadonlyMap<Stage, StageState>,
	folders: ReadonlyMap<Instruction, string>,
): void {
	const destination = instruction.words.at(-1);
	if (!destination || instruction.words.length < 2) {
		return;
	}
	const path = destination.value.replace(/^["']|["']$/g, '');
	const isFolder = /(^|[\\/])\.{0,2}$/.test(path) || folders.get(instruction) === path;
	if (instruction.words.length > 2 && !isFolder && !path.includes('$')) {
		const replacement = path === destination.value ? `${path}/` : undefined;
		const { start, end } = destination;
		findings.add('DL3021', instruction, start, end, messageOf('DL3021'), [path], {
			replacement: instruction.json === 'yes' ? JSON.stringify(`${path}/`) : replacement,
		});
	}
	const relative = !/^(\/|\\|\$|[A-Za-z]:)/.test(path);
	const inherited = stage.parent ? states.get(stage.parent)?.hasWorkdir : false;
	const own = folders.get(instruction) !== '/' || inherited;
	if (relative && !own && !states.get(stage)?.hasWorkdir) {
		findings.add('DL3045', instruction, destination.start, destination.end, messageOf('DL3045'), [path]);
	}
}

const archive = /\.(tar|tgz|tbz2?|txz|tzst|gz|bz2|xz|zst|lzma|Z|tar\.\w+)$/;

function checkAdd(findings: Findings, instruction: Instruction): void {
	const sources = instruction.words.slice(0, -1);
	const special = instruction.flags.some(flag => ['unpack', 'checksum', 'keep-git-dir'].includes(flag.name));
	if (instruction.name !== 'ADD' || sources.length === 0 || special) {
		return;
	}
	const needsAdd = sources.some(
		({ value }) =>
			/^(https?|ftp):\/\//.test(value) ||
			isGitSource(value) ||
			parseHeredoc(value) !== undefined ||
			/[$*?[]/.test(value) ||
			archive.test(value),
	);
	if (!needsAdd) {
		const { keywordStart, keywordEnd } = instruction;
		const replacement = instruction.keyword === instruction.keyword.toLowerCase() ? 'copy' : 'COPY';
		findings.add('DL3020', instruction, keywordStart, keywordEnd, messageOf('DL3020'), [sources[0]?.value ?? ''], {
			replacement,
		});
	}
}

function checkWholeStage(findings: Findings, instruction: Instruction): void {
	const [source] = instruction.words;
	const fromStage = instruction.flags.some(flag => flag.name === 'from');
	if (source && fromStage && instruction.words.length === 2 && (source.value === '/' || source.value === '/*')) {
		findings.add('DL3067', instruction, source.start, source.end, messageOf('DL3067'));
	}
}

function checkLabelKeys(findings: Findings, instruction: Instruction): void {
	for (const { key } of keyValuePairs(instruction)) {
		const name = key.value.replace(/^["']|["']$/g, '');
		if (name !== '' && !name.includes('$') && !isLabelKey(name)) {
			const lower = name.toLowerCase();
			findings.add('DL3048', instruction, key.start, key.end, messageOf('DL3048'), [name], {
				replacement: name !== lower && isLabelKey(lower) && name === key.value ? lower : undefined,
			});
		}
	}
}

function isLabelKey(name: string): boolean {
	return /^[a-z]([a-z0-9.-]*[a-z0-9])?$/.test(name) && !/[.-]{2}/.test(name);
}

function checkEnvUsesItself(findings: Findings, instruction: Instruction): void {
	const pairs = keyValuePairs(instruction);
	if (pairs.length < 2) {
		return;
	}
	const set = new Set<string>();
	for (const { key, value } of pairs) {
		const text = value?.value ?? '';
		for (const match of text.startsWith("'") ? [] : text.matchAll(/(?<!\\)\$\{?([A-Za-z_]\w*)/g)) {
			const name = match[1] as string;
			if (set.has(name) && name !== key.value && value) {
				const start = value.start + match.index + match[0].length - name.length;
				findings.add('DL3044', instruction, start, start + name.length, messageOf('DL3044'), [name]);
			}
		}
		set.add(key.value);
	}
}

function checkCopyFrom(findings: Findings, reference: StageReference): void {
	const { text, stage, kind, inTrigger, byIndex, instruction } = reference;
	if (
		kind === 'from' ||
		stage ||
		inTrigger ||
		byIndex ||
		/[:/@$]/.test(text) ||
		text === 'scratch' ||
		commonImage(text)
	) {
		return;
	}
	if (typeof parseImageReference(text) === 'string') {
		return;
	}
	const suggestion = nearest(text, [...findings.model.stagesByName.keys()].slice(0, 200));
	const [message, values] = didYouMean('DL3022', text, suggestion);
	findings.addAt('DL3022', reference.start, reference.end, message, values, {
		instruction,
		replacement: suggestion,
		severity: suggestion ? undefined : 'info',
	});
}

function checkHasHealthcheck(findings: Findings): void {
	const last = findings.model.stages.at(-1);
	if (last && !findings.model.file.instructions.some(({ name }) => name === 'HEALTHCHECK')) {
		findings.addKeyword('DL3057', last.from, messageOf('DL3057'));
	}
}
