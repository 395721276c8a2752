/** Rows as columns of plain text, two blanks apart; the last column is not padded. */
export function textTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
	const clean = [titles, ...rows].map(row => row.map(cell => cell.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')));
	const widths = titles.map((_, column) =>
		clean.reduce((widest, row) => Math.max(widest, (row[column] ?? '').length), 0),
	);
	return clean
		.map(row =>
			row.map((cell, column) => (column < row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell)).join('  '),
		)
		.map(line => `${line.trimEnd()}\n`)
		.join('');
}
