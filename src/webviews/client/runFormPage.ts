import type { RunForm, RunProblem, RunState, RunValues } from '../protocols/runForm.ts';
import { element } from './element.ts';
import { controlOf, fillDatalist, fillSelect, showProblem, textField } from './formFields.ts';
import type { PanelClient } from './panelClient.ts';
import type { RunFieldsHost } from './runFieldsHost.ts';
import { networkOptions, runFields } from './runFormFields.ts';
import { RunLine } from './runFormLine.ts';
import { RunStatus } from './runFormStatus.ts';

const shortPause = 40;
const typingPause = 400;

/** The run form: fields above, the line that they make and the button below. */
export class RunFormPage implements RunFieldsHost {
	readonly client: PanelClient<RunForm>;
	values: RunValues;
	image: RunForm['start']['image'];
	choices: RunForm['start']['choices'];
	showsSecrets = false;
	readonly #root: HTMLElement;
	readonly #touched: Set<string>;
	readonly #open: Set<string>;
	readonly #lists = { images: datalist('images'), volumes: datalist('volumes'), variables: datalist('variables') };
	readonly #imagePlace = element('div');
	readonly #body = element('div');
	readonly #line: RunLine;
	readonly #status: RunStatus;
	readonly #checking = new Latest();
	readonly #looking = new Latest();
	#problems: readonly RunProblem[] = [];
	/** What the last run failed of, until something changes. */
	#failure: RunProblem | undefined;
	/** Fields that are merely still empty are no problem before the first try. */
	#tried = false;
	/** A run has just succeeded: that name and ports are taken now is no news before something changes. */
	#succeeded = false;

