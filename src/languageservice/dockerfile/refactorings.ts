import { CodeActionKind } from 'vscode-languageserver-types';
import type { ServiceHost } from '../host.ts';
import type { Analysis } from './analysis.ts';
import { fileCheckOptions } from './checks/directives.ts';
import { execFormOf } from './execForm.ts';
import { type Fix, hasCommentInside } from './fix.ts';
import { type Instruction, placeAt } from './parse.ts';
import { cacheMounts } from './refactoringsOfCaches.ts';
import { mergeRuns, splitRun } from './refactoringsOfRuns.ts';
import { addStage, copyFromStage, extractStage } from './refactoringsOfStages.ts';

/** Changes that are offered without a problem: of RUN chains, forms of commands, cache mounts, stages, digests. */
export async function refactorings(
	analysis: Analysis,
	host: ServiceHost,
	start: number,
	end: number,
	signal: AbortSignal,
): Promise<Fix[]> {
	const touched = instructionsIn(analysis, start, end);
	const [first] = touched;
	if (!first || touched.length > 200) {
		return [];
	}
	const fixes: Fix[] = [...mergeRuns(analysis, touched)];
	if (touched.length === 1) {
		fixes.push(...splitRun(analysis, first), ...otherForm(analysis, first), ...cacheMounts(analysis, first));
		fixes.push(...extractStage(analysis, first), ...copyFromStage(analysis, first), ...addStage(analysis, first));
		fixes.push(...(await pinDigest(analysis, host, first, signal)));
	}
	return fixes;
}

function instructionsIn(analysis: Analysis, start: number, end: number): Instruction[] {
	return analysis.file.instructions.filter(instruction => instruction.start <= end && instruction.end >= start);
}

function otherForm(analysis: Analysis, instruction: Instruction): Fix[] {
	const { name, json, logical, argumentsStart, argumentsEnd, words } = instruction;
	if (!['RUN', 'CMD', 'ENTRYPOINT'].includes(name) || argumentsStart >= argumentsEnd) {
		return [];
	}
	if (hasCommentInside(analysis, instruction)) {
		return [];
	}
	const place = { start: logical.offsetAt(argumentsStart), end: logical.endOffsetAt(argumentsEnd) };
	const kind = CodeActionKind.RefactorRewrite;
	if (json === 'yes') {
		// BuildKit would complain of the form, and the file may make that an error.
		const mayComplain = name !== 'RUN' && fileCheckOptions(analysis.file).asError;
		const isProgram = /^[\w@%+:,./][\w@%+:,./-]*$/.test(words[0]?.value ?? '');
		const plain = !mayComplain && isProgram && words.every(word => /^[\w@%+=:,./-]+$/.test(word.value));
		const text = words.map(word => word.value).join(' ');
		const title = { en: 'Convert to shell form', ko: '셸 형식으로 바꾸기' };
		return plain ? [{ title, edits: [{ ...place, text }], kind }] : [];
	}
	const text = execFormOf(instruction, analysis.file.escape);
	const title = { en: 'Convert to exec form', ko: 'exec 형식으로 바꾸기' };
	return text ? [{ title, edits: [{ ...place, text }], kind }] : [];
}

/** `image:tag` with the digest of the local image of that name. */
async function pinDigest(
	analysis: Analysis,
	host: ServiceHost,
	instruction: Instruction,
	signal: AbortSignal,
): Promise<Fix[]> {
	const reference = analysis.model.stageReferences.find(
		candidate => candidate.instruction === instruction && !candidate.stage,
	);
	if (
		!reference ||
		/[@$]/.test(reference.text) ||
		reference.byIndex ||
		reference.text === 'scratch' ||
		!host.inspectImage
	) {
		return [];
	}
	const image = await host.inspectImage(reference.text, signal);
	if (
		!image?.digest ||
		!/^sha256:[0-9a-f]{64}$/.test(image.digest) ||
		placeAt(analysis.file, reference.start).line < 0
	) {
		return [];
	}
	const title = { en: 'Pin the digest of the local image', ko: '로컬 이미지의 다이제스트로 고정' };
	const edits = [{ start: reference.end, end: reference.end, text: `@${image.digest}` }];
	return [{ title, edits, kind: CodeActionKind.RefactorRewrite }];
}
