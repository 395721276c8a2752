import type { Stage } from '../model.ts';
import { fieldOf } from '../mounts.ts';
import type { Instruction } from '../parse.ts';
import { type ShellCommand, type ShellWord, shellCommands } from '../shellCommands.ts';
import { unpinnedPackages } from './pinning.ts';
import type { Findings, Problem } from './problem.ts';
import { messageOf } from './ruleMessage.ts';

export interface RunContext {
	readonly stage: Stage;
	/** The words of SHELL, or `sh`. */
	readonly shell: string;
	/** Whether the layer ends in an image that is kept. */
	readonly kept: boolean;
}

/** What can be said of the commands of one RUN. */
export function checkRun(findings: Findings, instruction: Instruction, context: RunContext): void {
	if (/powershell|pwsh|cmd/i.test(context.shell)) {
		return;
	}
	const commands = shellCommands(findings.model.file, instruction);
	const run = new Run(findings, instruction, commands, context);
	run.checkPipes();
	for (const command of commands) {
		run.checkCommand(command);
	}
	run.checkCaches();
}

class Run {
	readonly #findings: Findings;
	readonly #instruction: Instruction;
	readonly #commands: readonly ShellCommand[];
	readonly #context: RunContext;
	readonly #mounted: readonly string[];

	constructor(findings: Findings, instruction: Instruction, commands: readonly ShellCommand[], context: RunContext) {
		this.#findings = findings;
		this.#instruction = instruction;
		this.#commands = commands;
		this.#context = context;
		const mounts = findings.model.mounts.get(instruction) ?? [];
		this.#mounted = mounts
			.filter(mount => mount.type === 'cache' || mount.type === 'tmpfs')
			.map(mount => fieldOf(mount, 'target', 'dst', 'destination')?.value ?? '');
	}

	checkPipes(): void {
		const pipe = this.#commands.find(command => command.operator === '|' || command.operator === '|&');
		const safe =
			/pipefail/.test(this.#context.shell) ||
			this.#commands.some(({ words }) => words[0]?.value === 'set' && words.some(word => /pipefail/.test(word.value)));
		if (pipe && !safe) {
			this.#report('DL4006', pipe.operatorStart, pipe.operatorStart + pipe.operator.length);
		}
	}

	checkCommand(command: ShellCommand): void {
		const unpinned = unpinnedPackages(command);
		for (const word of unpinned?.packages ?? []) {
			this.#reportWord(unpinned?.rule as string, word, [word.value]);
		}
		const [program] = command.words;
		const name = program?.value ?? '';
		if (program && name === 'sudo') {
			this.#reportWord('DL3004', program);
		} else if (program && name === 'cd') {
			this.#reportWord('DL3003', program);
		} else if (program && name === 'apt') {
			this.#reportWord('DL3027', program, [], 'apt-get');
		} else if (name === 'apt-get') {
			this.#checkAptGet(command);
		} else if (name === 'apk') {
			this.#checkApk(command);
		} else if (name === 'wget') {
			this.#checkWget(command);
		} else {
			this.#checkPip(command);
		}
	}

	#checkAptGet(command: ShellCommand): void {
		const install = command.words.find(word => word.value === 'install');
		if (!install) {
			return;
		}
		const values = command.words.map(word => word.value);
		if (values.some(value => /^(-s|--simulate|--just-print|--dry-run|--download-only|--print-uris)$/.test(value))) {
			return;
		}
		if (!values.some(value => /^(-[a-zA-Z]*y[a-zA-Z]*|--yes|--assume-yes|-qq+|-q=[2-9])$/.test(value))) {
			this.#reportWord('DL3014', install, [], 'install -y');
		}
		if (!values.some(value => /^--no-install-recommends|Install-Recommends=(0|false|no)/i.test(value))) {
			this.#reportWord('DL3015', install, [], 'install --no-install-recommends');
		}
	}

