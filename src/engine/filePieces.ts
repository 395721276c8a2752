import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { partOfPiece, takePiece } from './pieces.ts';

/**
 * A file of this computer in large pieces, whose reader gives them back; a handle is closed at the end. In object mode, since
 * a stream of bytes copies what waits in it together. Destroy it if it is not read to its end.
 *
 * @param onRead Bytes read so far.
 */
export function filePieces(file: string | FileHandle, onRead: (bytes: number) => void = () => {}): Readable {
	async function* pieces(): AsyncGenerator<Buffer, void> {
		const handle = typeof file === 'string' ? await open(file) : file;
		try {
			for (let read = 0; ; ) {
				const piece = takePiece();
				const { bytesRead } = await handle.read(piece, 0, piece.length, read);
				if (bytesRead === 0) {
					return;
				}
				read += bytesRead;
				onRead(read);
				yield partOfPiece(piece, 0, bytesRead);
			}
		} finally {
			await handle.close();
		}
	}
	return Readable.from(pieces(), { highWaterMark: 1 });
}
