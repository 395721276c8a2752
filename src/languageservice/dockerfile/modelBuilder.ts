import { Definitions } from './definitions.ts';
import { type ExpansionPlace, ExpansionRecorder, type Outcome } from './expansionRecorder.ts';
import type { Heredoc } from './heredocs.ts';
import { parseHeredoc } from './heredocs.ts';
import { type DockerfileModel, type ExpansionRole, fromParts, keyValuePairs, Scope, type Stage } from './model.ts';
import { fieldOf, type MountFlag, readMount } from './mounts.ts';
import type { Instruction, ParsedDockerfile } from './parse.ts';
import { platformDefaults } from './predefined.ts';
import { shellUses } from './shellText.ts';
import { StageReferences } from './stageReferences.ts';
import type { Word } from './words.ts';

/** Finds stages, variables and their uses in one walk through the file. */
export function buildModel(file: ParsedDockerfile): DockerfileModel {
	return new ModelBuilder(file).build();
}

class ModelBuilder {
	readonly #file: ParsedDockerfile;
	readonly #stages: Stage[] = [];
	readonly #stagesByName = new Map<string, Stage>();
	readonly #globals = new Scope();
	readonly #recorder: ExpansionRecorder;
	readonly #definitions: Definitions;
	readonly #references = new StageReferences();
	readonly #mounts = new Map<Instruction, readonly MountFlag[]>();
	readonly #stageOf = new Map<Instruction, Stage>();
	#stage: Stage | undefined;
	#scope: Scope;

	constructor(file: ParsedDockerfile) {
		this.#file = file;
		this.#recorder = new ExpansionRecorder(file);
		this.#definitions = new Definitions(this.#recorder, this.#globals);
		this.#scope = this.#globals;
		const last = file.instructions.findLast(({ name }) => name === 'FROM');
		const target = last && fromParts(last).name?.value.toLowerCase();
		const defaults = target ? { ...platformDefaults, TARGETSTAGE: target } : platformDefaults;
		for (const [name, value] of Object.entries(defaults)) {
			this.#globals.set(name, { value, doubts: none, awaits: none, definition: undefined });
		}
	}

	build(): DockerfileModel {
		for (const instruction of this.#file.instructions) {
			if (instruction.name === 'FROM') {
				this.#beginStage(instruction);
			} else {
				this.#stage?.instructions.push(instruction);
			}
			if (this.#stage) {
				this.#stageOf.set(instruction, this.#stage);
			}
			this.#visit(instruction, false);
			if (instruction.trigger) {
				this.#visit(instruction.trigger, true);
			}
		}
		return {
			file: this.#file,
			stages: this.#stages,
			stagesByName: this.#stagesByName,
			globals: this.#globals,
			definitions: this.#definitions.found,
			uses: this.#recorder.uses,
			stageReferences: this.#references.resolve(this.#stages, this.#stagesByName),
			expansions: this.#recorder.expansions,
			mounts: this.#mounts,
			stageOf: this.#stageOf,
		};
	}

