import type { ComposeDocument } from './document.ts';
import { type Reference, type ResourceKind, sections } from './entities.ts';
import { ReferenceCollector } from './referenceCollector.ts';
import { collectService } from './referencesInService.ts';
import { collectAnchorsAndVariables } from './referencesToAnchors.ts';

const known = new WeakMap<ComposeDocument, readonly Reference[]>();

/** Every name that a file declares or uses, in the order of the text. Found once a version. */
export function referencesIn(document: ComposeDocument): readonly Reference[] {
	let references = known.get(document);
	if (!references) {
		references = collect(document);
		known.set(document, references);
	}
	return references;
}

function collect(document: ComposeDocument): readonly Reference[] {
	const found: Reference[] = [];
	for (const doc of document.docs) {
		const collector = new ReferenceCollector(document, doc, found);
		const top = collector.entries(doc.root);
		for (const [kind, section] of Object.entries(sections) as [ResourceKind, string][]) {
			const entry = top.find(({ key }) => key.text === section);
			for (const resource of collector.entries(entry?.value)) {
				collector.add(kind, resource.key, section, { role: 'declaration' });
				if (kind === 'service') {
					collectService(collector, resource);
				} else if (kind === 'config' || kind === 'secret') {
					collectSource(collector, resource.value);
				}
			}
		}
		collectAnchorsAndVariables(document, doc, found);
	}
	return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Configs and secrets may take their content from a variable. */
function collectSource(collector: ReferenceCollector, resource: unknown): void {
	const word = collector.wordOf(resource, 'environment');
	if (word) {
		collector.add('variable', word, 'content');
	}
}
