import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The page of a client: it runs that client's script and nothing else. */
export function clientPage(webview: vscode.Webview, extensionUri: vscode.Uri, client: string): string {
	const nonce = randomBytes(16).toString('base64');
	const script = `<script nonce="${nonce}" src="${clientFile(webview, extensionUri, `${client}.js`)}"></script>`;
	return page(webview, extensionUri, {
		client,
		scripts: `'nonce-${nonce}'`,
		body: `<body><main id="root"></main>${script}</body>`,
	});
}

/** A view's page without a script, in the looks of a client. */
export function plainPage(webview: vscode.Webview, extensionUri: vscode.Uri, client: string, body: string): string {
	return page(webview, extensionUri, { client, scripts: "'none'", body: `<body class="view">${body}</body>` });
}

/** All that pages may load files from. */
export function clientFolder(extensionUri: vscode.Uri): vscode.Uri {
	return vscode.Uri.joinPath(extensionUri, 'dist', 'webviews');
}

function page(
	webview: vscode.Webview,
	extensionUri: vscode.Uri,
	{ client, scripts, body }: { readonly client: string; readonly scripts: string; readonly body: string },
): string {
	const { cspSource } = webview;
	const policy = `default-src 'none'; style-src ${cspSource}; font-src ${cspSource}; script-src ${scripts}`;
	return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${clientFile(webview, extensionUri, `${client}.css`)}">
</head>
${body}
</html>`;
}

function clientFile(webview: vscode.Webview, extensionUri: vscode.Uri, name: string): vscode.Uri {
	return webview.asWebviewUri(vscode.Uri.joinPath(clientFolder(extensionUri), name));
}
