import * as vscode from 'vscode';
import type { CommandName } from '../contributions.ts';
import { type BuildCheckResult, CheckUnsupportedError } from '../engine/buildCheck.ts';
import { requireTrust } from '../providers/requireTrust.ts';
import { nameList } from '../ui/confirm.ts';
import { withProgress } from '../ui/progress.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { offer, opensPage, runsCommand } from '../ui/wayOn.ts';
import { findDockerfile } from './dockerfileTarget.ts';
import { withTools } from './missingTool.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { usualBuild } from './usualBuild.ts';

/** BuildKit's own checks; the findings stand in Problems, and their number is the answer. */
const check: Handler = async (services, call) => {
	requireTrust();
	const { target } = readOptions(call.options, { target: 'string' });
	const dockerfile = await findDockerfile(call, vscode.l10n.t('Check a Dockerfile'));
	const name = vscode.workspace.asRelativePath(dockerfile);
	const result = await withProgress(
		vscode.l10n.t('Checking {0}', name),
		signal => explained(() => runCheck(services, dockerfile, target, signal)),
		{ ...(call.signal ? { signal: call.signal } : {}) },
	);
	if (call.byWindow) {
		tell(name, result);
		await showIfUnseen(dockerfile, result);
	}
	return result.findings.length;
};

function runCheck(
	services: Services,
	dockerfile: string,
	target: string | undefined,
	signal: AbortSignal,
): Promise<BuildCheckResult> {
	const usual = usualBuild(services.memory, dockerfile);
	return withTools(() => services.tasks.checks.check({ dockerfile, ...usual, ...(target ? { target } : {}) }, signal));
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof CheckUnsupportedError)) {
			throw error;
		}
		const page = 'https://docs.docker.com/build/checks/';
		throw new ExplainedError(error, {
			sentence:
				error.by === 'buildx'
					? vscode.l10n.t('Checking a Dockerfile needs buildx 0.15 or later; the installed one is older.')
					: vscode.l10n.t('Checking a Dockerfile needs Docker Engine 27 or later; the one in use cannot do it.'),
			ways: [opensPage(vscode.l10n.t('About Build Checks'), page)],
		});
	}
}

async function showIfUnseen(dockerfile: string, { findings }: BuildCheckResult): Promise<void> {
	const isSeen = vscode.window.visibleTextEditors.some(({ document }) => document.uri.fsPath === dockerfile);
	const [first] = findings;
	if (first && !isSeen) {
		const start = new vscode.Position(first.line - 1, 0);
		await vscode.window.showTextDocument(vscode.Uri.file(dockerfile), { selection: new vscode.Range(start, start) });
	}
}

/** The squiggles are the answer; in words only what they cannot tell. */
function tell(name: string, { findings, imagesOutOfReach }: BuildCheckResult): void {
	const problems = runsCommand(vscode.l10n.t('Show Problems'), 'workbench.actions.view.problems');
	if (imagesOutOfReach.length > 0) {
		const images = nameList(imagesOutOfReach);
		const message = vscode.l10n.t(
			'No registry could be asked for {0}; rules that depend on it were not checked.',
			images,
		);
		offer('warning', message, findings.length > 0 ? [problems] : []);
	}
	const sentence =
		findings.length === 0
			? vscode.l10n.t('BuildKit has nothing against {0}.', name)
			: findings.length === 1
				? vscode.l10n.t('BuildKit has 1 finding in {0}.', name)
				: vscode.l10n.t('BuildKit has {0} findings in {1}.', findings.length, name);
	vscode.window.setStatusBarMessage(sentence, 8_000);
}

export const checkCommands = { 'image.check': check } satisfies Partial<Record<CommandName, Handler>>;
