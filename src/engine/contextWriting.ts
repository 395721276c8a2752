import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContextFile, configFolder, metaFolder, type TlsMaterial, tlsFiles, tlsFolder } from './contextFiles.ts';
import { changeConfig } from './dockerConfigFile.ts';
import type { EngineEnvironment } from './environment.ts';
import { EngineError } from './errors.ts';
import { replaceFile } from './replaceFile.ts';

/** Changes `currentContext` and nothing else in config.json; `default` is written as none. */
export async function writeCurrentContext(environment: EngineEnvironment, name: string): Promise<void> {
	await changeConfig(environment, config => {
		const { currentContext, ...others } = config;
		if ((currentContext || 'default') === name) {
			return config;
		}
		return name === 'default' ? others : { ...config, currentContext: name };
	});
}

/** Writes the certificates first: with its meta.json the context exists. */
export async function writeContext(
	environment: EngineEnvironment,
	context: Omit<ContextFile, 'meta'>,
	material: TlsMaterial,
): Promise<void> {
	const { name, description, host, skipTlsVerify } = context;
	const meta = {
		Name: name,
		Metadata: description === '' ? {} : { Description: description },
		Endpoints: { docker: { Host: host, SkipTLSVerify: skipTlsVerify } },
	};
	await mkdir(configFolder(environment), { recursive: true, mode: 0o700 });
	const tls = join(tlsFolder(environment, name), 'docker');
	await rm(tlsFolder(environment, name), { recursive: true, force: true });
	for (const file of tlsFiles) {
		const content = material[file];
		if (content) {
			await mkdir(tls, { recursive: true, mode: 0o700 });
			await replaceFile(join(tls, `${file}.pem`), content, 0o600);
		}
	}
	const folder = metaFolder(environment, name);
	await mkdir(folder, { recursive: true });
	await replaceFile(join(folder, 'meta.json'), JSON.stringify(meta), 0o644);
}

export async function deleteContext(environment: EngineEnvironment, name: string): Promise<void> {
	await rm(metaFolder(environment, name), { recursive: true, force: true });
	await rm(tlsFolder(environment, name), { recursive: true, force: true });
}

/** The certificates at these paths. `invalid` when one cannot be read, is no PEM file, or lacks its other half. */
export async function readMaterial(paths: { ca?: string; cert?: string; key?: string }): Promise<TlsMaterial> {
	if (Boolean(paths.cert) !== Boolean(paths.key)) {
		throw new EngineError('invalid', 'A client certificate needs its key, and a key its certificate');
	}
	const [ca, cert, key] = await Promise.all(tlsFiles.map(file => readPem(file, paths[file])));
	return { ca, cert, key };
}

async function readPem(option: string, path: string | undefined): Promise<Buffer | undefined> {
	if (!path) {
		return undefined;
	}
	const content = await readFile(path).catch(error => {
		throw new EngineError('invalid', `${path} cannot be read`, {
			recognised: error.code === 'ENOENT' ? { kind: 'noSuchFile', path } : undefined,
			cause: error,
		});
	});
	if (!content.includes('-----BEGIN ')) {
		throw new EngineError('invalid', `${path} is not a PEM file`, {
			recognised: { kind: 'invalidOption', option, value: path },
		});
	}
	return content;
}
