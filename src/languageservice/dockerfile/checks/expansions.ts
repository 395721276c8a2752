import type { Text } from '../../host.ts';
import type { ExpansionProblem } from '../expansionError.ts';
import { isDownload, isGitSource, wrongQuery } from '../gitSource.ts';
import { parseHeredoc } from '../heredocs.ts';
import { isDigest } from '../imageReference.ts';
import type { BuilderExpansion } from '../model.ts';
import { nearest } from '../nearest.ts';
import { parsePlatform } from '../platform.ts';
import { type PortProblem, parseExposedPort } from '../ports.ts';
import { signalNumber, signals } from '../signals.ts';
import type { BaseVariables } from './baseVariables.ts';
import type { Findings } from './problem.ts';

const messages: Readonly<Record<ExpansionProblem, Text>> = {
	unclosedQuote: { en: 'The quote {0} is never closed.', ko: '따옴표 {0}이(가) 닫히지 않았습니다.' },
	unclosedBrace: { en: 'The closing `}` is missing.', ko: '닫는 `}`가 없습니다.' },
	badSubstitution: {
		en: 'This is no valid variable: a name must follow `${`.',
		ko: '올바른 변수가 아닙니다. `${` 뒤에는 이름이 와야 합니다.',
	},
	unsupportedModifier: {
		en: 'Dockerfiles do not know this form of a variable; there are `:-`, `:+`, `:?`, `#`, `%` and `/`.',
		ko: 'Dockerfile에서 쓸 수 없는 변수 형식입니다. `:-`, `:+`, `:?`, `#`, `%`, `/`만 쓸 수 있습니다.',
	},
	missingSlash: { en: 'The second `/` of the replacement is missing.', ko: '치환식의 두 번째 `/`가 없습니다.' },
	required: { en: 'This variable must be set: {0}', ko: '이 변수는 값이 있어야 합니다: {0}' },
	invalidPattern: { en: 'The pattern "{0}" is not valid.', ko: '패턴 "{0}"이(가) 올바르지 않습니다.' },
};

/** Variables that cannot be expanded, and values that BuildKit refuses once they are. */
export function checkExpansions(findings: Findings, variables: BaseVariables): void {
	for (const expansion of findings.model.expansions) {
		if (expansion.expansion.error) {
			reportError(findings, expansion, variables);
		} else if (variables.isSettled(expansion)) {
			checkValue(findings, expansion);
		}
	}
}

function reportError(findings: Findings, expansion: BuilderExpansion, variables: BaseVariables): void {
	const { error } = expansion.expansion;
	const { instruction, word, role } = expansion;
	if (!error || (error.problem === 'required' && !variables.isSettled(expansion))) {
		return;
	}
	const rule = error.problem === 'unclosedQuote' ? 'UnclosedQuote' : 'InvalidSubstitution';
	const message =
		error.problem === 'required' ? withoutArgument(expansion, messages.required) : messages[error.problem];
	if (role === 'heredoc') {
		const end = Math.min(error.end, word.end);
		findings.addAt('InvalidSubstitution', error.start, end, message, [error.detail], { instruction });
		return;
	}
	const inJson = instruction.json === 'yes';
	const start = inJson ? word.start : error.start;
	const end = inJson ? word.end : error.end;
	findings.add(rule, instruction, start, end, message, [error.detail]);
}

/** An argument without a default is there to be given at the build; the plain build fails all the same. */
function withoutArgument({ awaits }: BuilderExpansion, { en, ko }: Text): Text {
	const [name] = awaits;
	return name === undefined
		? { en, ko }
		: { en: `Without \`--build-arg ${name}=…\`: ${en}`, ko: `\`--build-arg ${name}=…\`이 없으면: ${ko}` };
}

function checkValue(findings: Findings, expansion: BuilderExpansion): void {
	const { instruction, role, label } = expansion;
	const value = expansion.expansion.result;
	if (role === 'platform' && expansion.word.value !== '') {
		checkPlatform(findings, expansion, value);
	} else if (role === 'flag' && label === 'chmod' && value !== '' && !isMode(value)) {
		report(
			findings,
			expansion,
			'InvalidFlagValue',
			{
				en: '"{0}" is no file mode: octal up to 7777, or symbolic such as u=rwX,go=rX.',
				ko: '"{0}"은(는) 파일 모드가 아닙니다. 7777 이하의 8진수나 u=rwX,go=rX 같은 기호로 적으세요.',
			},
			[value],
		);
	} else if (role === 'flag' && label === 'checksum' && value !== '') {
		checkChecksum(findings, expansion, value);
	} else if (instruction.name === 'EXPOSE') {
		checkPorts(findings, expansion);
	} else if (instruction.name === 'STOPSIGNAL' && signalNumber(value) === undefined) {
		const replacement = nearest(
			value.toUpperCase(),
			Object.keys(signals).map(name => `SIG${name}`),
		);
		report(
			findings,
			expansion,
			'InvalidSignal',
			{
				en: `"{0}" is no signal.${replacement ? ' Did you mean {1}?' : ''}`,
				ko: `"{0}"은(는) 시그널이 아닙니다.${replacement ? ' 혹시 {1}을(를) 찾으셨나요?' : ''}`,
			},
			[value, replacement ?? ''],
			replacement,
		);
	} else if (role === 'source') {
		checkSource(findings, expansion, value);
	} else if (instruction.name === 'VOLUME' && value === '' && expansion.word.value.trim() !== '') {
		report(
			findings,
			expansion,
			'MissingArgument',
			{
				en: 'A VOLUME path cannot be empty.',
				ko: 'VOLUME의 경로는 비울 수 없습니다.',
			},
			[],
		);
	}
}

