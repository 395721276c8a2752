import type { Text } from '../host.ts';
import { signalNumber, signals } from './signals.ts';

const signalTexts: Readonly<Record<string, readonly [string, string]>> = {
	TERM: [
		'asks the program to end; the default of docker stop',
		'프로그램에 종료를 요청합니다. docker stop의 기본값입니다',
	],
	KILL: ['ends the program at once; it cannot be caught', '프로그램을 즉시 끝냅니다. 막을 수 없습니다'],
	INT: ['interrupt, as Ctrl+C', 'Ctrl+C와 같은 중단입니다'],
	QUIT: ['quit; graceful for nginx and php-fpm', '종료합니다. nginx와 php-fpm은 하던 일을 마칩니다'],
	HUP: ['hang up; many servers read their settings again', '많은 서버가 설정을 다시 읽습니다'],
	USR1: ['for the program itself', '프로그램이 정한 용도입니다'],
	USR2: ['for the program itself', '프로그램이 정한 용도입니다'],
	WINCH: ['window changed; graceful for Apache', '창 크기 변경입니다. Apache는 하던 일을 마칩니다'],
	STOP: ['pauses the program', '프로그램을 멈춥니다'],
	CONT: ['continues the program', '프로그램을 이어서 실행합니다'],
};

export function signalText(name: string): Text {
	const [en, ko] = signalTexts[name] ?? ['', ''];
	const number = signals[name] ?? 0;
	return { en: `**SIG${name}** (${number}) ${en}`.trim(), ko: `**SIG${name}** (${number}) ${ko}`.trim() };
}

/** A signal as STOPSIGNAL writes it, a number or a name with or without SIG; undefined for what is none. */
export function writtenSignalText(written: string): Text | undefined {
	const number = signalNumber(written);
	if (number === undefined) {
		return undefined;
	}
	const plain = written.toUpperCase().replace(/^SIG/, '');
	if (plain.startsWith('RT')) {
		const title = `**SIG${plain}** (${number})`;
		return {
			en: `${title} a real-time signal, for the program itself`,
			ko: `${title} 실시간 시그널. 프로그램이 정한 용도입니다`,
		};
	}
	const name = Object.hasOwn(signals, plain)
		? plain
		: Object.keys(signals).find(candidate => signals[candidate] === number);
	return name === undefined ? undefined : signalText(name);
}
