/** `--label a=1 --label b=2` */
export function keyValueFlags(flag: string, values: Readonly<Record<string, string>> | undefined): string[] {
	return Object.entries(values ?? {}).flatMap(([key, value]) => [flag, `${key}=${value}`]);
}

/** `--user root`, or nothing when there is no value. */
export function valueFlag(flag: string, value: string | undefined): string[] {
	return value === undefined || value === '' ? [] : [flag, value];
}

/** The flag itself, or nothing. */
export function switchFlag(flag: string, on: boolean | undefined): string[] {
	return on ? [flag] : [];
}
