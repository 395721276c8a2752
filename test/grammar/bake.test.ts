import type { IGrammar } from 'vscode-textmate';
import { assertScopes, loadGrammar, type Scopes } from './tokenizer.ts';

const block = 'keyword.control.block.bake';
const property = 'variable.other.property.bake';
const reference = 'variable.other.readwrite.bake';

const table: Readonly<Record<string, Scopes>> = {
	'target "web" {\n  context = "."\n}': {
		target: block,
		'"web"': 'entity.name.type.label.bake',
		context: property,
		'=': 'keyword.operator.assignment.bake',
	},
	'group "default" { targets = ["a", "b"] }': { group: block, targets: property, a: 'string.quoted.double.bake' },
	'target web {\n}': { target: block, web: 'entity.name.type.label.bake' },
	'a = "${B}-${upper("c")} $${D}"': {
		B: reference,
		upper: 'entity.name.function.bake',
		c: ['string.quoted.double.bake', 'meta.interpolation.bake'],
		'$${': 'constant.character.escape.bake',
	},
	'a = [for b in ["c"] : "x-${b}" if b != ""]': {
		for: 'keyword.control.bake',
		in: 'keyword.control.bake',
		if: 'keyword.control.bake',
	},
	'a = b == "c" ? 1 : null # d': {
		'==': 'keyword.operator.bake',
		'1': 'constant.numeric.bake',
		null: 'constant.language.bake',
		d: 'comment.line.number-sign.bake',
	},
	'// a\n/* b\nc */\nd = true': {
		a: 'comment.line.double-slash.bake',
		'b@1': 'comment.block.bake',
		d: property,
		true: 'constant.language.bake',
	},
	'args = {\n  A = null\n  "B" = 1\n}': { A: property, '1': 'constant.numeric.bake' },
	'a-b = c': { 'a-b': property, c: reference },
	'a = <<EOT\nFROM b AS c\nRUN d ${E} "f\nEOT\ng = 1': {
		'EOT@0': 'keyword.control.heredoc-token.bake',
		FROM: 'keyword.control.bake',
		E: reference,
		'EOT@3': 'keyword.control.heredoc-token.bake',
		g: property,
	},
	'  a = <<-EOT\n    FROM b\n  EOT\ng = 1': { 'EOT@2': 'keyword.control.heredoc-token.bake', g: property },
	'a = "b\nc = 1': { c: property },
	'a = "${b\nc = 1': { c: property },
	'a = "${b("c\nd = 1': { d: property },
};

describe('Bake grammar', () => {
	let grammar: IGrammar;
	before(async function () {
		this.timeout(300_000);
		grammar = await loadGrammar('bake.tmLanguage.json');
	});

	for (const [text, scopes] of Object.entries(table)) {
		it(JSON.stringify(text), () => assertScopes(grammar, text, scopes));
	}
});
