import type { Text } from '../host.ts';

/** The tags that Compose understands besides those of YAML. */
export const tagTexts: readonly { readonly label: string; readonly text: Text }[] = [
	{
		label: '!reset',
		text: {
			en: 'Takes away what the files before set here.',
			ko: '앞의 파일이 여기에 정한 값을 지웁니다.',
		},
	},
	{
		label: '!override',
		text: {
			en: 'Replaces what the files before set here instead of merging with it.',
			ko: '앞의 파일이 정한 값과 합치지 않고 통째로 바꿉니다.',
		},
	},
];
