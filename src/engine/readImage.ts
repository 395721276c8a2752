import { isHelper } from './helperLabels.ts';
import { fieldsOf, labelsOf, nothing, numberOf, textOf, textsOf } from './rawFields.ts';
import type { Image } from './resources.ts';

/** One element of `GET /images/json` as a frozen image; `undefined` if it has no id, or is a helper of ours. */
export function readImage(value: unknown): Image | undefined {
	const raw = fieldsOf(value);
	const id = textOf(raw.Id);
	const labels = labelsOf(raw.Labels);
	if (id === '' || isHelper(labels)) {
		return undefined;
	}
	const tags = namesOf(raw.RepoTags, '<none>:<none>');
	const digests = namesOf(raw.RepoDigests, '<none>@<none>');
	return Object.freeze<Image>({
		kind: 'image',
		id,
		name: tags[0] ?? '<none>',
		labels,
		tags,
		digests,
		createdAt: numberOf(raw.Created) * 1000,
		size: Math.max(0, numberOf(raw.Size)),
		dangling: tags.length === 0 && digests.length === 0,
	});
}

/** Sorted, since engines give them in changing order. */
function namesOf(value: unknown, placeholder: string): readonly string[] {
	const names = textsOf(value).filter(name => name !== placeholder);
	return names.length === 0 ? nothing : Object.freeze(names.sort());
}
