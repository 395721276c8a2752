import type { DockerfileOutline, OutlineInstruction, OutlineStage } from './dockerfileOutline.ts';

/** The instruction that BuildKit means by a step such as `[builder 3/5] RUN make`; it numbers what makes a layer. */
export function instructionOfStep(step: string, outline: DockerfileOutline): OutlineInstruction | undefined {
	const image = /^\[(?:\S+ )?internal\] load metadata for (\S+)$/.exec(step)?.[1];
	if (image) {
		return outline.stages.find(stage => canonical(stage.base) === canonical(image))?.from;
	}
	const parts = /^\[(?:(.*) )?(\d+)\/\d+\] (.*)$/.exec(step);
	if (!parts) {
		return undefined;
	}
	const stages = outline.stages.filter((stage, index) => isStage(stage, index, parts[1], outline));
	const text = (parts[3] ?? '').replace(/\s+/g, ' ').trim();
	const candidates = stages.flatMap(stage => layers(stage, outline));
	const sameText = candidates.filter(({ keyword, text: rest }) => `${keyword} ${rest}` === text);
	return sameText.length === 1 ? sameText[0] : candidates[Number(parts[2]) - 1];
}

/** `label` is what stands before the step's number: a platform, a stage's name or both; nothing if there is one stage. */
function isStage(stage: OutlineStage, index: number, label: string | undefined, outline: DockerfileOutline): boolean {
	const name = label?.split(' ').findLast(word => !word.includes('/'));
	return name === undefined ? outline.stages.length === 1 : name === (stage.name ?? `stage-${index}`);
}

/** The instructions that BuildKit numbers; a stage upon another one has no layer of its own for its `FROM`. */
function layers(stage: OutlineStage, outline: DockerfileOutline): OutlineInstruction[] {
	const steps = stage.instructions.filter(({ keyword }) => ['RUN', 'COPY', 'ADD', 'WORKDIR'].includes(keyword));
	return stage.base === 'scratch' || baseStage(stage, outline) ? steps : [stage.from, ...steps];
}

/** The stage that a stage is built upon, if it is no image. */
export function baseStage(stage: OutlineStage, { stages }: DockerfileOutline): OutlineStage | undefined {
	const before = stages.slice(0, stages.indexOf(stage));
	return before.findLast(({ name }) => name !== undefined && name === stage.base.toLowerCase());
}

function canonical(image: string): string {
	const short = image.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '');
	return short.includes('@') || /:[^/]*$/.test(short) ? short : `${short}:latest`;
}
