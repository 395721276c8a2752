import { EngineError, type EngineErrorCode, type FileProblem } from './errors.ts';

/** Why a file in a container or a volume cannot be changed as asked. */
export function fileProblem(problem: FileProblem, path: string): EngineError {
	return new EngineError(codes[problem], `${path}: ${problem}`, { recognised: { kind: 'file', problem, path } });
}

const codes: Readonly<Record<FileProblem, EngineErrorCode>> = {
	readOnly: 'denied',
	system: 'denied',
	exists: 'conflict',
	notEmpty: 'conflict',
	isFolder: 'conflict',
	intoItself: 'conflict',
	notText: 'invalid',
};
