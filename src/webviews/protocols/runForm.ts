import type { PanelProtocol } from '../protocol.ts';

/** The run form: everything as it stands in the fields, valid or not. */
export interface RunValues {
	readonly image: string;
	readonly name: string;
	readonly command: string;
	readonly entrypoint: string;
	/** `host` may have an address before the port, `container` a protocol behind it. */
	readonly ports: readonly { readonly host: string; readonly container: string }[];
	readonly env: readonly Pair[];
	readonly envFile: string;
	readonly mounts: readonly RunMount[];
	readonly network: string;
	readonly restart: string;
	readonly memory: string;
	readonly cpus: string;
	readonly user: string;
	readonly workdir: string;
	readonly labels: readonly Pair[];
	readonly pull: string;
	readonly platform: string;
	readonly healthCommand: string;
	readonly healthInterval: string;
	readonly healthTimeout: string;
	readonly healthStartPeriod: string;
	readonly healthRetries: string;
	readonly noHealthcheck: boolean;
	readonly remove: boolean;
	readonly interactive: boolean;
	/** Flags of a pasted line that have no field: `--gpus all`. */
	readonly others: string;
}

export interface Pair {
	readonly name: string;
	readonly value: string;
}

export interface RunMount {
	readonly type: 'bind' | 'volume' | 'tmpfs';
	/** A host path or a volume's name; empty for an anonymous volume and for tmpfs. */
	readonly source: string;
	readonly target: string;
	readonly readOnly: boolean;
	/** Further words behind the last colon: `z`, `size=64m`. */
	readonly options: string;
}

/** A field by its name in `RunValues`; one of several by `ports.0.host`. */
export type RunFieldPath = string;

export interface RunProblem {
	readonly field: RunFieldPath;
	readonly sentence: string;
	/** What the field could hold instead. */
	readonly fix?: { readonly title: string; readonly value: string };
}

/** What there is to choose from. */
export interface RunChoices {
	readonly images: readonly string[];
	readonly volumes: readonly string[];
	readonly networks: readonly string[];
}

/** What an image brings along; of one that is not here, only `here: false`. */
export interface RunImage {
	readonly reference: string;
	readonly here: boolean;
	readonly command: string;
	readonly entrypoint: string;
	readonly user: string;
	readonly workdir: string;
	readonly env: readonly Pair[];
	readonly hasHealthCheck: boolean;
	/** Proposed: its ports at free ports of the host, its volumes by name. */
	readonly ports: RunValues['ports'];
	readonly mounts: readonly RunMount[];
	readonly history: readonly PastRun[];
}

export interface PastRun {
	/** Epoch milliseconds. */
	readonly at: number;
	readonly values: RunValues;
	/** Its `docker run` line; `masked` without what looks secret. */
	readonly line: string;
	readonly masked: string;
}

export type RunState =
	| { readonly phase: 'idle' }
	| { readonly phase: 'running'; readonly image: string; readonly progress: string }
	| { readonly phase: 'done'; readonly name: string; readonly url?: string }
	| { readonly phase: 'cancelled' }
	| { readonly phase: 'failed'; readonly problem: RunProblem };

export interface RunForm extends PanelProtocol {
	start: { readonly choices: RunChoices; readonly image: RunImage; readonly run: RunState };
	state: {
		readonly values: RunValues;
		/** Fields of a list that the user has changed: an image's proposals do not replace them. */
		readonly touched: readonly string[];
		/** Groups that are unfolded. */
		readonly open: readonly string[];
	};
	requests: {
		check(values: RunValues): { readonly line: string; readonly problems: readonly RunProblem[] };
		image(reference: string): RunImage;
		read(line: string): RunValues;
		/** Begins; how it goes on is told by the event `run`. */
		run(values: RunValues): void;
		stop(_: undefined): void;
		copy(text: string): void;
		/** Asks for a file or folder of the host; undefined when nothing was chosen. */
		browse(what: 'file' | 'folder'): string | undefined;
		openUrl(url: string): void;
	};
	events: { run: RunState; choices: RunChoices };
	texts: RunFormText;
}

export type RunFormText =
	| 'form'
	| 'image'
	| 'imageHelp'
	| 'name'
	| 'nameHelp'
	| 'namePlaceholder'
	| 'ports'
	| 'portsHelp'
	| 'addPort'
	| 'removePort'
	| 'hostPort'
	| 'containerPort'
	| 'env'
	| 'envHelp'
	| 'envOfImage'
	| 'addVariable'
	| 'removeVariable'
	| 'pairName'
	| 'pairValue'
	| 'pairPlaceholder'
	| 'envFile'
	| 'envFileHelp'
	| 'browse'
	| 'mounts'
	| 'mountsHelp'
	| 'addMount'
	| 'removeMount'
	| 'mountType'
	| 'volume'
	| 'bind'
	| 'tmpfs'
	| 'volumeName'
	| 'volumePlaceholder'
	| 'hostFolder'
	| 'containerFolder'
	| 'mountOptions'
	| 'readOnly'
	| 'command'
	| 'commandHelp'
	| 'interactive'
	| 'interactiveHelp'
	| 'remove'
	| 'removeHelp'
	| 'networkGroup'
	| 'network'
	| 'networkHelp'
	| 'networkDefault'
	| 'restart'
	| 'restartHelp'
	| 'restartNo'
	| 'restartOnFailure'
	| 'restartUnlessStopped'
	| 'restartAlways'
	| 'limits'
	| 'memory'
	| 'memoryHelp'
	| 'cpus'
	| 'cpusHelp'
	| 'health'
	| 'healthCommand'
	| 'healthCommandHelp'
	| 'healthInterval'
	| 'healthTimeout'
	| 'healthStartPeriod'
	| 'healthRetries'
	| 'noHealthcheck'
	| 'noHealthcheckHelp'
	| 'imageGroup'
	| 'pull'
	| 'pullHelp'
	| 'pullMissing'
	| 'pullAlways'
	| 'pullNever'
	| 'platform'
	| 'platformHelp'
	| 'entrypoint'
	| 'entrypointHelp'
	| 'user'
	| 'userHelp'
	| 'workdir'
	| 'workdirHelp'
	| 'labels'
	| 'labelsHelp'
	| 'addLabel'
	| 'removeLabel'
	| 'others'
	| 'othersHelp'
	| 'history'
	| 'showSecrets'
	| 'useAgain'
	| 'useAgainOf'
	| 'line'
	| 'lineHelp'
	| 'copy'
	| 'run'
	| 'runKeys'
	| 'stop'
	| 'running'
	| 'done'
	| 'open'
	| 'cancelled'
	| 'oneProblem'
	| 'problems';
