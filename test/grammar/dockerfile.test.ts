import assert from 'node:assert/strict';
import type { IGrammar } from 'vscode-textmate';
import { assertScopes, effortOf, loadGrammar, type Scopes, tokenize } from './tokenizer.ts';

const keyword = 'keyword.control.dockerfile';
const comment = 'comment.line.number-sign.dockerfile';
const name = 'variable.other.readwrite.dockerfile';
const continues = 'constant.character.escape.line-continuation.dockerfile';
const label = 'keyword.control.heredoc-token.dockerfile';
const illegal = 'invalid.illegal.expansion.dockerfile';

/** Scopes by source. */
const table: Readonly<Record<string, Readonly<Record<string, Scopes>>>> = {
	instructions: {
		'FROM a\nRUN true': { FROM: keyword, RUN: keyword, a: 'entity.name.type.image.dockerfile' },
		'  from a\n\trun true': { from: keyword, run: keyword },
		'FROMAGE a': { 'FROMAGE a': `!${keyword}` },
		'FROM --platform=$BUILDPLATFORM reg:5000/a/b:1.2-x@sha256:0af AS c': {
			platform: 'variable.parameter.flag.dockerfile',
			BUILDPLATFORM: 'variable.language.dockerfile',
			'reg:5000/a/b': 'entity.name.type.image.dockerfile',
			'1.2-x': 'constant.other.tag.dockerfile',
			'0af': 'constant.numeric.digest.dockerfile',
			AS: keyword,
			c: 'entity.name.namespace.stage.dockerfile',
		},
		'FROM scratch as x': { scratch: 'constant.language.dockerfile', as: keyword },
		'FROM ${A:-b}/c:${D}-e': { b: 'string.unquoted.expansion.dockerfile', '-e': 'constant.other.tag.dockerfile' },
		'EXPOSE 80/tcp 90-99 $P': {
			'80': 'constant.numeric.port.dockerfile',
			tcp: 'constant.language.protocol.dockerfile',
			'99': 'constant.numeric.port.dockerfile',
			P: name,
		},
		'ENV A=1 B="x $A" C=\'$A\'': {
			B: 'variable.other.constant.dockerfile',
			$A: ['string.quoted.single.dockerfile', '!meta.variable.dockerfile'],
		},
		'ENV A the rest': { A: 'variable.other.constant.dockerfile', rest: 'string.unquoted.value.dockerfile' },
		'LABEL a.b="c" "d e"=f': { 'a.b': 'variable.other.constant.dockerfile', c: 'string.quoted.double.dockerfile' },
		'ARG A B=1': { A: 'variable.other.constant.dockerfile', B: 'variable.other.constant.dockerfile' },
		'HEALTHCHECK --interval=1m30s --retries=3 CMD ["a"]': {
			'1m30s': 'constant.numeric.duration.dockerfile',
			'3': 'constant.numeric.dockerfile',
			CMD: keyword,
			a: 'string.quoted.double.json.dockerfile',
		},
		'HEALTHCHECK NONE': { NONE: 'constant.language.dockerfile' },
		'STOPSIGNAL SIGTERM': { SIGTERM: 'constant.language.signal.dockerfile' },
		'STOPSIGNAL sigrtmin+3': { 'sigrtmin+3': 'constant.language.signal.dockerfile' },
		'COPY LICENSE /a': { LICENSE: 'string.unquoted.argument.dockerfile' },
		'USER 1000': { '1000': 'constant.numeric.dockerfile' },
		'ADD https://a.b/c.tgz /': { 'https://a.b/c.tgz': 'markup.underline.link.dockerfile' },
		'ONBUILD RUN echo a': { ONBUILD: keyword, RUN: keyword, echo: 'meta.embedded.line.shell' },
		'onbuild copy --from=a . /b': { copy: keyword, a: 'entity.name.namespace.stage.dockerfile' },
		'ONBUILD \\\nCOPY a b': { COPY: keyword },
		'RUN echo a\nSHELL ["b", "-c"]': { b: 'string.quoted.double.json.dockerfile' },
	},
	flags: {
		'RUN --mount=type=cache,target=/a,sharing=locked,ro --network=none npm ci': {
			type: 'variable.parameter.option.dockerfile',
			cache: 'support.constant.mount.dockerfile',
			target: 'variable.parameter.option.dockerfile',
			'/a': 'string.unquoted.value.dockerfile',
			ro: 'variable.parameter.option.dockerfile',
			none: 'string.unquoted.value.dockerfile',
			npm: 'entity.name.command.shell',
		},
		'COPY --link=true --chmod=0755 --chown=$U:g a b': {
			true: 'constant.language.boolean.dockerfile',
			'0755': 'constant.numeric.dockerfile',
			U: name,
		},
		'COPY a --link b': { '--link': 'string.unquoted.argument.dockerfile' },
		'COPY --from=golang:1.22 a b': {
			golang: 'entity.name.type.image.dockerfile',
			'1.22': 'constant.other.tag.dockerfile',
		},
		'CMD a --flag': { '-flag': '!variable.parameter.flag.dockerfile' },
	},
	directives: {
		'# syntax=docker/dockerfile:1\n# check=skip=JSONArgsRecommended;error=true\n\n# syntax=x': {
			'syntax@0': 'keyword.other.directive.dockerfile',
			skip: 'variable.parameter.check.dockerfile',
			JSONArgsRecommended: 'entity.name.function.rule.dockerfile',
			true: 'constant.language.dockerfile',
			'syntax=x@3': [comment, '!meta.directive.dockerfile'],
		},
		'# other=1\n# escape=`': { 'escape=`': '!meta.directive.dockerfile' },
		'#  ESCAPE = `\nCOPY a `\nb': {
			ESCAPE: 'keyword.other.directive.dockerfile',
			'`@1': continues,
			b: 'meta.instruction.copy.dockerfile',
		},
		'FROM a\n# check=skip=all // why\nRUN b': { all: 'constant.language.dockerfile', '// why': comment },
		'# hadolint ignore=DL3008,DL3009\nRUN a': { DL3009: 'entity.name.function.rule.dockerfile' },
	},
	continuations: {
		'RUN a \\\n  # b\n\n  c\nENV d=1': { '\\': continues, b: comment, c: 'meta.embedded.line.shell', ENV: keyword },
		'RUN echo "a \\\n# b\n c" d': {
			b: comment,
			c: ['string.quoted.double.shell', '!entity.name.command.shell'],
			d: 'string.unquoted.argument.shell',
		},
		"RUN echo 'a \\\n b' \\\n  && c": { b: 'string.quoted.single.shell', c: 'entity.name.command.shell' },
		'COPY a \\  \n  b\nRUN c': { b: 'meta.instruction.copy.dockerfile', RUN: keyword },
		'COPY a C:\\\\\nRUN c': { RUN: keyword },
		'ENV A=1 \\\n    # why\n    B=2': { why: comment, B: 'variable.other.constant.dockerfile' },
		'RUN a \\\nCOPY b': { COPY: `!${keyword}` },
		'FROM a \\\n  AS b': { AS: keyword, b: 'entity.name.namespace.stage.dockerfile' },
		'RUN a \\\n# last': { last: comment },
	},
	'exec forms': {
		'CMD ["a", "b\\n"]': { '\\n': 'constant.character.escape.json.dockerfile', a: 'meta.json.dockerfile' },
		"CMD ['a']": { a: '!meta.json.dockerfile' },
		'CMD [ -f a ] && b': { b: 'entity.name.command.shell' },
		'RUN [ "$A" = b ] || c': { c: 'entity.name.command.shell', A: '!meta.json.dockerfile' },
		'CMD ["a", \\\n  "b"]\nUSER c': { b: 'string.quoted.double.json.dockerfile', USER: keyword },
		'CMD ["a", 1]': { '1': 'invalid.illegal.json.dockerfile' },
		'VOLUME ["/a"]': { '/a': 'string.quoted.double.json.dockerfile' },
	},
	variables: {
		'WORKDIR $A/${B}': { A: name, B: name },
		'WORKDIR ${A:-x}': { ':-': 'keyword.operator.expansion.dockerfile', x: 'string.unquoted.expansion.dockerfile' },
		'WORKDIR ${A:-${B}}': { B: name },
		'WORKDIR ${A##*/}': { '##': 'keyword.operator.expansion.dockerfile' },
		'WORKDIR ${A//b/c}': { '//': 'keyword.operator.expansion.dockerfile' },
		'WORKDIR ${A^^}': { '^^': illegal },
		'WORKDIR ${#A}': { '#A': illegal },
		'WORKDIR \\$A': { '\\$': 'constant.character.escape.dockerfile', A: '!meta.variable.dockerfile' },
		'ENV A="\\$B $C"': { '\\$': 'constant.character.escape.dockerfile', C: name },
	},
	heredocs: {
		'RUN <<EOF\necho a\nEOF\nUSER b': {
			'EOF@0': label,
			echo: 'meta.embedded.block.shellscript',
			'EOF@2': label,
			USER: keyword,
		},
		'RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF': { import: 'meta.embedded.block.python' },
		'RUN python3 <<EOF\nimport os\nEOF': { import: 'keyword.control.import.python' },
		'RUN <<EOF python3\nimport os\nEOF': { import: 'meta.embedded.block.python' },
		'RUN <<EOF /usr/bin/env node\nlet a\nEOF': { let: 'meta.embedded.block.javascript' },
		'RUN --mount=type=cache,target=/a ruby - <<EOF\nputs 1\nEOF': { puts: 'meta.embedded.block.ruby' },
		'RUN perl <<EOF\nmy $a;\nEOF': { my: 'meta.embedded.block.perl' },
		'RUN php <<EOF\n<?php echo 1;\nEOF': { echo: 'meta.embedded.block.php' },
		'RUN bash -e <<EOF\nif a; then b; fi\nEOF': { if: 'meta.embedded.block.shellscript' },
		'RUN cat <<EOF > /a/b.json\n{"c": 1}\nEOF': { c: 'meta.embedded.block.json' },
		'RUN cat > a.yaml <<EOF\nb: 1\nEOF': { b: 'meta.embedded.block.yaml' },
		'RUN tee a.ini <<EOF\n[b]\nEOF': { b: 'meta.embedded.block.ini' },
		'RUN cat <<EOF\na $B\nEOF': { a: 'string.unquoted.heredoc.dockerfile', B: name },
		'RUN cat <<"EOF"\na $B\nEOF': { 'a $B': 'string.unquoted.heredoc.dockerfile' },
		'COPY <<EOF /a/b.py\nimport os\nEOF': { import: 'meta.embedded.block.python' },
		'COPY <<b.json /a/\n{"c": "$D"}\nb.json': { c: 'meta.embedded.block.json', D: name },
		"COPY <<'EOF' /a\n$D\nEOF": { $D: '!meta.variable.dockerfile' },
		'COPY <<EOF /a\n#!/bin/sh\necho b\nEOF': { echo: 'meta.embedded.block.shellscript' },
		'COPY <<EOF /Dockerfile\nFROM a\nEOF\nUSER b': { USER: keyword, FROM: 'meta.embedded.block.dockerfile' },
		'COPY <<a.json <<b.py /c/\n{"d": 1}\na.json\nimport e\nb.py\nUSER f': {
			'a.json@0': label,
			'b.py@0': label,
			'a.json@2': label,
			import: 'meta.embedded.block.python',
			'b.py@4': label,
			USER: keyword,
		},
		'RUN a <<A && b <<-"B" && c <<C\na\nA\n\tb\n\tB\nc\nC\nUSER d': {
			'a@1': 'string.unquoted.heredoc.dockerfile',
			'A@2': label,
			'B@4': label,
			'C@6': label,
			USER: keyword,
		},
		'RUN cat <<A > b && cat <<A > c\nd\nA\ne\nA\nUSER f': {
			'A@2': label,
			e: 'string.unquoted.heredoc.dockerfile',
			'A@4': label,
			USER: keyword,
		},
		'RUN <<-EOF\n\techo a\n\tEOF\nUSER b': { 'EOF@2': label, USER: keyword },
		'RUN <<EOF\n\tEOF\nEOF\nUSER b': { 'EOF@1': `!${label}`, 'EOF@2': label, USER: keyword },
		'RUN --network=none \\\n  cat <<EOF > a.json\n{"b": 1}\nEOF\nUSER c': {
			b: 'meta.embedded.block.json',
			USER: keyword,
		},
		'RUN cat <<EOF > a && \\\n  b\nbody\nEOF\nUSER c': {
			b: 'entity.name.command.shell',
			body: 'string.unquoted.heredoc.dockerfile',
			USER: keyword,
		},
		'RUN 3<<EOF cat\na\nEOF': { '3': 'constant.numeric.file-descriptor.dockerfile' },
		'ONBUILD RUN <<EOF\necho a\nEOF\nUSER b': { echo: 'meta.embedded.block.shellscript', USER: keyword },
		'RUN echo "<<EOF"\nUSER a': { USER: keyword },
		'RUN cat <<<a\nUSER b': { USER: keyword },
		'RUN echo $((1<<2)) && c\nUSER b': { c: 'entity.name.command.shell', USER: keyword },
		'RUN cat << EOF > a.json\n{"b": 1}\nEOF\nUSER c': { 'EOF@0': label, b: 'meta.embedded.block.json', USER: keyword },
		'RUN cat <<- EOF\nUSER c': { USER: keyword },
		'RUN cat <<\nUSER c': { USER: keyword },
		'RUN cat <<"E F"\na $B\nE F\nUSER c': {
			'E F@0': label,
			'a $B': 'string.unquoted.heredoc.dockerfile',
			USER: keyword,
		},
		'RUN <<EOF;a\nb\nEOF\nEOF;a\nUSER c': { 'EOF@2': `!${label}`, 'EOF;a@3': label, USER: keyword },
		'ENV A=<<EOF\nUSER b': { USER: keyword },
	},
	'what is left open': {
		'RUN echo "a\nUSER b': { USER: keyword },
		"RUN echo 'a\nUSER b": { USER: keyword },
		'RUN echo $(a\nUSER b': { USER: keyword },
		'RUN if a; then\nUSER b': { USER: keyword },
		'RUN cat<<EOF\nUSER b': { USER: keyword },
		'ENV A="b\nUSER c': { USER: keyword },
		'ENV A=${B\nUSER c': { USER: keyword },
		'CMD ["a\nUSER b': { USER: keyword },
		'CMD ["a",\nUSER b': { USER: keyword },
		'FROM a:\nUSER b': { USER: keyword },
		'RUN --mount=type=\nUSER b': { USER: keyword },
		'RUN <<EOF\necho "a\nEOF\nUSER b': { 'EOF@2': label, USER: keyword },
		'RUN python3 <<EOF\na = """b\nEOF\nUSER c': { 'EOF@2': label, USER: keyword },
		'COPY <<EOF /a.json\n{"b": [\nEOF\nUSER c': { 'EOF@2': label, USER: keyword },
		'COPY <<EOF /a.html\n<script>\nEOF\nUSER c': { 'EOF@2': label, USER: keyword },
		'COPY <<EOF /a.js\n/* `\nEOF\nUSER c': { 'EOF@2': label, USER: keyword },
	},
	'Windows files': {
		'# escape=`\nFROM a\nRUN Write-Host "a" ; `\n  # why\n  $b = 1\nCOPY a C:\\dir\\\nUSER c': {
			'Write-Host': 'meta.embedded.line.powershell',
			why: comment,
			USER: keyword,
			dir: 'string.unquoted.argument.dockerfile',
		},
		'# escape=`\nRUN a \\\nUSER b': { USER: keyword },
		'# escape=`\nONBUILD RUN a `\n b\nUSER c': { b: 'meta.embedded.line.powershell', USER: keyword },
	},
};

