import { minuteTicks, niceScale } from './statsScale.ts';
import type { Point } from './statsSeries.ts';

export interface ChartLine {
	readonly name: string;
	/** Which of the theme's chart colours; counted from 0, further ones begin again. */
	readonly colour: number;
	readonly dashed?: boolean;
	readonly points: readonly Point[];
}

export interface ChartKind {
	readonly title: string;
	/** Behind the title: what solid and dashed lines mean. */
	readonly legend?: string;
	/** Axis in powers of 1,024. */
	readonly binary: boolean;
	/** The axis reaches at least so far: less is as good as nothing. */
	readonly least: number;
	format(value: number): string;
	formatAxis(value: number): string;
}

export interface Drawing {
	readonly lines: readonly ChartLine[];
	readonly limit: number | undefined;
	readonly limitText: string;
	/** Epoch milliseconds at both ends. */
	readonly from: number;
	readonly to: number;
	/** The time that is being read. */
	readonly at: number | undefined;
	readonly kind: ChartKind;
	readonly minute: Intl.DateTimeFormat;
}

/** VS Code's own colours for charts, those last that are dim in some themes; further lines begin again with the first. */
const colours = ['blue', 'green', 'yellow', 'purple', 'red', 'orange'] as const;
export const colourCount = colours.length;

const bottom = 18;
const top = 6;
/** A limit is drawn where the use comes near it: else it would press everything else to the ground. */
const nearLimit = 0.25;
const longestMinute = 70;

/** Everything anew, in the colours of the theme as they are now. */
export function drawChart(canvas: HTMLCanvasElement, drawing: Drawing): void {
	const context = prepare(canvas);
	if (!context) {
		return;
	}
	const plot = new Plot(canvas, context, drawing);
	plot.drawAxes();
	drawing.lines.forEach(line => void plot.drawLine(line, drawing.lines.length === 1));
	plot.drawLimit();
	plot.drawMark();
}

/** A line without axes, for a row. */
export function drawSparkline(
	canvas: HTMLCanvasElement,
	points: readonly Point[],
	range: { readonly from: number; readonly to: number; readonly top: number },
	colour: string,
): void {
	const context = prepare(canvas);
	if (!context) {
		return;
	}
	const { clientWidth: width, clientHeight: height } = canvas;
	const x = (at: number) => ((at - range.from) / (range.to - range.from)) * width;
	const y = (value: number) => height - 1 - (Math.min(value, range.top) / range.top) * (height - 2);
	context.strokeStyle = colour;
	trace(context, points, x, y);
}

/** Of the canvas as large as it is on the screen, cleared; undefined while it has no size. */
function prepare(canvas: HTMLCanvasElement): CanvasRenderingContext2D | undefined {
	const { clientWidth: width, clientHeight: height } = canvas;
	const ratio = window.devicePixelRatio || 1;
	const context = canvas.getContext('2d');
	if (!context || width === 0 || height === 0) {
		return undefined;
	}
	const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
	if (canvas.width !== wide || canvas.height !== high) {
		canvas.width = wide;
		canvas.height = high;
	}
	context.setTransform(ratio, 0, 0, ratio, 0, 0);
	context.clearRect(0, 0, width, height);
	context.lineWidth = 1.5;
	context.lineJoin = 'round';
	return context;
}

export function colourOf(style: CSSStyleDeclaration, colour: number): string {
	return variable(style, `charts-${colours[colour % colourCount]}`) || variable(style, 'foreground') || style.color;
}

function variable(style: CSSStyleDeclaration, name: string): string {
	return style.getPropertyValue(`--vscode-${name}`).trim();
}

function trace(
	context: CanvasRenderingContext2D,
	points: readonly Point[],
	x: (at: number) => number,
	y: (value: number) => number,
): void {
	context.beginPath();
	points.forEach(({ at, value, begins }, index) => {
		if (begins || index === 0) {
			context.moveTo(x(at), y(value));
			// A sample alone is a dot.
			if (points[index + 1]?.begins !== false) {
				context.lineTo(x(at) + 1, y(value));
			}
		} else {
			context.lineTo(x(at), y(value));
		}
	});
	context.stroke();
}

class Plot {
	readonly #context: CanvasRenderingContext2D;
	readonly #drawing: Drawing;
	readonly #style: CSSStyleDeclaration;
	readonly #width: number;
	readonly #height: number;
	readonly #ticks: readonly number[];
	readonly #top: number;
	readonly #limitInSight: boolean;

