import { fieldsOf, numberOf, textOf, timeOf } from './rawFields.ts';
import { platformName, type RemoteImage } from './remoteImage.ts';

const pageSize = 100;

export function hubRepositoriesPath(namespace: string): string {
	return `/v2/repositories/${encodeURIComponent(namespace)}/?page_size=${pageSize}&ordering=last_updated`;
}

export function hubTagsPath(repository: string): string {
	return `/v2/repositories/${repository}/tags?page_size=${pageSize}&ordering=last_updated`;
}

export const hubTokenPath = '/v2/auth/token';

export interface HubPage {
	readonly results: readonly Readonly<Record<string, unknown>>[];
	/** Address of the next page; empty after the last one. */
	readonly next: string;
}

export function readHubPage(value: Readonly<Record<string, unknown>>): HubPage {
	const { results, next } = value;
	return { results: Array.isArray(results) ? results.map(fieldsOf) : [], next: textOf(next) };
}

export interface HubTag {
	readonly name: string;
	readonly image: RemoteImage;
}

export function readHubTag(value: Readonly<Record<string, unknown>>): HubTag {
	const images = (Array.isArray(value.images) ? value.images : []).map(fieldsOf);
	const platforms = images
		.map(image => ({ name: platformName(image), size: numberOf(image.size) || undefined }))
		.filter(({ name }) => !name.startsWith('unknown'));
	const image = {
		digest: textOf(value.digest),
		createdAt: timeOf(value.tag_last_pushed ?? value.last_updated),
		platforms: platforms.length > 0 ? platforms : [{ name: '', size: numberOf(value.full_size) || undefined }],
	};
	return { name: textOf(value.name), image };
}
