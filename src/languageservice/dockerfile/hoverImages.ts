import type { Hover } from 'vscode-languageserver-types';
import { type Locale, type LocalImage, type ServiceHost, say } from '../host.ts';
import type { Analysis } from './analysis.ts';
import { commonImage } from './baseImages.ts';
import type { InstructionCursor } from './cursor.ts';
import type { Entity } from './entities.ts';
import { code, markdown } from './hoverMarkdown.ts';
import type { StageReference } from './model.ts';
import { stageChain } from './stages.ts';

/** What is known of an image: from the local engine, or because it is a well-known one. */
export async function hoverImage(
	analysis: Analysis,
	cursor: InstructionCursor,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<Hover | undefined> {
	const reference = analysis.model.stageReferences.find(
		candidate => candidate.start <= cursor.offset && cursor.offset <= candidate.end && !candidate.stage,
	);
	if (!reference || reference.byIndex) {
		return undefined;
	}
	const name = imageName(reference);
	const local = await host.inspectImage?.(name, signal);
	const common = commonImage(name);
	const parts = [code(name)];
	if (name === 'scratch') {
		parts.push(
			say(
				{
					en: 'An empty image: nothing but what is copied into it.',
					ko: '빈 이미지입니다. 복사해 넣은 것만 들어 있습니다.',
				},
				host.locale,
			),
		);
	} else if (common) {
		parts.push(say(common.text, host.locale));
	}
	parts.push(...(local ? localImageLines(local, host.locale) : []));
	return parts.length > 1 ? markdown(analysis, parts.join('\n\n'), reference.start, reference.end) : undefined;
}

function imageName(reference: StageReference): string {
	return reference.kind === 'from' ? (reference.within?.resolvedBase ?? reference.text) : reference.text;
}

function localImageLines(image: LocalImage, locale: Locale): string[] {
	const rows: string[] = [];
	const add = (en: string, ko: string, value: string | number | undefined) => {
		if (value !== undefined && value !== '') {
			rows.push(`- ${locale === 'ko' ? ko : en}: ${code(String(value))}`);
		}
	};
	add('Size', '크기', image.size === undefined ? undefined : `${(image.size / 1e6).toFixed(1)} MB`);
	add('Layers', '레이어', image.layers);
	add('Ports', '포트', image.ports?.join(', '));
	add('User', '사용자', image.user);
	add(
		'Created',
		'만든 날',
		image.created === undefined ? undefined : new Date(image.created).toISOString().slice(0, 10),
	);
	add('Platform', '플랫폼', image.platform);
	return rows.length === 0 ? [] : [rows.join('\n')];
}

/** A variable that the base image sets. */
export async function imageVariable(
	analysis: Analysis,
	entity: Entity,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<Hover | undefined> {
	const stage = entity.kind === 'variable' && !entity.definition ? entity.use?.stage : undefined;
	const root = stage && stageChain(stage).at(-1)?.resolvedBase;
	if (entity.kind !== 'variable' || !root || root === 'scratch') {
		return undefined;
	}
	const image = await (host.knownImage ?? host.inspectImage)?.(root, signal);
	const entry = image?.env?.find(candidate => candidate.startsWith(`${entity.name}=`));
	if (entry === undefined && entity.name !== 'PATH') {
		return undefined;
	}
	const text = say({ en: 'Set by the image {0}.', ko: '{0} 이미지에서 정해진 값입니다.' }, host.locale, code(root));
	return markdown(analysis, `${code(entry ?? entity.name)}\n\n${text}`, entity.start, entity.end);
}
