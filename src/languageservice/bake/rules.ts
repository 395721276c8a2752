import type { RuleSeverity, Text } from '../host.ts';

export interface BakeRule {
	readonly severity: Exclude<RuleSeverity, 'off'>;
	readonly message: Text;
}

/** What is checked in bake files besides their syntax. */
export const bakeRules = {
	InvalidSyntax: { severity: 'error', message: { en: '{0}', ko: '{0}' } },
	MissingName: {
		severity: 'error',
		message: {
			en: 'A `{0}` block needs a name: `{0} "name" { … }`.',
			ko: '`{0}` 블록에는 이름이 필요합니다: `{0} "이름" { … }`.',
		},
	},
	ExtraName: {
		severity: 'error',
		message: { en: 'A `{0}` block has only one name.', ko: '`{0}` 블록의 이름은 하나뿐입니다.' },
	},
	InvalidName: {
		severity: 'error',
		message: {
			en: 'The name `{0}` may only contain letters, digits, `_` and `-`.',
			ko: '이름 `{0}`에는 영문자, 숫자, `_`, `-`만 쓸 수 있습니다.',
		},
	},
	UnknownBlock: {
		severity: 'warning',
		message: { en: 'Bake knows no block `{0}` and ignores it.', ko: '`{0}` 블록은 bake에 없으며 무시됩니다.' },
	},
	UnknownAttribute: {
		severity: 'warning',
		message: {
			en: 'A `{1}` has no attribute `{0}`; bake ignores it.',
			ko: '`{1}`에는 `{0}` 속성이 없으며 무시됩니다.',
		},
	},
	UnsupportedAttribute: {
		severity: 'error',
		message: { en: 'A `{1}` has no attribute `{0}`.', ko: '`{1}`에는 `{0}` 속성이 없습니다.' },
	},
	MissingAttribute: {
		severity: 'error',
		message: { en: 'A `{1}` needs the attribute `{0}`.', ko: '`{1}`에는 `{0}` 속성이 있어야 합니다.' },
	},
	BlockForMap: {
		severity: 'warning',
		message: {
			en: '`{0}` is written as a block and ignored; write `{0} = { … }`.',
			ko: '`{0}`을(를) 블록으로 써서 무시됩니다. `{0} = { … }`로 쓰세요.',
		},
	},
	WrongType: {
		severity: 'error',
		message: { en: '`{0}` must be {1}.', ko: '`{0}`은(는) {1}이어야 합니다.' },
	},
	UndefinedTarget: {
		severity: 'error',
		message: { en: 'There is no target `{0}`.', ko: '`{0}` 타깃이 없습니다.' },
	},
	UndefinedVariable: {
		severity: 'error',
		message: {
			en: 'There is no variable `{0}`. Environment variables count only where a `variable` block names them.',
			ko: '`{0}` 변수가 없습니다. 환경 변수도 `variable` 블록으로 선언해야 쓸 수 있습니다.',
		},
	},
	UndefinedFunction: {
		severity: 'error',
		message: { en: 'There is no function `{0}`.', ko: '`{0}` 함수가 없습니다.' },
	},
	WrongArguments: {
		severity: 'error',
		message: { en: '`{0}` is called as `{1}`.', ko: '`{0}`은(는) `{1}`(으)로 호출합니다.' },
	},
	CyclicReference: {
		severity: 'error',
		message: { en: '`{0}` refers to itself: {1}.', ko: '`{0}`이(가) 자기 자신을 참조합니다: {1}.' },
	},
	InvalidMatrix: {
		severity: 'error',
		message: { en: 'A matrix is a map whose values are lists.', ko: '`matrix`는 값이 목록인 맵이어야 합니다.' },
	},
	MatrixWithoutName: {
		severity: 'error',
		message: {
			en: 'A matrix needs a `name` that is different for every combination: `name = "{0}"`.',
			ko: '`matrix`에는 조합마다 다른 `name`이 필요합니다: `name = "{0}"`.',
		},
	},
	NameWithoutMatrix: {
		severity: 'error',
		message: {
			en: '`name` is only allowed together with `matrix`.',
			ko: '`name`은 `matrix`와 함께 쓸 때만 쓸 수 있습니다.',
		},
	},
	UndefinedStage: {
		severity: 'error',
		message: { en: 'The Dockerfile has no stage `{0}`.', ko: 'Dockerfile에 `{0}` 스테이지가 없습니다.' },
	},
	UndefinedArgument: {
		severity: 'error',
		message: { en: 'The Dockerfile has no `ARG {0}`.', ko: 'Dockerfile에 `ARG {0}`이(가) 없습니다.' },
	},
	MissingDockerfile: {
		severity: 'info',
		message: { en: 'There is no file `{0}`.', ko: '`{0}` 파일이 없습니다.' },
	},
	InvalidNetwork: {
		severity: 'error',
		message: {
			en: 'The network is `default`, `host` or `none`.',
			ko: '네트워크는 `default`, `host`, `none` 중 하나입니다.',
		},
	},
	InvalidEntitlement: {
		severity: 'error',
		message: {
			en: 'The entitlement is `network.host` or `security.insecure`.',
			ko: '권한은 `network.host`나 `security.insecure`입니다.',
		},
	},
	InvalidAnnotation: {
		severity: 'error',
		message: { en: 'An annotation has the form `key=value`.', ko: '주석은 `키=값` 형식으로 씁니다.' },
	},
	InvalidPlatform: {
		severity: 'error',
		message: {
			en: '`{0}` is no platform, such as `linux/amd64`.',
			ko: '`{0}`은(는) `linux/amd64` 같은 플랫폼이 아닙니다.',
		},
	},
	InvalidSize: {
		severity: 'error',
		message: { en: '`{0}` is no size, such as `128m`.', ko: '`{0}`은(는) `128m` 같은 크기가 아닙니다.' },
	},
	InvalidUlimit: {
		severity: 'error',
		message: {
			en: '`{0}` is no limit, such as `nofile=1024:1024`.',
			ko: '`{0}`은(는) `nofile=1024:1024` 같은 제한이 아닙니다.',
		},
	},
	InvalidItem: {
		severity: 'error',
		message: { en: '`{0}` must say its type: `type=…`.', ko: '`{0}`에는 종류를 써야 합니다: `type=…`.' },
	},
	IgnoredDockerfile: {
		severity: 'warning',
		message: {
			en: '`dockerfile` is ignored because `dockerfile-inline` is set.',
			ko: '`dockerfile-inline`이 있어서 `dockerfile`은 무시됩니다.',
		},
	},
	WrongOperand: {
		severity: 'error',
		message: { en: '`{0}` needs {1} here.', ko: '`{0}`의 이 자리에는 {1}이(가) 와야 합니다.' },
	},
	NoSuchItem: {
		severity: 'error',
		message: { en: 'The value has no item `{0}`.', ko: '값에 `{0}` 항목이 없습니다.' },
	},
	UnknownItemKey: {
		severity: 'error',
		message: { en: '`{0}` is not known in `{1}`.', ko: '`{1}`에는 `{0}`이(가) 없습니다.' },
	},
} as const satisfies Readonly<Record<string, BakeRule>>;

export type BakeRuleName = keyof typeof bakeRules;

export const didYouMean: Text = { en: ' Did you mean `{0}`?', ko: ' 혹시 `{0}`을(를) 찾으셨나요?' };