	constructor(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, drawing: Drawing) {
		this.#context = context;
		this.#drawing = drawing;
		this.#style = getComputedStyle(canvas);
		this.#width = canvas.clientWidth;
		this.#height = canvas.clientHeight - bottom;
		const { lines, limit, kind } = drawing;
		const highest = Math.max(
			0,
			...lines.map(({ points }) => points.reduce((most, { value }) => Math.max(most, value), 0)),
		);
		this.#limitInSight = limit !== undefined && limit > 0 && highest >= limit * nearLimit;
		const wanted = Math.max(highest, this.#limitInSight ? (limit ?? 0) : 0);
		const scale = niceScale(Math.max(wanted, kind.least), canvas.clientHeight < 110 ? 2 : 4, kind.binary);
		this.#ticks = scale.ticks;
		this.#top = scale.top;
		context.font = `${Math.max(10, Number.parseFloat(this.#style.fontSize) * 0.85)}px ${this.#style.fontFamily}`;
	}

	/** Values inside the plot, above their lines, so that all of the width is left for time. */
	drawAxes(): void {
		const { kind, from, to, minute } = this.#drawing;
		const context = this.#context;
		const faint = variable(this.#style, 'charts-lines') || variable(this.#style, 'panel-border') || this.#style.color;
		const quiet = variable(this.#style, 'descriptionForeground') || this.#style.color;
		context.save();
		context.lineWidth = 1;
		context.strokeStyle = faint;
		context.fillStyle = quiet;
		context.textBaseline = 'bottom';
		for (const value of this.#ticks) {
			const y = Math.round(this.#y(value)) + 0.5;
			context.globalAlpha = value === 0 ? 1 : 0.5;
			this.#line(0, y, this.#width, y);
			context.globalAlpha = 1;
			if (value > 0 && value < this.#top) {
				context.fillText(kind.formatAxis(value), 2, y - 1);
			}
		}
		context.textBaseline = 'top';
		context.fillText(kind.formatAxis(this.#top), 2, this.#y(this.#top) + 2);
		context.textAlign = 'center';
		const every = this.#width / 5 < longestMinute ? 2 : 1;
		for (const at of minuteTicks(from, to, every)) {
			const x = Math.round(this.#x(at)) + 0.5;
			this.#line(x, this.#height, x, this.#height + 4);
			const half = context.measureText(minute.format(at)).width / 2;
			context.fillText(minute.format(at), Math.min(this.#width - half, Math.max(half, x)), this.#height + 5);
		}
		context.restore();
	}

	drawLine({ points, colour, dashed }: ChartLine, filled: boolean): void {
		const context = this.#context;
		const shown = points.filter(({ at }) => at >= this.#drawing.from - 2000);
		context.save();
		context.strokeStyle = colourOf(this.#style, colour);
		context.fillStyle = context.strokeStyle;
		context.setLineDash(dashed ? [4, 3] : []);
		trace(context, shown, this.#x, this.#y);
		if (filled) {
			this.#fill(shown);
		}
		context.restore();
	}

	drawLimit(): void {
		const { limit, limitText } = this.#drawing;
		if (limit === undefined || limit <= 0) {
			return;
		}
		const context = this.#context;
		context.save();
		context.fillStyle = colourOf(this.#style, colours.indexOf('red'));
		context.strokeStyle = context.fillStyle;
		context.textAlign = 'right';
		if (this.#limitInSight) {
			const y = Math.round(this.#y(limit)) + 0.5;
			context.lineWidth = 1;
			context.setLineDash([6, 4]);
			this.#line(0, y, this.#width, y);
			context.textBaseline = y < 20 ? 'top' : 'bottom';
			context.fillText(limitText, this.#width - 2, y + (y < 20 ? 2 : -1));
		} else {
			context.textBaseline = 'top';
			context.fillText(`↑ ${limitText}`, this.#width - 2, top + 2);
		}
		context.restore();
	}

	drawMark(): void {
		const { at, from } = this.#drawing;
		if (at === undefined || at < from) {
			return;
		}
		this.#context.save();
		this.#context.lineWidth = 1;
		this.#context.strokeStyle = variable(this.#style, 'focusBorder') || this.#style.color;
		const x = Math.round(this.#x(at)) + 0.5;
		this.#line(x, top, x, this.#height);
		this.#context.restore();
	}

	readonly #x = (at: number): number => {
		const { from, to } = this.#drawing;
		return ((at - from) / (to - from)) * this.#width;
	};

	readonly #y = (value: number): number => this.#height - (value / this.#top) * (this.#height - top);

	#line(fromX: number, fromY: number, toX: number, toY: number): void {
		this.#context.beginPath();
		this.#context.moveTo(fromX, fromY);
		this.#context.lineTo(toX, toY);
		this.#context.stroke();
	}

	/** The ground below each stretch of the line. */
	#fill(points: readonly Point[]): void {
		const context = this.#context;
		context.globalAlpha = 0.15;
		context.beginPath();
		points.forEach(({ at, value, begins }, index) => {
			if (begins || index === 0) {
				context.moveTo(this.#x(at), this.#height);
			}
			context.lineTo(this.#x(at), this.#y(value));
			if (points[index + 1]?.begins !== false) {
				context.lineTo(this.#x(at), this.#height);
			}
		});
		context.fill();
	}
}
