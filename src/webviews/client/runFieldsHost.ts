import type { RunForm, RunValues } from '../protocols/runForm.ts';
import type { PanelClient } from './panelClient.ts';

/** What the fields show, and whom they tell. */
export interface RunFieldsHost {
	readonly client: PanelClient<RunForm>;
	readonly values: RunValues;
	readonly image: RunForm['start']['image'];
	readonly choices: RunForm['start']['choices'];
	showsSecrets: boolean;
	readonly text: PanelClient<RunForm>['text'];
	isOpen(group: string): boolean;
	setOpen(group: string, open: boolean): void;
	set(path: string, value: string | boolean): void;
	setRows(key: 'ports' | 'env' | 'mounts' | 'labels', rows: readonly object[], focus?: string): void;
	replace(values: RunValues): void;
	redraw(focus?: string): void;
}
