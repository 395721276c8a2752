import type { Hover } from 'vscode-languageserver-types';
import { type Locale, say, type Text } from '../host.ts';
import type { Analysis } from './analysis.ts';
import type { InstructionCursor } from './cursor.ts';
import { markdown, plain } from './hoverMarkdown.ts';
import { explained, flagMarkdown, instructionMarkdown } from './hoverTexts.ts';
import { instructionData } from './instructions.ts';
import { mountExamples, mountOption, mountTypes } from './mountOptions.ts';
import { readMount } from './mounts.ts';
import type { Instruction } from './parse.ts';
import { writtenSignalText } from './signalTexts.ts';
import type { Word } from './words.ts';

/** What an instruction, a flag, an option or an argument is for. */
export function hoverInstruction(analysis: Analysis, cursor: InstructionCursor, locale: Locale): Hover | undefined {
	const { instruction, flag } = cursor;
	const { logical } = instruction;
	const data = instructionData(instruction.name);
	const at = (value: string, start: number, end: number) =>
		markdown(analysis, value, logical.offsetAt(start), logical.endOffsetAt(end));
	if (cursor.kind === 'keyword') {
		return data && at(instructionMarkdown(data, locale), instruction.keywordStart, instruction.keywordEnd);
	}
	if (flag) {
		const known = data?.flags.find(candidate => candidate.name === flag.name);
		const inMount = flag.name === 'mount' && cursor.index >= flag.valueStart;
		const mount = inMount ? hoverMount(cursor, locale) : undefined;
		return mount
			? at(mount.text, mount.start, mount.end)
			: known && data && at(flagMarkdown(data, known, locale), flag.start, flag.end);
	}
	const word = instruction.words.find(candidate => candidate.start <= cursor.index && cursor.index <= candidate.end);
	if (!word) {
		return undefined;
	}
	const text = instruction.name === 'ARG' ? undefined : wordText(instruction, word, locale);
	return text === undefined ? undefined : at(text, word.start, word.end);
}

/** What an argument means, where that is not for the author alone to know. */
function wordText(instruction: Instruction, word: Word, locale: Locale): string | undefined {
	const value = word.value;
	const index = instruction.words.indexOf(word);
	switch (instruction.name) {
		case 'STOPSIGNAL': {
			const text = writtenSignalText(value);
			return text && say(text, locale);
		}
		case 'FROM':
			return index === 1 && /^as$/i.test(value) ? say(argumentTexts.AS as Text, locale) : undefined;
		case 'HEALTHCHECK':
			return index === 0 && /^(cmd|none)$/i.test(value)
				? say(argumentTexts[value.toUpperCase()] as Text, locale)
				: undefined;
		case 'EXPOSE':
			return portText(value, locale);
		case 'LABEL': {
			const key = value.split('=', 1)[0]?.replace(/^["']|["']$/g, '') ?? '';
			const name = /^org\.opencontainers\.image\.([a-z.]+)$/.exec(key)?.[1] ?? '';
			const text = Object.hasOwn(labelTexts, name) ? labelTexts[name] : undefined;
			return text && `**${key}**\n\n${say(text, locale)}`;
		}
		default:
			return undefined;
	}
}

const argumentTexts: Readonly<Record<string, Text>> = {
	AS: {
		en: 'Names the stage, for `FROM`, `COPY --from`, `RUN --mount=from` and `docker build --target`.',
		ko: '스테이지의 이름을 정합니다. `FROM`, `COPY --from`, `RUN --mount=from`, `docker build --target`에서 씁니다.',
	},
	CMD: {
		en: 'The command that tells whether the container is healthy: exit code 0 is healthy, 1 is not.',
		ko: '컨테이너의 상태를 확인하는 명령입니다. 종료 코드 0은 정상, 1은 비정상입니다.',
	},
	NONE: { en: 'Switches off the check of the base image.', ko: '베이스 이미지의 상태 확인을 끕니다.' },
};

function portText(value: string, locale: Locale): string | undefined {
	const match = /^(\d+)(-\d+)?(?:\/(tcp|udp|sctp))?$/i.exec(value);
	if (!match) {
		return undefined;
	}
	const text = {
		en: 'The program listens on port {0} over {1}. This only documents it: `docker run -p` opens a port, `-P` all that are exposed.',
		ko: '프로그램이 {1} {0} 포트에서 듣습니다. 알려 줄 뿐이며, 포트를 여는 것은 `docker run -p`(모두 열려면 `-P`)입니다.',
	};
	return say(text, locale, `${match[1]}${match[2] ?? ''}`, (match[3] ?? 'tcp').toUpperCase());
}

/** The keys that OCI has defined. */
const labelTexts: Readonly<Record<string, Text>> = {
	title: { en: 'Name of the image for people.', ko: '사람이 읽을 이미지 이름입니다.' },
	description: { en: 'What is in the image.', ko: '이미지에 무엇이 들어 있는지 설명합니다.' },
	authors: { en: 'Who is responsible for the image.', ko: '이미지를 책임지는 사람입니다.' },
	source: { en: 'URL of the source code.', ko: '소스 코드의 URL입니다.' },
	version: { en: 'Version of the packaged software.', ko: '담긴 소프트웨어의 버전입니다.' },
	licenses: { en: 'Licenses, as an SPDX expression.', ko: 'SPDX 표현으로 적은 라이선스입니다.' },
	url: { en: 'URL where there is more about the image.', ko: '이미지에 관한 정보가 있는 URL입니다.' },
	documentation: { en: 'URL of the documentation.', ko: '문서의 URL입니다.' },
	vendor: { en: 'Organization that distributes the image.', ko: '이미지를 배포하는 조직입니다.' },
	revision: { en: 'Commit that it was built from.', ko: '빌드한 커밋입니다.' },
	created: { en: 'When it was built (RFC 3339).', ko: '빌드한 시각(RFC 3339)입니다.' },
	'ref.name': { en: 'Name of the reference, usually a tag.', ko: '참조 이름이며 보통 태그입니다.' },
	'base.name': { en: 'Name of the base image.', ko: '베이스 이미지의 이름입니다.' },
	'base.digest': { en: 'Digest of the base image.', ko: '베이스 이미지의 다이제스트입니다.' },
};

function hoverMount(
	cursor: InstructionCursor,
	locale: Locale,
): { text: string; start: number; end: number } | undefined {
	const { instruction, flag, index } = cursor;
	const field =
		flag &&
		readMount(instruction.logical.text, flag).fields.find(
			candidate => index >= candidate.keyStart && index <= candidate.valueEnd,
		);
	if (!field) {
		return undefined;
	}
	if (field.key === 'type') {
		const type = field.value?.toLowerCase() ?? '';
		const text = Object.hasOwn(mountTypes, type) ? say(mountTypes[type as 'bind'], locale) : '';
		if (text === '') {
			return undefined;
		}
		const place = { since: '1.2', example: mountExamples[type as 'bind'], anchor: `run---mounttype${type}` };
		const title = `**type=${plain(type)}**`;
		return {
			text: explained(title, mountTypes[type as 'bind'], place, locale),
			start: field.keyStart,
			end: field.valueEnd,
		};
	}
	const option = mountOption(field.key);
	if (!option) {
		return undefined;
	}
	const { since = '1.2', example } = option;
	const text = explained(`**${option.name}**`, option.text, { since, example, anchor: 'run---mount' }, locale);
	return { text, start: field.keyStart, end: field.valueEnd };
}
