import type { LayersView } from '../protocols/layers.ts';
import { LayersPage } from './layersPage.ts';
import { startClient } from './panelClient.ts';

startClient<LayersView>((client, root) => new LayersPage(client, root));
