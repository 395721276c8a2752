import type { Text } from '../../host.ts';
import type { DockerfileModel } from '../model.ts';
import type { Instruction } from '../parse.ts';

/** One finding of a check. Offsets are in the document. */
export interface Problem {
	/** Name of the rule in the table of rules. */
	readonly rule: string;
	readonly start: number;
	readonly end: number;
	readonly message: Text;
	readonly values: readonly (string | number)[];
	/** The instruction that comments above may silence. */
	readonly instruction: Instruction | undefined;
	/** Overrides the rule's own severity: some meanings are an error in one place and a warning in another. */
	readonly severity?: 'error' | 'warning' | 'info' | 'hint' | undefined;
	/** What a fix may put in place of the range. */
	readonly replacement?: string | undefined;
}

/** What a check sees and where it puts what it finds. */
export class Findings {
	readonly model: DockerfileModel;
	readonly problems: Problem[] = [];

	constructor(model: DockerfileModel) {
		this.model = model;
	}

	/** Reports a range of an instruction's logical line. */
	add(
		rule: string,
		instruction: Instruction,
		start: number,
		end: number,
		message: Text,
		values: readonly (string | number)[] = [],
		more: Pick<Problem, 'severity' | 'replacement'> = {},
	): void {
		const { logical } = instruction;
		const from = logical.offsetAt(start);
		const to = Math.max(from, logical.endOffsetAt(Math.max(end, start)));
		this.problems.push({ rule, start: from, end: to, message, values, instruction, ...more });
	}

	/** Reports a range of the document. */
	addAt(
		rule: string,
		start: number,
		end: number,
		message: Text,
		values: readonly (string | number)[] = [],
		more: Pick<Problem, 'severity' | 'replacement'> & { instruction?: Instruction | undefined } = {},
	): void {
		this.problems.push({ rule, start, end, message, values, instruction: undefined, ...more });
	}

	addKeyword(rule: string, instruction: Instruction, message: Text, values: readonly (string | number)[] = []): void {
		this.add(rule, instruction, instruction.keywordStart, instruction.keywordEnd, message, values);
	}
}
