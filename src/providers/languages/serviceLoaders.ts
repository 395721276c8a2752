/** How the code of each language service gets here, with the first document that needs it. */
export interface ServiceLoaders {
	readonly dockerfile: () => Promise<typeof import('../../languageservice/dockerfile/service.ts')>;
	readonly dockerignore: () => Promise<typeof import('../../languageservice/dockerfile/dockerignoreService.ts')>;
	readonly compose: () => Promise<typeof import('../../languageservice/compose/service.ts')>;
	readonly bake: () => Promise<typeof import('../../languageservice/bake/service.ts')>;
}

/** From files of their own, which Node reads. */
export const nodeServiceLoaders: ServiceLoaders = {
	dockerfile: () => import('../../languageservice/dockerfile/service.ts'),
	dockerignore: () => import('../../languageservice/dockerfile/dockerignoreService.ts'),
	compose: () => import('../../languageservice/compose/service.ts'),
	bake: () => import('../../languageservice/bake/service.ts'),
};