describe('Dockerfile grammar', () => {
	let grammar: IGrammar;
	before(async function () {
		this.timeout(300_000);
		grammar = await loadGrammar('dockerfile.tmLanguage.json');
	});

	for (const [subject, rows] of Object.entries(table)) {
		describe(subject, () => {
			for (const [text, scopes] of Object.entries(rows)) {
				it(JSON.stringify(text), () => assertScopes(grammar, text, scopes));
			}
		});
	}

	it('takes an unclosed heredoc to the end, as the builder does', () => {
		const tokens = tokenize(grammar, 'RUN <<EOF\necho a\nUSER b');
		assert.ok(tokens.at(-1)?.scopes.includes('meta.embedded.block.shellscript'));
	});

	const hostile: Readonly<Record<string, (lines: number) => string>> = {
		'ordinary lines': lines =>
			'RUN apt-get update && echo "a $B" | tee c\nCOPY --from=a b /c\nENV A=1 B="$C"\n'.repeat(lines / 3),
		'one continued instruction': lines => `RUN a${' \\\n  && echo "b $C"'.repeat(lines)}`,
		'comments in a continued instruction': lines => `RUN a \\\n${'# b\n'.repeat(lines)}b`,
		'an unclosed quote that goes on': lines => `RUN echo "a${' \\\n b'.repeat(lines)}`,
		'a heredoc': lines => `RUN <<EOF\n${'echo "a" && b\n'.repeat(lines)}EOF`,
		'an unclosed heredoc': lines => `RUN python3 <<EOF\n${'a = """\n'.repeat(lines)}`,
		'many heredocs': lines => 'COPY <<EOF /a.json\n{"a": 1}\nEOF\n'.repeat(lines / 3),
		'nested expansions on a line': lines => `ENV A=${'${A:-'.repeat(lines)}`,
		'arrows on a line': lines => `RUN a ${'<'.repeat(lines)}`,
		'quotes on a line': lines => `RUN a ${'"'.repeat(lines)}`,
	};
	for (const [what, make] of Object.entries(hostile)) {
		it(`works in proportion to the text: ${what}`, () => {
			const few = effortOf(grammar, make(300));
			const many = effortOf(grammar, make(2_400));
			assert.ok(many.searches < 8.1 * few.searches, `${few.searches} and ${many.searches} searches`);
			assert.equal(many.depth, few.depth);
		}).timeout(60_000);
	}
});
