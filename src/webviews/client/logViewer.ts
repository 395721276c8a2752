import type { LogViewer } from '../protocols/logViewer.ts';
import { LogPage } from './logPage.ts';
import { startClient } from './panelClient.ts';

startClient<LogViewer>((client, root) => new LogPage(client, root));
