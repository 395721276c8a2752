import type { ContainerPage } from '../protocols/containerPage.ts';
import { ContainerPageView } from './containerPageView.ts';
import { startClient } from './panelClient.ts';

startClient<ContainerPage>((client, root) => new ContainerPageView(client, root));
