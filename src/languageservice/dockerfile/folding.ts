import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import type { Analysis } from './analysis.ts';

/** Stages, heredocs, continued instructions, blocks of comments, and `#region` … `#endregion`. */
export function findFolding(analysis: Analysis): FoldingRange[] {
	const { file, model } = analysis;
	const ranges: FoldingRange[] = [];
	const add = (startLine: number, endLine: number, kind?: FoldingRangeKind) => {
		if (endLine > startLine) {
			ranges.push({ startLine, endLine, ...(kind ? { kind } : {}) });
		}
	};
	for (const stage of model.stages) {
		add(stage.from.startLine, (stage.instructions.at(-1) ?? stage.from).endLine);
	}
	for (const instruction of file.instructions) {
		if (instruction.heredocs.length === 0) {
			add(instruction.startLine, instruction.lastLine);
		}
		let line = instruction.lastLine;
		for (const heredoc of instruction.heredocs) {
			const lines = file.text.slice(heredoc.bodyStart, heredoc.bodyEnd).split('\n').length - 1;
			const end = line + lines + (heredoc.terminator >= 0 ? 1 : 0);
			add(instruction.heredocs.length === 1 ? instruction.startLine : line, Math.min(end, instruction.endLine));
			line = end;
		}
	}
	addComments(analysis, add);
	return ranges;
}

function addComments(analysis: Analysis, add: (start: number, end: number, kind: FoldingRangeKind) => void): void {
	let start = -1;
	let last = -2;
	const regions: number[] = [];
	for (const { line, text } of analysis.file.comments) {
		if (line !== last + 1) {
			add(start, last, FoldingRangeKind.Comment);
			start = line;
		}
		last = line;
		if (/^#?\s*region\b/i.test(text)) {
			regions.push(line);
		} else if (/^#?\s*endregion\b/i.test(text)) {
			const begin = regions.pop();
			if (begin !== undefined) {
				add(begin, line, FoldingRangeKind.Region);
			}
		}
	}
	if (start >= 0) {
		add(start, last, FoldingRangeKind.Comment);
	}
}
