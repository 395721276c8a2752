import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { type EngineRequest, readAll, requestStream } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import { flowingPieces } from './flowingPieces.ts';
import { pieceSize } from './pieces.ts';
import { requestOnSocket } from './socketAnswer.ts';
import { TarEnd } from './tarEnd.ts';

/**
 * The tar archive that the engine answers a GET with, in large pieces; in object mode, since a stream of bytes copies what
 * waits in it together. Fails when the archive is not complete: with what the engine says instead, or with why it is gone.
 */
export async function requestArchive(docker: Docker, request: EngineRequest, signal: AbortSignal): Promise<Readable> {
	const answer =
		(await requestOnSocket(docker, request, signal)) ?? gathered(await requestStream(docker, request, signal));
	const engineAnswers = async () => {
		await readAll(await requestStream(docker, { method: 'GET', path: '/_ping' }, signal), signal);
	};
	return Readable.from(whole(answer, engineAnswers), { highWaterMark: piecesAhead });
}

const piecesAhead = 1;

async function* whole(answer: AsyncIterable<Buffer>, engineAnswers: () => Promise<void>): AsyncGenerator<Buffer, void> {
	const end = new TarEnd();
	for await (const piece of answer) {
		end.add(piece);
		yield piece;
	}
	try {
		end.check();
	} catch (error) {
		if (error instanceof EngineError && error.recognised?.kind === 'cutOff') {
			await engineAnswers();
		}
		throw error;
	}
}

async function* gathered(answer: Readable): AsyncGenerator<Buffer, void> {
	let pieces: Buffer[] = [];
	let waiting = 0;
	for await (const piece of flowingPieces(answer)) {
		pieces.push(piece);
		waiting += piece.length;
		if (waiting >= pieceSize) {
			yield joined(pieces, waiting);
			pieces = [];
			waiting = 0;
		}
	}
	if (waiting > 0) {
		yield joined(pieces, waiting);
	}
}

function joined(pieces: readonly Buffer[], size: number): Buffer {
	return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces, size);
}
