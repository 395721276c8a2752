import { humanSize } from '../../base/format.ts';
import type { LayersOverview, LayersView, WasteRow } from '../protocols/layers.ts';
import { element } from './element.ts';
import type { PanelClient } from './panelClient.ts';

/** The largest files that are in the image for nothing: who wrote them, who made them useless, and what to change. */
export function wasteList(
	client: PanelClient<LayersView>,
	overview: LayersOverview,
	choose: (layer: number, path: string) => void,
): HTMLElement {
	const { waste, wastedPaths } = overview;
	if (waste.length === 0) {
		return element('p', { text: client.text('noWaste') });
	}
	return element(
		'div',
		{},
		waste.length < wastedPaths &&
			element('p', { class: 'quiet', text: client.text('wasteShown', waste.length, wastedPaths) }),
		element('ul', { class: 'waste' }, ...waste.map(row => wasteItem(client, row, choose))),
	);
}

function wasteItem(
	client: PanelClient<LayersView>,
	row: WasteRow,
	choose: (layer: number, path: string) => void,
): HTMLElement {
	const layers = (numbers: readonly number[]) =>
		element(
			'span',
			{},
			...numbers.flatMap((layer, index) => [
				index > 0 && ', ',
				element('button', {
					type: 'button',
					class: 'link',
					text: client.text('layer', layer + 1),
					on: { click: () => choose(layer, row.path) },
				}),
			]),
		);
	const sentence = client.text(row.how === 'removed' ? 'wroteAndRemoved' : 'wroteAndReplaced');
	const [before = '', between = '', behind = ''] = sentence.split(/\{[01]\}/);
	const isTurned = sentence.indexOf('{1}') < sentence.indexOf('{0}');
	const [first, second] = isTurned ? [row.wastedBy, row.writtenBy] : [row.writtenBy, row.wastedBy];
	return element(
		'li',
		{},
		element('span', { class: 'size', text: humanSize(row.bytes) }),
		element(
			'div',
			{},
			element('code', { text: `${row.path}${row.isFolder ? '/' : ''}` }),
			element('div', { class: 'quiet' }, before, layers(first), between, layers(second), behind),
			element('div', { text: client.text(`advice.${row.advice}`) }),
		),
	);
}
