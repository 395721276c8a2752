import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type BuildOptions, checkArguments, isRemoteContext } from './build.ts';
import { EngineError } from './errors.ts';
import { type CheckAnswer, type CheckFinding, readCheckAnswer } from './readBuildCheck.ts';
import type { ProgramEnd } from './runProgram.ts';

export interface BuildCheck extends Pick<BuildOptions, 'dockerfile' | 'context' | 'target' | 'buildArgs'> {
	/** What an editor holds and has not saved, instead of what the file says. */
	readonly text?: string | undefined;
}

export interface BuildCheckResult {
	readonly findings: readonly CheckFinding[];
	/** Images that no registry could be asked for: rules that depend on what is in them were left out. */
	readonly imagesOutOfReach: readonly string[];
}

/** BuildKit's check is not there; everything else works. */
export class CheckUnsupportedError extends EngineError {
	/** Which of the two is too old. */
	readonly by: 'buildx' | 'engine';

	constructor(by: 'buildx' | 'engine') {
		super(
			'failed',
			by === 'buildx' ? 'This buildx cannot check Dockerfiles.' : 'This engine cannot check Dockerfiles.',
		);
		this.by = by;
	}
}

const mostSubstitutes = 20;

/**
 * Has BuildKit check a Dockerfile; `run` runs `docker` with these words. What lies out of reach (a base image, the
 * frontend of `# syntax=`) is replaced, so that offline the rest is checked all the same. `CheckUnsupportedError`,
 * `notFound` for an unknown stage, `failed` with BuildKit's sentence.
 */
export async function checkDockerfile(
	check: BuildCheck,
	run: (words: readonly string[]) => Promise<ProgramEnd>,
): Promise<BuildCheckResult> {
	const folder = await mkdtemp(join(tmpdir(), 'slipway-check-'));
	try {
		await mkdir(join(folder, 'empty'));
		return await new CheckRun(check, folder, run).toEnd();
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

class CheckRun {
	readonly #check: BuildCheck;
	readonly #folder: string;
	readonly #run: (words: readonly string[]) => Promise<ProgramEnd>;
	readonly #substituted: string[] = [];
	#withoutSyntax: number | undefined;
	#dockerfile: string;

	constructor(check: BuildCheck, folder: string, run: (words: readonly string[]) => Promise<ProgramEnd>) {
		this.#check = check;
		this.#folder = folder;
		this.#run = run;
		this.#dockerfile = check.dockerfile;
	}

	async toEnd(): Promise<BuildCheckResult> {
		if (this.#check.text !== undefined) {
			await this.#use(this.#check.text);
		}
		for (;;) {
			const answer = await this.#ask();
			switch (answer.kind) {
				case 'findings':
					return { findings: this.#mended(answer.findings), imagesOutOfReach: this.#substituted };
				case 'unsupported':
					throw new CheckUnsupportedError(answer.by);
				case 'noSuchStage':
					throw new EngineError('notFound', answer.reason);
				case 'failed':
					throw new EngineError('failed', answer.reason);
				case 'frontendOutOfReach':
					await this.#dropSyntax(answer.reason);
					break;
				case 'imageOutOfReach':
					this.#substitute(answer.image, answer.reason);
			}
		}
	}

	async #ask(): Promise<CheckAnswer> {
		const { context } = this.#check;
		const words = checkArguments({
			...this.#check,
			dockerfile: this.#dockerfile,
			// No file of a repository is looked at, so that there is no need to fetch one.
			context: isRemoteContext(context) ? dirname(this.#check.dockerfile) : context,
		});
		const substitutes = this.#substituted.flatMap(image => [
			'--build-context',
			`${image}=${join(this.#folder, 'empty')}`,
		]);
		const { stdout, stderr } = await this.#run([...words.slice(0, -1), ...substitutes, ...words.slice(-1)]);
		return readCheckAnswer(stdout, stderr);
	}

	#substitute(image: string, reason: string): void {
		if (this.#substituted.includes(image) || this.#substituted.length >= mostSubstitutes) {
			throw new EngineError('failed', reason);
		}
		this.#substituted.push(image);
	}

	/** Then the engine's own frontend reads the file; a line less at its top moves all others. */
	async #dropSyntax(reason: string): Promise<void> {
		const lines = (this.#check.text ?? (await readFile(this.#check.dockerfile, 'utf8'))).split('\n');
		const index = lines.findIndex(line => /^\s*#\s*syntax\s*=/i.test(line));
		if (this.#withoutSyntax !== undefined || index < 0) {
			throw new EngineError('failed', reason);
		}
		this.#withoutSyntax = index + 1;
		await this.#use(lines.filter((_, at) => at !== index).join('\n'));
	}

	/** Checks a copy, with the ignore file that goes with the Dockerfile's name. */
	async #use(text: string): Promise<void> {
		this.#dockerfile = join(this.#folder, basename(this.#check.dockerfile));
		await writeFile(this.#dockerfile, text);
		await copyFile(`${this.#check.dockerfile}.dockerignore`, `${this.#dockerfile}.dockerignore`).catch(() => {});
	}

	#mended(findings: readonly CheckFinding[]): readonly CheckFinding[] {
		const dropped = this.#withoutSyntax;
		const moved = (line: number) => (dropped !== undefined && line >= dropped ? line + 1 : line);
		return findings
			.filter(({ rule }) => this.#substituted.length === 0 || !needsBaseImage.has(rule ?? ''))
			.map(finding => ({ ...finding, line: moved(finding.line), endLine: moved(finding.endLine) }));
	}
}

/** They ask for the variables, the working directory or the platform of the base image. */
const needsBaseImage: ReadonlySet<string> = new Set([
	'UndefinedVar',
	'WorkdirRelativePath',
	'InvalidBaseImagePlatform',
]);
