import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { canInstall, install } from './packages.ts';

const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--disable-dev-shm-usage',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

const usualPlaces = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/snap/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Ends with the process that started it. */
export async function startChromium(): Promise<Browser> {
	// The tests' own handlers stop things in order; the browser's would end the process first.
	const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
	return chromium.launch({ executablePath: await installChromium(), args: flags, ...signals });
}

/** The path of a browser; installed, with a font for Korean, where that is possible and it is missing. */
export async function installChromium(): Promise<string> {
	const { CHROMIUM_PATH } = process.env;
	const found = [CHROMIUM_PATH ?? '', ...usualPlaces].find(place => place !== '' && existsSync(place));
	if (found && !canInstall()) {
		return found;
	}
	const font = { 'fonts-noto-cjk': '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc' };
	await install(found ? font : { chromium: '/usr/bin/chromium', ...font });
	return found ?? '/usr/bin/chromium';
}
