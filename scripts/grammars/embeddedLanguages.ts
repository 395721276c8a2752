/** What a heredoc may be written in. */
export interface EmbeddedLanguage {
	/** VS Code's name of the language, also part of the scope of what is written in it. */
	readonly id: string;
	/** The grammars that know it, or a rule of ours; a missing one is passed over. */
	readonly scopes: readonly string[];
	/** Patterns of the programs that read it from their input or stand in its `#!` line. */
	readonly programs: readonly string[];
	/** Patterns of file name endings, without the dot. */
	readonly endings: readonly string[];
	/** Patterns of whole file names. */
	readonly files?: readonly string[];
}

export const shell: EmbeddedLanguage = {
	id: 'shellscript',
	scopes: ['source.shell'],
	programs: ['(?:ba|da|z|k|a|mk)?sh'],
	endings: ['sh', 'bash', 'zsh', 'ash', 'ksh', 'profile'],
	files: ['\\.?(?:bashrc|bash_profile|profile|zshrc)'],
};

/**
 * VS Code reads each of these grammars, and all that they include, when it opens the first Dockerfile. Those of Ruby,
 * Markdown and C++ include dozens and would cost half a second.
 */
export const embeddedLanguages: readonly EmbeddedLanguage[] = [
	shell,
	language('python', 'source.python', ['python[\\d.]*', 'pypy[\\d.]*', 'ipython'], ['pyi?', 'pyw']),
	language('javascript', 'source.js', ['node(?:js)?', 'bun', 'deno'], ['[cm]?js']),
	language('typescript', 'source.ts', ['tsx', 'ts-node'], ['[cm]?ts']),
	language('ruby', 'ruby', ['j?ruby'], ['rb', 'gemspec'], ['Gemfile', 'Rakefile']),
	language('perl', 'source.perl', ['perl'], ['p[lm]']),
	language('php', 'source.php', ['php[\\d.]*'], ['php']),
	language('lua', 'source.lua', ['lua(?:jit)?[\\d.]*'], ['lua']),
	language('r', 'source.r', ['Rscript'], ['[rR]']),
	language('powershell', 'source.powershell', ['pwsh', 'powershell'], ['psm?1', 'psd1']),
	language('bat', 'source.batchfile', ['cmd'], ['bat', 'cmd']),
	language('sql', 'source.sql', ['psql', 'mysql', 'mariadb', 'sqlite3', 'clickhouse-client'], ['sql']),
	language('json', 'source.json', [], ['json', 'jsonc', 'webmanifest'], ['\\.babelrc', '\\.eslintrc']),
	language('yaml', 'source.yaml', [], ['ya?ml']),
	language('xml', 'text.xml', ['xmllint'], ['xml', 'svg', 'xsd', 'plist', '[a-z]+proj', 'props', 'config']),
	language('html', 'text.html.basic', [], ['html?', 'xhtml']),
	language('css', 'source.css', [], ['css']),
	language('go', 'source.go', [], ['go']),
	language('java', 'source.java', ['jshell'], ['java']),
	language('rust', 'source.rust', [], ['rs']),
	language('csharp', 'source.cs', [], ['csx?']),
	language('c', 'source.c', [], ['[ch]']),
	language('toml', 'source.toml', [], ['toml']),
	language('nginx', 'source.nginx', ['nginx'], ['nginx', 'vhost'], ['nginx\\.conf']),
	language('dotenv', 'source.dotenv', [], ['env'], ['\\.env(?:\\.\\w+)*']),
	language('makefile', 'source.makefile', ['make'], ['mk'], ['(?:GNU)?[Mm]akefile']),
	language('diff', 'source.diff', ['patch', 'git[ \\t]+apply'], ['diff', 'patch']),
	language('dockerfile', 'source.dockerfile', [], ['[dD]ockerfile'], ['Dockerfile', 'Containerfile']),
	language(
		'ini',
		'source.ini',
		[],
		['ini', 'cfg', 'cnf', 'conf', 'properties', 'service', 'socket', 'timer', 'desktop', 'repo'],
		['\\.(?:npmrc|gitconfig|editorconfig|condarc|pypirc)'],
	),
];

/** The scope of text in a language; package.json tells VS Code which language that is. */
export function embeddedScope({ id }: EmbeddedLanguage): string {
	return `meta.embedded.block.${id}`;
}

function language(
	id: string,
	scope: string,
	programs: readonly string[],
	endings: readonly string[],
	files: readonly string[] = [],
): EmbeddedLanguage {
	return { id, scopes: [scope], programs, endings, files };
}
