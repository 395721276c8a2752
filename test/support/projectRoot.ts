import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

/** The checkout, found from the sources and from the bundles in `out` alike. */
export const projectRoot = findRoot(import.meta.dirname);

/** What the tests download: kept between runs, ignored by git. */
export const testBedFolder = path.join(projectRoot, '.test-bed');

function findRoot(folder: string): string {
	const manifest = path.join(folder, 'package.json');
	if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'slipway') {
		return folder;
	}
	const parent = path.dirname(folder);
	if (parent === folder) {
		throw new Error('The tests do not lie inside the project.');
	}
	return findRoot(parent);
}
