/** The option that differs from `word` in fewer than three letters, as BuildKit's own suggestions do; undefined if none. */
export function nearest(word: string, options: Iterable<string>, ignoreCase = false): string | undefined {
	const wanted = ignoreCase ? word.toLowerCase() : word;
	let best: string | undefined;
	let smallest = Math.min(3, Math.max(2, wanted.length));
	for (const option of options) {
		const candidate = ignoreCase ? option.toLowerCase() : option;
		if (candidate === wanted || Math.abs(candidate.length - wanted.length) >= smallest) {
			continue;
		}
		const distance = editDistance(wanted, candidate);
		if (distance < smallest) {
			smallest = distance;
			best = option;
		}
	}
	return best;
}

function editDistance(a: string, b: string): number {
	if (a.length > 100 || b.length > 100) {
		return a === b ? 0 : 100;
	}
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1] ? 0 : 1;
			current.push(
				Math.min(
					(current[column - 1] as number) + 1,
					(previous[column] as number) + 1,
					(previous[column - 1] as number) + same,
				),
			);
		}
		previous = current;
	}
	return previous[b.length] as number;
}
