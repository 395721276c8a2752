/** What usual images listen on and where they keep their data. */
export interface WellKnownImage {
	readonly ports: readonly number[];
	/** The folder of the data, or one above it; the first is the one to name. */
	readonly data: readonly string[];
}

const images: Readonly<Record<string, WellKnownImage>> = {
	elasticsearch: { ports: [9200, 9300], data: ['/usr/share/elasticsearch/data'] },
	influxdb: { ports: [8086], data: ['/var/lib/influxdb2', '/var/lib/influxdb', '/var/lib/influxdb3'] },
	mariadb: { ports: [3306], data: ['/var/lib/mysql'] },
	memcached: { ports: [11211], data: [] },
	minio: { ports: [9000, 9001], data: [] },
	mongo: { ports: [27017], data: ['/data/db'] },
	mysql: { ports: [3306], data: ['/var/lib/mysql'] },
	nats: { ports: [4222], data: [] },
	neo4j: { ports: [7474, 7687], data: ['/data'] },
	postgis: { ports: [5432], data: ['/var/lib/postgresql/data', '/var/lib/postgresql'] },
	postgres: { ports: [5432], data: ['/var/lib/postgresql/data', '/var/lib/postgresql'] },
	rabbitmq: { ports: [5672, 15672], data: ['/var/lib/rabbitmq'] },
	redis: { ports: [6379], data: ['/data'] },
	valkey: { ports: [6379], data: ['/data'] },
};

/** By the last part of an image's repository; undefined for all others. */
export function wellKnownImage(reference: string): WellKnownImage | undefined {
	const name = baseName(reference);
	return Object.hasOwn(images, name) ? images[name] : undefined;
}

/** `postgres` of `docker.io/library/postgres:16@sha256:…`. */
export function baseName(reference: string): string {
	const path = reference.replace(/@.*$/, '');
	return path.slice(path.lastIndexOf('/') + 1).replace(/:.*$/, '');
}
