/** Aborted by Ctrl+C, a plain kill, or the end of the process that started this one. The second time nothing is waited for. */
export function interruption(): AbortSignal {
	const controller = new AbortController();
	const interrupt = () => {
		if (controller.signal.aborted) {
			process.exit(130);
		}
		controller.abort();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		// npm and the bootstrap pass on what the terminal has sent here already.
		let last = 0;
		process.on(signal, () => {
			const repeated = Date.now() - last < 500;
			last = Date.now();
			if (!repeated) {
				interrupt();
			}
		});
	}
	process.once('disconnect', () => controller.abort());
	return controller.signal;
}
