import { isMap, type Pair, type YAMLMap } from 'yaml';
import type { ServiceHost } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import { YamlEditor } from './edits.ts';
import type { Fix } from './fix.ts';
import { keyText } from './merged.ts';
import { extractAnchors, inlineAnchors } from './refactorAnchors.ts';
import { moveEnvironment } from './refactorEnvironment.ts';
import { type Refactoring, type RefactoringInput, touchesNode } from './refactoring.ts';
import { refactorAssignments, refactorBuild, refactorDependencies, refactorGrants } from './refactorLists.ts';
import { refactorPorts } from './refactorPorts.ts';
import { addHealthcheck, removeDefaults } from './refactorService.ts';
import { refactorVolumes } from './refactorVolumes.ts';

const ofServices: readonly Refactoring[] = [
	refactorPorts,
	refactorVolumes,
	refactorDependencies,
	refactorAssignments,
	refactorGrants,
	refactorBuild,
	moveEnvironment,
	addHealthcheck,
	removeDefaults,
];

/** More would be no help to anybody who has selected the whole file. */
const mostServices = 20;

/** Other ways to write what a range touches; none where the text is broken. */
export async function refactorings(
	document: ComposeDocument,
	host: ServiceHost,
	start: number,
	end: number,
	signal: AbortSignal,
): Promise<Fix[]> {
	const doc = document.docAt(start);
	if (signal.aborted || doc.errors.length > 0) {
		return [];
	}
	const input: RefactoringInput = { editor: new YamlEditor(document, doc), host, start, end };
	const services = doc.root?.items.find(item => keyText(item.key) === 'services')?.value;
	const touched = (isMap(services) ? services.items : []).filter(pair => touchesNode(input, pair as Pair));
	const found: Fix[] = [];
	for (const pair of touched.slice(0, mostServices)) {
		const name = keyText(pair.key);
		if (name !== undefined && isMap(pair.value)) {
			const service = { name, pair: pair as Pair, map: pair.value as YAMLMap };
			found.push(...ofServices.flatMap(refactor => refactor(input, service)));
		}
	}
	return [...found, ...extractAnchors(input), ...inlineAnchors(input)];
}
