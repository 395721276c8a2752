import type { StatsPanel } from '../protocols/stats.ts';
import { startClient } from './panelClient.ts';
import { StatsPage } from './statsPage.ts';

startClient<StatsPanel>((client, root) => new StatsPage(client, root));
