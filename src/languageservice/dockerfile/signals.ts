/** Signals that STOPSIGNAL knows by name, with their numbers on Linux. */
export const signals: Readonly<Record<string, number>> = {
	ABRT: 6,
	ALRM: 14,
	BUS: 7,
	CHLD: 17,
	CLD: 17,
	CONT: 18,
	FPE: 8,
	HUP: 1,
	ILL: 4,
	INT: 2,
	IO: 29,
	IOT: 6,
	KILL: 9,
	PIPE: 13,
	POLL: 29,
	PROF: 27,
	PWR: 30,
	QUIT: 3,
	SEGV: 11,
	STKFLT: 16,
	STOP: 19,
	SYS: 31,
	TERM: 15,
	TRAP: 5,
	TSTP: 20,
	TTIN: 21,
	TTOU: 22,
	URG: 23,
	USR1: 10,
	USR2: 12,
	VTALRM: 26,
	WINCH: 28,
	XCPU: 24,
	XFSZ: 25,
};

/** The number of a signal as STOPSIGNAL accepts it: a number, or a name with or without SIG in any case. */
export function signalNumber(text: string): number | undefined {
	if (/^[+-]?\d+$/.test(text)) {
		return Number(text) === 0 ? undefined : Number(text);
	}
	const name = text.toUpperCase().replace(/^SIG/, '');
	const realtime = /^RT(MIN|MAX)(?:([+-])(\d{1,2}))?$/.exec(name);
	if (realtime) {
		return realtimeSignal(realtime[1] as string, realtime[2], realtime[3]);
	}
	return Object.hasOwn(signals, name) ? signals[name] : undefined;
}

function realtimeSignal(end: string, sign: string | undefined, distance: string | undefined): number | undefined {
	const steps = Number(distance ?? 0);
	if (end === 'MIN') {
		return sign === '-' || steps > 15 ? undefined : 34 + steps;
	}
	return sign === '+' || steps > 14 ? undefined : 64 - steps;
}