function report(
	findings: Findings,
	expansion: BuilderExpansion,
	rule: string,
	message: Text,
	values: (string | number)[],
	replacement?: string,
): void {
	const { instruction, word } = expansion;
	findings.add(rule, instruction, word.start, word.end, withoutArgument(expansion, message), values, { replacement });
}

function checkPlatform(findings: Findings, expansion: BuilderExpansion, value: string): void {
	if (!parsePlatform(value)) {
		report(
			findings,
			expansion,
			'InvalidPlatform',
			{
				en: '"{0}" is no platform; write os/architecture, such as linux/amd64.',
				ko: '"{0}"은(는) 플랫폼이 아닙니다. linux/amd64처럼 os/아키텍처로 적으세요.',
			},
			[value],
		);
	}
}

function isMode(value: string): boolean {
	if (/^[0-7]+$/.test(value)) {
		return Number.parseInt(value, 8) <= 0o7777;
	}
	return value.split(',').every(part => /^[ugoa]*([-+=][rwxXstugo]*)+$/.test(part));
}

function checkChecksum(findings: Findings, expansion: BuilderExpansion, value: string): void {
	const { instruction } = expansion;
	const sources = instruction.words.slice(0, -1).filter(({ value: text }) => !parseHeredoc(text));
	const source = sources[0]?.value ?? '';
	if (instruction.name !== 'ADD') {
		return;
	}
	if (sources.length !== 1 || !(isDownload(source) || isGitSource(source) || /[$"'\\\\]/.test(source))) {
		report(
			findings,
			expansion,
			'InvalidFlagValue',
			{
				en: '--checksum needs exactly one source, a URL or a git repository.',
				ko: '--checksum에는 URL이나 git 저장소인 원본이 정확히 하나 있어야 합니다.',
			},
			[],
		);
	} else if (isDownload(source) && !isDigest(value)) {
		report(
			findings,
			expansion,
			'InvalidFlagValue',
			{
				en: '"{0}" is no checksum: write sha256: and 64 hexadecimal digits.',
				ko: '"{0}"은(는) 체크섬이 아닙니다. sha256: 뒤에 16진수 64자를 적으세요.',
			},
			[value],
		);
	}
}

const portProblems: Readonly<Record<PortProblem, Text>> = {
	port: {
		en: '"{0}" is no port: a number from 0 to 65535, or a range.',
		ko: '"{0}"은(는) 포트가 아닙니다. 0에서 65535 사이의 숫자나 범위여야 합니다.',
	},
	protocol: {
		en: '"{0}" has an unknown protocol; there are tcp, udp and sctp.',
		ko: '"{0}"의 프로토콜을 알 수 없습니다. tcp, udp, sctp 중 하나여야 합니다.',
	},
	address: { en: '"{0}" has an invalid IP address.', ko: '"{0}"의 IP 주소가 올바르지 않습니다.' },
	ranges: { en: 'The two port ranges of "{0}" differ in size.', ko: '"{0}"의 두 포트 범위의 크기가 다릅니다.' },
};

function checkPorts(findings: Findings, expansion: BuilderExpansion): void {
	for (const word of expansion.expansion.words) {
		const { problem } = parseExposedPort(word);
		const comment = word.startsWith('#');
		if (problem) {
			report(
				findings,
				expansion,
				'InvalidPort',
				comment
					? { en: 'A comment needs a line of its own.', ko: '주석은 별도의 줄에 적어야 합니다.' }
					: portProblems[problem],
				[word],
			);
			return;
		}
	}
}

function checkSource(findings: Findings, expansion: BuilderExpansion, value: string): void {
	const isGit = isGitSource(value);
	if (expansion.instruction.name === 'COPY' && (isDownload(value) || isGit)) {
		report(
			findings,
			expansion,
			'InvalidSource',
			{
				en: 'COPY takes files only; ADD downloads URLs and git repositories.',
				ko: 'COPY는 파일만 복사합니다. URL이나 git 저장소는 ADD로 내려받으세요.',
			},
			[],
		);
		return;
	}
	const wrong = isGit ? wrongQuery(value) : undefined;
	if (wrong !== undefined) {
		report(
			findings,
			expansion,
			'InvalidSource',
			{
				en: '"{0}" is no option of a git source; there are ref, tag, branch, subdir, checksum, keep-git-dir and submodules.',
				ko: '"{0}"은(는) git 원본의 옵션이 아닙니다. ref, tag, branch, subdir, checksum, keep-git-dir, submodules가 있습니다.',
			},
			[wrong],
		);
	}
}