	#beginStage(from: Instruction): void {
		const { image, name } = fromParts(from);
		const base = this.#expandFrom(from, image);
		const parent = this.#stagesByName.get(base);
		const stage: Stage = {
			index: this.#stages.length,
			name: name?.value.toLowerCase(),
			writtenName: name?.value,
			nameStart: name ? from.logical.offsetAt(name.start) : from.start,
			nameEnd: name ? from.logical.endOffsetAt(name.end) : from.start,
			from,
			base: image?.value ?? '',
			resolvedBase: base,
			parent,
			instructions: [],
			scope: new Scope(parent?.scope),
		};
		this.#stages.push(stage);
		if (image) {
			this.#references.addFrom(
				{ text: image.value, start: image.start, end: image.end, instruction: from, within: stage },
				parent,
			);
		}
		if (stage.name) {
			this.#stagesByName.set(stage.name, stage);
		}
		this.#stage = stage;
		this.#scope = stage.scope;
		for (const { trigger } of parent?.instructions ?? []) {
			if (trigger) {
				this.#definitions.carryOut(trigger, stage.scope);
			}
		}
	}

	/** What FROM names is expanded with the global arguments alone. */
	#expandFrom(from: Instruction, image: Word | undefined): string {
		this.#scope = this.#globals;
		this.#stage = undefined;
		const result = image && this.#expandWord(from, image, 'image').expansion.result;
		for (const flag of from.flags) {
			if (flag.name === 'platform' && flag.flagValue !== undefined) {
				this.#expandFlag(from, { value: flag.flagValue, start: flag.valueStart, end: flag.end }, 'platform', flag.name);
			}
		}
		return result ?? '';
	}

	#visit(instruction: Instruction, inTrigger: boolean): void {
		const { name } = instruction;
		if (name === 'COPY' || name === 'ADD') {
			this.#visitCopy(instruction, inTrigger);
		} else if (name === 'RUN') {
			this.#visitMounts(instruction, inTrigger);
		}
		if (name === 'RUN' || name === 'CMD' || name === 'ENTRYPOINT' || name === 'HEALTHCHECK') {
			this.#addShellUses(instruction);
		}
		if (inTrigger) {
			return;
		}
		if (name === 'ARG') {
			this.#definitions.visitArg(instruction, this.#stage, this.#scope);
		} else if (name === 'ENV') {
			this.#definitions.visitEnv(instruction, this.#stage, this.#scope);
		} else if (name === 'LABEL') {
			for (const pair of keyValuePairs(instruction)) {
				this.#expandWord(instruction, pair.key, 'label', pair.key.value);
				if (pair.value) {
					this.#expandWord(instruction, pair.value, 'label', pair.key.value);
				}
			}
		} else if (oneWordAtATime.has(name)) {
			for (const word of instruction.words) {
				this.#expandWord(instruction, word, 'word');
			}
		}
	}

	#visitCopy(instruction: Instruction, inTrigger: boolean): void {
		for (const flag of instruction.flags) {
			const { name, flagValue: text, valueStart: start, end } = flag;
			if (name === 'from' && text) {
				this.#references.addLater({ text, start, end, instruction, within: this.#stage }, 'copy', inTrigger);
			} else if (!inTrigger && text && expandedFlags.has(name)) {
				this.#expandFlag(instruction, { value: text, start, end }, 'flag', name);
			}
		}
		if (inTrigger) {
			return;
		}
		const bodies = new Map(instruction.heredocs.map(heredoc => [heredoc.name, heredoc]));
		instruction.words.forEach((word, index) => {
			const isSource = index < instruction.words.length - 1;
			const heredoc = isSource && word.value.includes('<<') ? parseHeredoc(word.value) : undefined;
			if (heredoc) {
				this.#expandBody(instruction, heredoc.expands ? bodies.get(heredoc.name) : undefined);
			} else {
				this.#expandWord(instruction, word, isSource ? 'source' : 'destination');
			}
		});
	}

	#expandBody(instruction: Instruction, heredoc: Heredoc | undefined): void {
		if (heredoc && heredoc.terminator >= 0) {
			this.#recorder.expandBody(this.#place(instruction, 'heredoc', ''), heredoc.bodyStart, heredoc.bodyEnd);
		}
	}

	#visitMounts(instruction: Instruction, inTrigger: boolean): void {
		const mounts: MountFlag[] = [];
		for (const flag of instruction.flags) {
			if (flag.name !== 'mount' || flag.flagValue === undefined) {
				continue;
			}
			const mount = readMount(instruction.logical.text, flag, this.#file.escape);
			mounts.push(mount);
			const from = fieldOf(mount, 'from');
			if (from?.value) {
				const name = { text: from.value, start: from.valueStart, end: from.valueEnd };
				this.#references.addLater({ ...name, instruction, within: this.#stage }, 'mount', inTrigger);
			}
			for (const field of inTrigger ? [] : mount.fields) {
				if (field.value !== undefined && field.key !== 'from') {
					const word = { value: field.value, start: field.valueStart, end: field.valueEnd };
					this.#expandFlag(instruction, word, 'mount', field.key);
				}
			}
		}
		if (mounts.length > 0) {
			this.#mounts.set(instruction, mounts);
		}
	}

	#place(instruction: Instruction, role: ExpansionRole, label: string): ExpansionPlace {
		return { instruction, stage: this.#stage, scope: this.#scope, role, label };
	}

	#expandWord(instruction: Instruction, word: Word, role: ExpansionRole, label = ''): Outcome {
		return this.#recorder.expandWord(this.#place(instruction, role, label), word);
	}

	#expandFlag(instruction: Instruction, word: Word, role: ExpansionRole, label: string): Outcome {
		return this.#recorder.expandFlagValue(this.#place(instruction, role, label), word);
	}

	#addShellUses(instruction: Instruction): void {
		const place = { instruction, stage: this.#stage, scope: this.#scope };
		const { logical, argumentsStart, argumentsEnd } = instruction;
		for (const use of shellUses(logical.text, argumentsStart, argumentsEnd, instruction.json === 'yes')) {
			this.#recorder.addShellUse(place, use, logical.offsetAt(use.start));
		}
		for (const heredoc of instruction.heredocs) {
			for (const use of shellUses(this.#file.text, heredoc.bodyStart, heredoc.bodyEnd, false)) {
				this.#recorder.addShellUse(place, use, use.start);
			}
		}
	}
}

const oneWordAtATime: ReadonlySet<string> = new Set(['EXPOSE', 'VOLUME', 'USER', 'WORKDIR', 'STOPSIGNAL']);
const expandedFlags: ReadonlySet<string> = new Set(['chown', 'chmod', 'checksum']);
const none: readonly never[] = [];
