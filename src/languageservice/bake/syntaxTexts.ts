import type { Text } from '../host.ts';

/** What the reader says about broken syntax. */
export const syntaxTexts = {
	expected: { en: '`{0}` is missing here.', ko: '여기에 `{0}`이(가) 없습니다.' },
	item: {
		en: 'An attribute `name = value` or a block `target "name" { … }` is expected here.',
		ko: '여기에는 속성 `이름 = 값`이나 블록 `target "이름" { … }`이 와야 합니다.',
	},
	value: { en: 'A value is expected here.', ko: '여기에는 값이 와야 합니다.' },
	needsEquals: { en: 'Write `=` between a name and its value.', ko: '이름과 값 사이에는 `=`를 쓰세요.' },
	blockEquals: { en: 'A block has no `=` before its brace.', ko: '블록의 중괄호 앞에는 `=`를 쓰지 않습니다.' },
	brace: {
		en: 'A block needs its `{` on the same line as its name.',
		ko: '블록의 `{`는 이름과 같은 줄에 있어야 합니다.',
	},
	unclosedBlock: { en: 'This block is never closed: `}` is missing.', ko: '블록이 닫히지 않았습니다. `}`가 없습니다.' },
	newline: {
		en: 'Each attribute and block needs a line of its own.',
		ko: '속성과 블록은 각각 한 줄에 하나씩 써야 합니다.',
	},
	oneLine: {
		en: 'A block on one line can hold a single attribute; write each on its own line.',
		ko: '한 줄로 쓴 블록에는 속성을 하나만 둘 수 있습니다. 한 줄에 하나씩 쓰세요.',
	},
	unclosedString: {
		en: 'The string is not closed on this line; `"` is missing.',
		ko: '문자열이 이 줄에서 닫히지 않았습니다. `"`가 없습니다.',
	},
	singleQuotes: { en: 'Strings take double quotes.', ko: '문자열에는 큰따옴표를 씁니다.' },
	badEscape: { en: '`{0}` is not an escape sequence.', ko: '`{0}`은(는) 이스케이프 표현이 아닙니다.' },
	unclosedHeredoc: {
		en: 'The text that begins here never ends: a line with `{0}` alone is missing.',
		ko: '여기서 시작한 텍스트가 끝나지 않습니다. `{0}`만 있는 줄이 없습니다.',
	},
	listComma: { en: 'List items are separated by commas.', ko: '목록의 항목은 쉼표로 구분합니다.' },
	entryComma: {
		en: 'Map entries are separated by commas or line breaks.',
		ko: '맵의 항목은 쉼표나 줄바꿈으로 구분합니다.',
	},
	trailingComma: {
		en: 'JSON allows no comma after the last item.',
		ko: 'JSON에서는 마지막 항목 뒤에 쉼표를 쓸 수 없습니다.',
	},
	jsonKey: { en: 'JSON names stand in double quotes.', ko: 'JSON의 이름은 큰따옴표로 묶습니다.' },
	dottedKey: {
		en: 'Quote a name that contains dots: `"{0}"`.',
		ko: '점이 들어 있는 이름은 따옴표로 묶으세요: `"{0}"`.',
	},
	labelTemplate: { en: 'A name cannot contain `${…}`.', ko: '이름에는 `${…}`를 쓸 수 없습니다.' },
	directive: {
		en: '`{0}` is not known between `%{ }`; there are `if`, `else`, `endif`, `for` and `endfor`.',
		ko: '`%{ }` 안의 `{0}`은(는) 알 수 없습니다. `if`, `else`, `endif`, `for`, `endfor`가 있습니다.',
	},
	unclosedDirective: {
		en: '`%{ {0} }` has no `%{ end{0} }`.',
		ko: '`%{ {0} }`에 짝이 되는 `%{ end{0} }`이 없습니다.',
	},
	strayDirective: {
		en: '`%{ {0} }` has no `%{ {1} … }` before it.',
		ko: '`%{ {0} }` 앞에 짝이 되는 `%{ {1} … }`이 없습니다.',
	},
	duplicateAttribute: {
		en: '`{0}` is already set in this block.',
		ko: '`{0}`은(는) 이 블록에서 이미 설정했습니다.',
	},
	tooDeep: { en: 'This is nested too deeply.', ko: '너무 깊이 중첩되어 있습니다.' },
} as const satisfies Readonly<Record<string, Text>>;
