import type { CommandName } from '../contributions.ts';
import { bakeCommands } from './bake.ts';
import { browseCommands } from './browse.ts';
import { buildCommands } from './build.ts';
import { buildAndRunCommands } from './buildAndRun.ts';
import { checkCommands } from './checkDockerfile.ts';
import { composeCommands } from './compose.ts';
import { containerCommands } from './containers.ts';
import { contextCommands } from './contexts.ts';
import { copyCommands } from './copyFiles.ts';
import { copyTextCommands } from './copyText.ts';
import { createDockerfileCommands } from './createDockerfile.ts';
import { exportImportCommands } from './exportImport.ts';
import { fileCommands } from './files.ts';
import { imageCommands } from './images.ts';
import { networkCommands } from './networks.ts';
import { registryCommands } from './registries.ts';
import type { Handler } from './services.ts';
import { contextCommandsOfDockerfiles } from './showContext.ts';
import { systemCommands } from './system.ts';
import { undoCommands } from './undo.ts';
import { viewCommands } from './viewCommands.ts';
import { volumeArchiveCommands } from './volumeArchive.ts';
import { volumeSizeCommands } from './volumeSizes.ts';
import { volumeCommands } from './volumes.ts';
import { walkthroughCommands } from './walkthrough.ts';

/** What every command does. Loaded with the first command, not at start. */
export const handlers: Readonly<Record<CommandName, Handler>> = {
	...containerCommands,
	...copyCommands,
	...copyTextCommands,
	...exportImportCommands,
	...imageCommands,
	...bakeCommands,
	...buildCommands,
	...buildAndRunCommands,
	...checkCommands,
	...createDockerfileCommands,
	...contextCommandsOfDockerfiles,
	...volumeCommands,
	...volumeArchiveCommands,
	...volumeSizeCommands,
	...browseCommands,
	...fileCommands,
	...networkCommands,
	...composeCommands,
	...registryCommands,
	...contextCommands,
	...systemCommands,
	...undoCommands,
	...viewCommands,
	...walkthroughCommands,
};
