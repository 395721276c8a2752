import type { IGrammar } from 'vscode-textmate';
import { assertScopes, loadGrammar, type Scopes } from './tokenizer.ts';

const name = 'variable.other.readwrite.compose';
const image = 'entity.name.type.image.compose';
const tag = 'constant.other.tag.compose';
const port = 'constant.numeric.port.compose';
const key = 'entity.name.tag.yaml';

const table: Readonly<Record<string, Scopes>> = {
	'a: ${B:-c} $D': {
		a: key,
		B: name,
		':-': 'keyword.operator.expansion.compose',
		c: 'string.unquoted.expansion.compose',
		D: name,
	},
	'a: "${B?c} $$D"': { B: name, $$: 'constant.character.escape.compose', D: '!meta.variable.compose' },
	"a: '${B+${C-d}}'": { B: name, C: name, d: 'string.unquoted.expansion.compose' },
	'a: |\n  b ${C}\nd: e': { C: name, d: key },
	'a: [b, "${C}"]': { C: name },
	'$a: b': { $a: key },
	'# ${A}': { '${A}': 'comment.line.number-sign.yaml' },
	'a: ${B': { B: name },
	'a: ${B\nc: d': { c: key },
	'a: "${B\nc: d"': { B: name },
	'image: nginx': { nginx: image },
	'image: reg:5000/a/b:1.2-x@sha256:00112233445566778899aabbccddeeff': {
		'reg:5000/a/b': image,
		'1.2-x': tag,
		'00112233445566778899aabbccddeeff': 'constant.numeric.digest.compose',
	},
	'image: "a:1" # b': { '1': tag, b: 'comment.line.number-sign.yaml' },
	'image: ${A:-b}/c:${D}-e': { A: name, '/c': image, D: name, '-e': tag },
	'ports:\n  - "8080:80/tcp"\n  - 127.0.0.1:90-91:92-93\n  - 53/udp\n  - ${P}:70': {
		'8080': port,
		'80': port,
		tcp: 'constant.language.protocol.compose',
		'127.0.0.1': port,
		'90-91': port,
		udp: 'constant.language.protocol.compose',
		P: name,
		'70': port,
	},
	'volumes:\n  - data:/a:ro\n  - ./b:/c:rw,z\n  - "d:/e"': {
		data: 'entity.name.namespace.volume.compose',
		ro: 'constant.language.mode.compose',
		'./b': '!entity.name.namespace.volume.compose',
		'rw,z': 'constant.language.mode.compose',
		d: 'entity.name.namespace.volume.compose',
	},
	'environment:\n  - A=b\n  - "C=$D"': {
		A: 'variable.other.constant.compose',
		C: 'variable.other.constant.compose',
		D: name,
	},
	'interval: 1m30s\ntimeout: "5s"\nother: 5s': {
		'1m30s': 'constant.numeric.duration.compose',
		'5s@1': 'constant.numeric.duration.compose',
		'5s@2': '!constant.numeric.duration.compose',
	},
	'mem_limit: 512m\nshm_size: 1gb': { '512m': 'constant.numeric.size.compose', '1gb': 'constant.numeric.size.compose' },
	'build:\n  dockerfile_inline: |\n    FROM a AS b\n    # c\n    RUN d ${E} \\\n      --f "g\n  target: b\nh: i': {
		dockerfile_inline: key,
		FROM: 'keyword.control.compose',
		AS: 'keyword.control.compose',
		'# c': 'comment.line.number-sign.compose',
		E: name,
		target: key,
		h: key,
	},
};

describe('Compose grammar', () => {
	let grammar: IGrammar;
	before(async function () {
		this.timeout(300_000);
		grammar = await loadGrammar('compose.tmLanguage.json');
	});

	for (const [text, scopes] of Object.entries(table)) {
		it(JSON.stringify(text), () => assertScopes(grammar, text, scopes));
	}
});
