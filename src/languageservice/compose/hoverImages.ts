import { commonImage } from '../dockerfile/baseImages.ts';
import { parseImageReference } from '../dockerfile/imageReference.ts';
import { type LocalImage, type ServiceHost, say, type Text } from '../host.ts';
import { code } from './hoverTexts.ts';
import { knownService } from './serviceSnippets.ts';

const texts = {
	registry: { en: 'Registry', ko: '레지스트리' },
	repository: { en: 'Repository', ko: '리포지토리' },
	tag: { en: 'Tag', ko: '태그' },
	digest: { en: 'Digest', ko: '다이제스트' },
	size: { en: 'Size', ko: '크기' },
	layers: { en: 'Layers', ko: '레이어' },
	ports: { en: 'Ports', ko: '포트' },
	user: { en: 'User', ko: '사용자' },
	created: { en: 'Created', ko: '만든 날' },
	platform: { en: 'Platform', ko: '플랫폼' },
	missing: { en: 'Not on this engine yet.', ko: '아직 이 엔진에 없습니다.' },
} satisfies Record<string, Text>;

/** What an image reference names, and what the engine knows of the image; undefined if it is no reference. */
export async function imageMarkdown(
	reference: string,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<string | undefined> {
	const parsed = parseImageReference(reference);
	if (typeof parsed === 'string') {
		return undefined;
	}
	const { locale } = host;
	const local = await host.inspectImage?.(reference, signal);
	const images = (await host.localImages?.(signal)) ?? [];
	const about = commonImage(reference)?.text ?? knownService(reference)?.text;
	const rows: string[] = [];
	const row = (title: Text, value: string | number | undefined) => {
		if (value !== undefined && value !== '') {
			rows.push(`- ${say(title, locale)}: ${code(String(value))}`);
		}
	};
	row(texts.registry, parsed.registry);
	row(texts.repository, parsed.repository);
	row(texts.tag, parsed.tag ?? (parsed.digest ? undefined : 'latest'));
	row(texts.digest, parsed.digest);
	if (local) {
		addLocal(local, row);
	}
	const isMissing = !local && images.length > 0;
	return [
		code(reference),
		...(about ? [say(about, locale)] : []),
		rows.join('\n'),
		...(isMissing ? [say(texts.missing, locale)] : []),
	].join('\n\n');
}

function addLocal(image: LocalImage, row: (title: Text, value: string | number | undefined) => void): void {
	row(texts.size, image.size === undefined ? undefined : `${(image.size / 1e6).toFixed(1)} MB`);
	row(texts.layers, image.layers);
	row(texts.ports, image.ports?.join(', '));
	row(texts.user, image.user);
	row(texts.created, image.created === undefined ? undefined : new Date(image.created).toISOString().slice(0, 10));
	row(texts.platform, image.platform);
}
