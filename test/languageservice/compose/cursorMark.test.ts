import assert from 'node:assert/strict';
import { markCursor } from '../../../src/languageservice/compose/cursorMark.ts';
import { markedCompose } from '../../support/inMemoryHost.ts';

function markIn(text: string): string {
	const { document, position } = markedCompose(text);
	const mark = markCursor(document, document.offsetAt(position));
	const path = mark?.place.path.map(step => String(step).replace('ꙮ', '?')).join('/');
	return mark ? `${mark.role} ${path} [${mark.before}|${mark.after}]${mark.quote}` : 'nothing';
}

describe('the word at the cursor', () => {
	const cases: readonly (readonly [string, string])[] = [
		['‸', 'key ? [|]'],
		['services:\n  a:\n    po‸\n    image: x\n', 'key services/a/? [po|]'],
		['services:\n  a:\n    po‸rts: []\n', 'key services/a/? [po|rts]'],
		['services:\n  a:\n    "po‸rts": []\n', 'key services/a/? [po|rts]"'],
		['services:\n  a:\n    image: "ng‸\n    ports: []\n', 'value services/a/image [ng|]"'],
		["services:\n  a:\n    image: 'n‸g'\n", "value services/a/image [n|g]'"],
		['services:\n  a:\n    image: ng‸inx # why\n', 'value services/a/image [ng|inx]'],
		['services:\n  a:\n    image: x ‸\n', 'nothing'],
		['services:\n  a:\n    image: x # ‸\n', 'nothing'],
		['services:\n  a:\n    image: ‸[x]\n', 'nothing'],
		['services:\n  a:\n    ports: ["80‸\n  b: {}\n', 'item services/a/ports/0 [80|]"'],
		['services:\n  a: {image: x, po‸\n', 'key services/a/? [po|]'],
		['services:\n  a: {image: x, po‸: []}\n', 'key services/a/? [po|]'],
		['services:\n  a: {image: ng‸, tty: true}\n', 'value services/a/image [ng|]'],
		['services:\n  a:\n    depends_on:\n      - d‸\n', 'item services/a/depends_on/0 [d|]'],
		['services:\n  a:\n    depends_on:\n      -‸\n', 'item services/a/depends_on/0 [|]'],
		['services:\n  a:\n    depends_on: [\n      b,\n      ‸\n    ]\n', 'item services/a/depends_on/1 [|]'],
		['services:\n  a:\n    ports:\n      - target: 80\n        pu‸\n', 'key services/a/ports/0/? [pu|]'],
		['services:\n  a:\n    volumes:\n      - ./a:/b:‸\n', 'value services/a/volumes/0/./a:/b [|]'],
		['services:\n  a:\n    image: x\n   ‸\n', 'nothing'],
		['services:\n  a:\n    image: x\n      ‸\n', 'text services/a/image/x ? [      |]'],
		['services:\n  a:\n    command: |\n      echo $‸\n', 'text services/a/command [      echo $|]'],
		['services:\r\n  a:\r\n    po‸\r\n', 'key services/a/? [po|]'],
	];
	for (const [text, expected] of cases) {
		it(JSON.stringify(text), () => assert.equal(markIn(text), expected));
	}
});