	constructor(client: PanelClient<RunForm>, root: HTMLElement) {
		const { start, state } = client;
		this.client = client;
		this.#root = root;
		this.values = state.values;
		this.image = start.image;
		this.choices = start.choices;
		this.#touched = new Set(state.touched);
		this.#open = new Set(state.open);
		this.#line = new RunLine(client, values => this.replace(values));
		this.#status = new RunStatus(client, {
			run: () => void this.#run(),
			line: () => this.#line.text,
			focusProblem: () => this.#focusProblem(),
		});
		this.#drawFrame();
		this.#takeProposals();
		this.#drawImage();
		this.#drawBody();
		this.#changed();
		this.#showRun(start.run);
		client.on('run', run => this.#showRun(run));
		client.on('choices', choices => this.#offer(choices));
		controlOf(root, this.values.image === '' ? 'image' : 'name')?.focus();
	}

	text: PanelClient<RunForm>['text'] = (name, ...values) => this.client.text(name, ...values);

	isOpen(group: string): boolean {
		return this.#open.has(group);
	}

	setOpen(group: string, open: boolean): void {
		this.#open[open ? 'add' : 'delete'](group);
		this.#keep();
	}

	/** A control has changed: nothing is drawn anew, so that typing is never disturbed. */
	set(path: string, value: string | boolean): void {
		this.values = withValue(this.values, path, value);
		this.#touched.add(path.split('.')[0] as string);
		this.#changed();
	}

	/** The rows of a list have changed. */
	setRows(key: 'ports' | 'env' | 'mounts' | 'labels', rows: readonly object[], focus?: string): void {
		this.values = { ...this.values, [key]: rows };
		this.#touched.add(key);
		this.redraw(focus);
		this.#changed();
	}

	/** All values at once, from a past run or a pasted line. */
	replace(values: RunValues): void {
		const sameImage = values.image === this.values.image;
		this.values = values;
		for (const key of ['ports', 'mounts']) {
			this.#touched.add(key);
		}
		this.#drawImage();
		this.redraw();
		this.#changed();
		if (!sameImage) {
			void this.#lookAtImage();
		}
	}

	redraw(focus?: string): void {
		const active = document.activeElement;
		const path = focus ?? (this.#body.contains(active) ? active?.getAttribute('data-path') : undefined);
		this.#drawBody();
		this.#showProblems();
		if (path) {
			controlOf(this.#root, path)?.focus();
		}
	}

	#drawFrame(): void {
		const form = element(
			'form',
			{ 'aria-label': this.text('form'), on: { submit: event => event.preventDefault() } },
			this.#imagePlace,
			this.#body,
			...Object.values(this.#lists),
		);
		this.#root.append(form, element('div', { class: 'bar' }, this.#line.element, this.#status.element));
		this.#root.addEventListener('keydown', event => {
			if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
				event.preventDefault();
				void this.#run();
			}
		});
		this.#offer(this.choices);
	}

	/** Drawn apart from the other fields, which are drawn anew as soon as it names another image. */
	#drawImage(): void {
		this.#imagePlace.replaceChildren(
			textField({
				path: 'image',
				label: this.text('image'),
				help: this.text('imageHelp'),
				placeholder: 'nginx:1.27',
				list: 'images',
				value: this.values.image,
				change: value => {
					this.set('image', value);
					void this.#lookAtImage(typingPause);
				},
			}),
		);
	}

	#drawBody(): void {
		fillDatalist(
			this.#lists.variables,
			this.image.env.map(({ name }) => name),
		);
		this.#body.replaceChildren(...runFields(this));
	}

	#offer(choices: RunForm['start']['choices']): void {
		this.choices = choices;
		fillDatalist(this.#lists.images, choices.images);
		fillDatalist(this.#lists.volumes, choices.volumes);
		const network = controlOf(this.#body, 'network');
		if (network instanceof HTMLSelectElement) {
			fillSelect(network, networkOptions(this), this.values.network);
		}
	}

	async #lookAtImage(pause = 0): Promise<void> {
		const { image } = this.values;
		const looked = await this.#looking.run(pause, signal => this.client.request('image', image, signal));
		if (looked && looked.reference === this.values.image.trim()) {
			this.image = looked;
			this.#takeProposals();
			this.redraw();
			this.#keep();
			void this.#check(0);
		}
	}

	/** What the image brings, where the user has said nothing yet. */
	#takeProposals(): void {
		const { ports, mounts } = this.image;
		this.values = {
			...this.values,
			...(this.#touched.has('ports') ? {} : { ports }),
			...(this.#touched.has('mounts') ? {} : { mounts }),
		};
	}

	#changed(): void {
		this.#failure = undefined;
		this.#succeeded = false;
		this.#status.forget();
		this.#keep();
		void this.#check(shortPause);
	}

	#keep(): void {
		this.client.keep({ values: this.values, touched: [...this.#touched], open: [...this.#open] });
	}

	async #check(pause: number): Promise<void> {
		const { values } = this;
		const checked = await this.#checking.run(pause, signal => this.client.request('check', values, signal));
		if (checked) {
			this.#line.show(checked.line);
			this.#problems = checked.problems;
			this.#showProblems();
		}
	}

	get #shown(): readonly RunProblem[] {
		if (this.#succeeded) {
			return [];
		}
		const isEmpty = ({ field }: RunProblem) => {
			const control = controlOf(this.#root, field);
			return control instanceof HTMLInputElement && control.type === 'text' && control.value === '';
		};
		const shown = this.#tried ? this.#problems : this.#problems.filter(problem => !isEmpty(problem));
		return this.#failure ? [this.#failure, ...shown.filter(({ field }) => field !== this.#failure?.field)] : shown;
	}

	#showProblems(): void {
		const problems = new Map(this.#shown.map(problem => [problem.field, problem]));
		for (const place of this.#root.querySelectorAll('[data-problem]')) {
			const path = place.getAttribute('data-problem') as string;
			const problem = problems.get(path);
			const fix = problem?.fix && {
				title: problem.fix.title,
				apply: () => this.#apply(path, problem.fix?.value ?? ''),
			};
			showProblem(this.#root, path, problem && { sentence: problem.sentence, fix });
		}
		this.#status.showProblems(problems.size);
	}

	#apply(path: string, value: string): void {
		this.set(path, value);
		this.#drawImage();
		this.redraw(path);
	}

	#focusProblem(): void {
		const order = [...this.#root.querySelectorAll('[data-path]')].map(control => control.getAttribute('data-path'));
		const paths = this.#shown.map(({ field }) => field).sort((a, b) => order.indexOf(a) - order.indexOf(b));
		const control = paths.map(path => controlOf(this.#root, path)).find(Boolean);
		const group = control?.closest('details');
		if (group) {
			group.open = true;
		}
		control?.focus();
		control?.scrollIntoView({ block: 'center' });
	}

	async #run(): Promise<void> {
		if (this.#status.isRunning) {
			return;
		}
		this.#tried = true;
		this.#succeeded = false;
		await this.#check(0);
		if (this.#problems.length > 0) {
			this.#focusProblem();
			return;
		}
		await this.client.request('run', this.values);
	}

	#showRun(run: RunState): void {
		this.#failure = run.phase === 'failed' ? run.problem : undefined;
		this.#succeeded = run.phase === 'done';
		this.#status.show(run);
		this.#showProblems();
		if (run.phase === 'failed') {
			this.#focusProblem();
		} else if (run.phase === 'done') {
			this.#tried = false;
			void this.#lookAtImage();
		}
	}
}

/** Runs a thing after a pause; one that was begun before is given up. */
class Latest {
	#current: AbortController | undefined;

	async run<T>(pause: number, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
		this.#current?.abort();
		const current = new AbortController();
		this.#current = current;
		if (pause > 0) {
			await new Promise(resolve => setTimeout(resolve, pause));
		}
		if (current.signal.aborted) {
			return undefined;
		}
		const result = await work(current.signal).catch(() => undefined);
		return current.signal.aborted ? undefined : result;
	}
}

function withValue(values: RunValues, path: string, value: string | boolean): RunValues {
	const [key = '', row, cell = ''] = path.split('.');
	if (row === undefined) {
		return { ...values, [key]: value };
	}
	const rows = values[key as keyof RunValues] as unknown as readonly object[];
	return { ...values, [key]: rows.map((old, index) => (index === Number(row) ? { ...old, [cell]: value } : old)) };
}

function datalist(id: string): HTMLDataListElement {
	return element('datalist', { id });
}
