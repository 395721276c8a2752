import { nearest } from '../../dockerfile/nearest.ts';
import type { Problems } from '../problems.ts';
import type { ProjectFiles } from '../projectFiles.ts';
import { at, entriesOf, itemsOf, type MapValue, textOf, type Value } from '../values.ts';
import { parseVolumeMount } from '../volumeMount.ts';
import { isScalarValue, partSpot } from './dependencies.ts';
import type { ServiceEntry } from './enabled.ts';
import { isExternal } from './resources.ts';

/** More bind mounts than this are not looked for: each costs a look at the disk. */
const bindLimit = 100;

/** Files that Compose itself does not miss before they are needed. */
export function checkBeyondFiles(
	model: MapValue,
	services: ReadonlyMap<string, ServiceEntry>,
	files: ProjectFiles,
	problems: Problems,
): void {
	let binds = 0;
	for (const { value, isEnabled } of services.values()) {
		if (isEnabled) {
			checkBuild(value, files, problems);
			for (const item of itemsOf(at(value, 'volumes'))) {
				if (binds++ < bindLimit) {
					checkBind(item, files, problems);
				}
			}
		}
	}
	for (const section of ['secrets', 'configs']) {
		for (const { value } of entriesOf(at(model, section))) {
			checkResourceFile(value, files, problems);
		}
	}
}

function checkResourceFile(resource: Value, files: ProjectFiles, problems: Problems): void {
	const file = at(resource, 'file');
	const path = textOf(file);
	if (file && path && !isExternal(resource)) {
		const uri = files.resolve(file.at.source.folder, path);
		if (files.state(uri).kind === 'missing') {
			problems.add('MissingResourceFile', file.at, [path], { path, uri });
		}
	}
}

function checkBind(item: Value, files: ProjectFiles, problems: Problems): void {
	const text = textOf(item);
	const mount = text === undefined ? undefined : parseVolumeMount(text);
	const isLong = mount === undefined && textOf(at(item, 'type')) === 'bind';
	const source = mount ? ('problem' in mount ? '' : mount.source) : isLong ? (textOf(at(item, 'source')) ?? '') : '';
	// Only paths beside the file: others may be of the machine that the engine runs on.
	if (!/^\.\.?(?:\/|$)/.test(source)) {
		return;
	}
	const written = mount ? item : (at(item, 'source') ?? item);
	const uri = files.resolve(item.at.source.folder, source);
	if (files.state(uri).kind === 'missing') {
		problems.add('MissingBindSource', partSpot(written, source), [source], { path: source, uri });
	}
}

function checkBuild(service: Value, files: ProjectFiles, problems: Problems): void {
	const build = at(service, 'build');
	const context = isScalarValue(build) ? build : at(build, 'context');
	const folder = textOf(context) ?? '.';
	const inline = at(build, 'dockerfile_inline');
	if (!build || inline || /:\/\/|^git@|^github\.com\/|\.git(?:#|$)|^service:/.test(folder)) {
		return;
	}
	const written = at(build, 'dockerfile');
	const name = textOf(written) || 'Dockerfile';
	const root = files.resolve(build.at.source.folder, folder);
	const uri = files.resolve(root, name);
	const state = files.state(uri);
	const place = written ?? context ?? at(build, 'context');
	if (state.kind === 'missing' && place) {
		const path = `${folder.replace(/\/$/, '')}/${name}`.replace(/^\.\/(?=.)/, '');
		problems.add('MissingDockerfile', place.at, [name.startsWith('/') ? name : path], { path, uri });
	}
	const target = at(build, 'target');
	const wanted = textOf(target);
	if (state.kind === 'file' && target && wanted) {
		const stages = [...state.text.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*\S+[ \t]+AS[ \t]+(\S+)/gim)].map(match =>
			(match[1] as string).toLowerCase(),
		);
		if (!stages.includes(wanted.toLowerCase()) && !/^\d+$/.test(wanted)) {
			const suggestion = nearest(wanted, stages);
			problems.add('UndefinedStage', target.at, [wanted], { name: wanted, kind: 'stage', suggestion, uri });
		}
	}
}