	#checkApk(command: ShellCommand): void {
		const add = command.words.find(word => word.value === 'add');
		const uncached = command.words.some(word => word.value === '--no-cache');
		if (add && !uncached && !this.#isMounted('/var/cache/apk', '/etc/apk/cache') && !this.#removes('/var/cache/apk')) {
			this.#reportWord('DL3019', add, [], 'add --no-cache');
		}
	}

	#checkWget(command: ShellCommand): void {
		const [program] = command.words;
		const quiet = command.words.some(word =>
			/^(-[a-zA-Z]*q[a-zA-Z]*|--quiet|--progress\b.*|-nv|--no-verbose|-o|--output-file\b.*|-a|-[a-zA-Z]*nv)$/.test(
				word.value,
			),
		);
		if (program && command.words.length > 1 && !quiet) {
			this.#reportWord('DL3047', program, [], 'wget --progress=dot:giga');
		}
	}

	#checkPip(command: ShellCommand): void {
		const [program, second, third] = command.words.map(word => word.value);
		const direct = /^pip[\d.]*$/.test(program ?? '');
		const asModule = /^python[\d.]*$/.test(program ?? '') && second === '-m' && third === 'pip';
		const install = command.words.find(word => word.value === 'install');
		if (!(direct || asModule) || !install) {
			return;
		}
		const uncached = command.words.some(word => /^--no-cache-dir/.test(word.value));
		const byVariable = this.#context.stage.scope.get('PIP_NO_CACHE_DIR') !== undefined;
		const mounted = this.#mounted.some(target => /\/\.cache(\/pip)?\/?$/.test(target));
		if (!uncached && !byVariable && !mounted && !this.#removes('/.cache')) {
			this.#reportWord('DL3042', install, [], 'install --no-cache-dir');
		}
	}

	checkCaches(): void {
		this.#checkAptLists();
		this.#checkYum();
		this.#checkNpm();
	}

	#checkAptLists(): void {
		const update = this.#find(
			words => /^apt(-get)?$/.test(words[0]?.value ?? '') && words.some(word => word.value === 'update'),
		);
		const word = update?.words.find(candidate => candidate.value === 'update');
		if (
			word &&
			this.#context.kept &&
			!this.#removes('/var/lib/apt') &&
			!this.#isMounted('/var/lib/apt', '/var/lib/apt/lists')
		) {
			this.#reportWord('DL3009', word);
		}
	}

	#checkYum(): void {
		const install = this.#find(
			words =>
				/^(yum|dnf|microdnf)$/.test(words[0]?.value ?? '') &&
				words.some(word => /^(install|update|upgrade)$/.test(word.value)),
		);
		const [program] = install?.words ?? [];
		if (!program || !this.#context.kept) {
			return;
		}
		const cleans = this.#find(words => words[0]?.value === program.value && words.some(word => word.value === 'clean'));
		if (
			!cleans &&
			!this.#removes('/var/cache') &&
			!this.#isMounted('/var/cache/dnf', '/var/cache/libdnf5', '/var/cache/yum', '/var/cache')
		) {
			this.#reportWord('DL3032', program, [program.value]);
		}
	}

	#checkNpm(): void {
		const install = this.#find(
			words =>
				/^(npm|yarn)$/.test(words[0]?.value ?? '') && words.some(word => /^(ci|install|i|add)$/.test(word.value)),
		);
		const [program] = install?.words ?? [];
		const cleans = this.#find(
			words => words.some(word => word.value === 'cache') && words.some(word => word.value === 'clean'),
		);
		if (
			program &&
			this.#context.kept &&
			!cleans &&
			!this.#removes('.npm', '/usr/local/share/.cache') &&
			this.#mounted.length === 0
		) {
			const cure = program.value === 'npm' ? 'npm cache clean --force' : 'yarn cache clean';
			this.#reportWord('PackageCacheLeft', program, [program.value, cure]);
		}
	}

	#find(matches: (words: readonly ShellWord[]) => boolean): ShellCommand | undefined {
		return this.#commands.find(command => matches(command.words));
	}

	#removes(...folders: readonly string[]): boolean {
		return this.#commands.some(
			({ words }) =>
				words[0]?.value === 'rm' && words.some(word => folders.some(folder => word.value.includes(folder))),
		);
	}

	#isMounted(...folders: readonly string[]): boolean {
		return this.#mounted.some(target => folders.includes(target.replace(/\/$/, '')));
	}

	#reportWord(rule: string, word: ShellWord, values: string[] = [], replacement?: string): void {
		this.#report(rule, word.start, word.end, values, { replacement });
	}

	#report(
		rule: string,
		start: number,
		end: number,
		values: string[] = [],
		more: Pick<Problem, 'severity' | 'replacement'> = {},
	): void {
		this.#findings.addAt(rule, start, end, messageOf(rule), values, { ...more, instruction: this.#instruction });
	}
}
