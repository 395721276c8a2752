/** Watches this process's memory until `end()`, which tells by how many megabytes it grew at most. */
export function watchMemory(): { end(): number } {
	const before = process.memoryUsage.rss();
	let most = before;
	const timer = setInterval(() => {
		most = Math.max(most, process.memoryUsage.rss());
	}, 20);
	return {
		end() {
			clearInterval(timer);
			return (most - before) / 1e6;
		},
	};
}
