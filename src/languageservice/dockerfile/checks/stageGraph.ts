import type { Text } from '../../host.ts';
import { expand } from '../expansion.ts';
import { parseImageReference } from '../imageReference.ts';
import type { Stage, StageReference } from '../model.ts';
import { nearest } from '../nearest.ts';
import type { Findings } from './problem.ts';

/**
 * Stages that are named before they exist, by themselves, or not at all. A circle of stages always has a reference to a
 * later one, so it needs no check of its own.
 */
export function checkStageGraph(findings: Findings): void {
	for (const reference of findings.model.stageReferences) {
		if (
			reference.kind !== 'from' &&
			!reference.inTrigger &&
			!(reference.kind === 'mount' && reference.text.includes('$'))
		) {
			checkReference(findings, reference);
		}
	}
}

function checkReference(findings: Findings, reference: StageReference): void {
	const { text, stage, within, instruction } = reference;
	const report = (message: Text, values: (string | number)[], replacement?: string) =>
		findings.addAt('UndefinedStage', reference.start, reference.end, message, values, { instruction, replacement });
	const expansion = expand(text, 0, text.length, { escape: findings.model.file.escape });
	if (reference.kind === 'copy' && expansion.result !== text) {
		report(
			{
				en: '--from does not expand variables; define a stage with FROM and name that.',
				ko: '--from에서는 변수가 치환되지 않습니다. FROM으로 스테이지를 정의하고 그 이름을 쓰세요.',
			},
			[],
		);
	} else if (reference.byIndex && !stage) {
		report(
			{
				en: 'There is no stage {0}: stages are counted from 0.',
				ko: '{0}번 스테이지가 없습니다. 스테이지는 0부터 셉니다.',
			},
			[text],
		);
	} else if (stage && within && stage.index === within.index) {
		report({ en: 'Stage {0} cannot use itself.', ko: '{0} 스테이지는 자기 자신을 쓸 수 없습니다.' }, [nameOf(stage)]);
	} else if (stage && within && stage.index > within.index) {
		report(
			{
				en: 'Stage {0} comes later: it must be defined before it is used.',
				ko: '{0} 스테이지는 뒤에 있습니다. 쓰기 전에 정의해야 합니다.',
			},
			[nameOf(stage)],
		);
	} else if (!stage && !reference.byIndex) {
		checkImage(findings, reference, report);
	}
}

function checkImage(
	findings: Findings,
	reference: StageReference,
	report: (message: Text, values: (string | number)[], replacement?: string) => void,
): void {
	const parsed = parseImageReference(reference.text);
	if (typeof parsed === 'string' && !(reference.kind === 'mount' && reference.text.includes('$'))) {
		const suggestion = nearest(reference.text.toLowerCase(), findings.model.stagesByName.keys());
		report(
			{
				en: `"{0}" is neither a stage nor a valid image name.${suggestion ? ' Did you mean {1}?' : ''}`,
				ko: `"{0}"은(는) 스테이지도 올바른 이미지 이름도 아닙니다.${suggestion ? ' 혹시 {1}을(를) 찾으셨나요?' : ''}`,
			},
			[reference.text, suggestion ?? ''],
			suggestion,
		);
	}
}

function nameOf(stage: Stage): string {
	return stage.writtenName ?? String(stage.index);
}
