import type { MadeLayer } from '../support/layeredImage.ts';

const text = 6405;
const root = { root: null };
const example = { ...root, 'root/example': null };

/**
 * The image that dive tests itself with, made from its description: a base of 1,154,361 bytes, and then a file of 6,405 that is
 * added, copied, moved, removed with its folder, and given other rights.
 */
export const diveTestImage: readonly MadeLayer[] = [
	{ command: 'ADD base.tar /', files: { bin: null, 'bin/busybox': 1_154_361, ...root, tmp: null } },
	{ command: 'ADD README.md /somefile.txt', files: { 'somefile.txt': text } },
	{
		command: 'RUN mkdir -p /root/example/really/nested',
		files: { ...example, 'root/example/really': null, 'root/example/really/nested': null },
	},
	{
		command: 'RUN cp /somefile.txt /root/example/somefile1.txt',
		files: { ...example, 'root/example/somefile1.txt': text },
	},
	{
		command: 'RUN chmod 444 /root/example/somefile1.txt',
		files: { ...example, 'root/example/somefile1.txt': { content: text, mode: 0o444 } },
	},
	{
		command: 'RUN cp /somefile.txt /root/example/somefile2.txt',
		files: { ...example, 'root/example/somefile2.txt': text },
	},
	{
		command: 'RUN cp /somefile.txt /root/example/somefile3.txt',
		files: { ...example, 'root/example/somefile3.txt': text },
	},
	{
		command: 'RUN mv /root/example/somefile3.txt /root/saved.txt',
		files: { ...example, 'root/example/.wh.somefile3.txt': '', 'root/saved.txt': text },
	},
	{ command: 'RUN cp /root/saved.txt /root/.saved.txt', files: { ...root, 'root/.saved.txt': text } },
	{ command: 'RUN rm -rf /root/example/', files: { ...root, 'root/.wh.example': '' } },
	{
		command: 'ADD .scripts/ /root/.data/',
		files: { ...root, 'root/.data': null, 'root/.data/tag.sh': 1000, 'root/.data/test.sh': 1187 },
	},
	{ command: 'RUN cp /root/saved.txt /tmp/saved.again1.txt', files: { tmp: null, 'tmp/saved.again1.txt': text } },
	{
		command: 'RUN cp /root/saved.txt /root/.data/saved.again2.txt',
		files: { ...root, 'root/.data': null, 'root/.data/saved.again2.txt': text },
	},
	{
		command: 'RUN chmod +x /root/saved.txt',
		files: { ...root, 'root/saved.txt': { content: text, mode: 0o755 } },
	},
];
