import type { Scalar } from 'yaml';
import type { ComposeDocument, ParsedDocument } from './document.ts';
import type { Reference, ReferenceKind } from './entities.ts';
import { NodeReader, type Word } from './nodeReader.ts';

/** A reference whose services are still being found. */
type Growing = Reference & { readonly services: string[] };

/** Notes the names that stand in one YAML document. */
export class ReferenceCollector extends NodeReader {
	readonly #found: Reference[];
	/** The service that is being read. */
	service: string | undefined;
	readonly #known = new Map<Scalar, Growing[]>();

	constructor(document: ComposeDocument, doc: ParsedDocument, found: Reference[]) {
		super(document, doc);
		this.#found = found;
	}

	/** Notes the name that a word, or a part of it, is. What an interpolation makes up is no name. */
	add(
		kind: ReferenceKind,
		word: Word,
		attribute: string,
		more: { role?: Reference['role']; from?: number; to?: number; file?: string | undefined } = {},
	): void {
		const { role = 'use', from = 0, to = word.text.length, file } = more;
		const name = word.text.slice(from, to);
		const isWhole = from === 0 && to === word.text.length;
		if (name === '' || name.includes('$') || word.form === 'block' || this.#isKnown(word, kind, name)) {
			return;
		}
		const start = isWhole ? word.start : word.start + from;
		const end = isWhole ? word.end : word.start + to;
		// In a word with escapes, a part has no place of its own.
		if (!isWhole && this.document.source.slice(start, end) !== name) {
			return;
		}
		const reference: Growing = {
			kind,
			name,
			role,
			uri: this.document.text.uri,
			start,
			end,
			range: this.document.range(start, end),
			attribute,
			form: isWhole ? word.form : 'part',
			services: this.service === undefined ? [] : [this.service],
			file,
			anchor: undefined,
		};
		this.#found.push(reference);
		const others = this.#known.get(word.node);
		if (others) {
			others.push(reference);
		} else {
			this.#known.set(word.node, [reference]);
		}
	}

	#isKnown(word: Word, kind: ReferenceKind, name: string): boolean {
		for (const reference of this.#known.get(word.node) ?? []) {
			if (reference.kind === kind && reference.name === name) {
				if (this.service !== undefined && reference.services.at(-1) !== this.service) {
					reference.services.push(this.service);
				}
				return true;
			}
		}
		return false;
	}
}
