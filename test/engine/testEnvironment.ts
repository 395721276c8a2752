import type { EngineEnvironment } from '../../src/engine/environment.ts';

/** An environment in which nothing can be found but what the test says. */
export function testEnvironment(
	given: Partial<Omit<EngineEnvironment, 'contextSetting'>> & { setting?: string } = {},
): EngineEnvironment {
	const { setting = '', ...rest } = given;
	return { env: {}, home: '/nonexistent', platform: 'linux', uid: 0, contextSetting: () => setting, ...rest };
}
