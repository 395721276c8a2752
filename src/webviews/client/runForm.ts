import type { RunForm } from '../protocols/runForm.ts';
import { startClient } from './panelClient.ts';
import { RunFormPage } from './runFormPage.ts';

startClient<RunForm>((client, root) => new RunFormPage(client, root));
