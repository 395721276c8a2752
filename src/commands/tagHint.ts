import * as vscode from 'vscode';
import type { Image } from '../engine/resources.ts';
import { hasTagOrDigest, withDefaultTag } from './nameRules.ts';

/** What giving an image this name brings about beside it: another image loses the name, or `latest` is added. */
export function tagHint(images: readonly Image[], name: string): string | undefined {
	const reference = withDefaultTag(name);
	if (images.some(({ tags }) => tags.includes(reference))) {
		return vscode.l10n.t('Another image is called {0} now, and loses this name.', reference);
	}
	return hasTagOrDigest(name) ? undefined : vscode.l10n.t('The name becomes {0}.', reference);
}
