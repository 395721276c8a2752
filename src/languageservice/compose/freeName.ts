/** A name with a number, from 2 on, that nothing has yet. */
export function freeName(name: string, taken: readonly string[]): string {
	let number = 2;
	while (taken.includes(`${name}-${number}`)) {
		number++;
	}
	return `${name}-${number}`;
}
