const shapes = {
	search: 'M10.5 10.5 14 14 M6.800 2.500a4.300 4.300 0 1 0 0 8.600a4.300 4.300 0 1 0 0-8.600',
	up: 'M8 13V3 M4 7l4-4 4 4',
	down: 'M8 3v10 M4 9l4 4 4-4',
	close: 'M4 4l8 8 M12 4l-8 8',
	more: 'M3 7.600v.8 M8 7.600v.8 M13 7.600v.8 M2.600 8h.8 M7.600 8h.8 M12.600 8h.8',
	wrap: 'M2 4h12 M2 8h9.500a2.200 2.200 0 1 1 0 4.500H8 M9.800 10.500 7.800 12.500l2 2 M2 12.500h3',
	clear: 'M3 3.500h10 M3 7h10 M3 10.500h4 M9.500 10l4 4 M13.500 10l-4 4',
} as const;
export type IconName = keyof typeof shapes;

/** A drawing in the colour of the text around it; what it means is said by what it is in. */
export function icon(name: IconName): SVGElement {
	const namespace = 'http://www.w3.org/2000/svg';
	const svg = document.createElementNS(namespace, 'svg');
	const path = document.createElementNS(namespace, 'path');
	const attributes = { viewBox: '0 0 16 16', width: '16', height: '16', 'aria-hidden': 'true', class: 'icon-shape' };
	for (const [attribute, value] of Object.entries(attributes)) {
		svg.setAttribute(attribute, value);
	}
	path.setAttribute('d', shapes[name]);
	svg.append(path);
	return svg;
}
