import { Composer, type CST, type Document, Lexer, Parser } from 'yaml';

export interface ReadYaml {
	readonly tokens: readonly CST.Token[];
	/** At least one, also for an empty text. */
	readonly documents: readonly Document.Parsed[];
}

/**
 * YAML as Compose reads it: the lines inside quotes and brackets may begin in any column, and a carriage return alone
 * ends a line.
 */
export function readYaml(text: string, onNewLine?: (offset: number) => void): ReadYaml {
	const source = text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
	const strict = read(source, new Lexer(), onNewLine);
	const errors = errorOffsets(strict);
	if (!strict.documents.some(({ errors }) => errors.some(({ message }) => unclosed.test(message)))) {
		return strict;
	}
	// Mistakes that are not there for the strict reader mean that a quote or bracket was really left open.
	const patient = read(source, patientLexer());
	const left = errorOffsets(patient);
	return left.length < errors.length && left.every(offset => errors.includes(offset)) ? patient : strict;
}

const unclosed = /^Missing closing ["']quote|must end with a [\]}]|sufficiently indented and end with/;

function read(source: string, lexer: Lexer, onNewLine?: (offset: number) => void): ReadYaml {
	const parser = new Parser(onNewLine);
	const tokens: CST.Token[] = [];
	for (const lexeme of lexer.lex(source)) {
		tokens.push(...parser.next(lexeme));
	}
	tokens.push(...parser.end());
	const composer = new Composer({
		uniqueKeys: false,
		intAsBigInt: true,
		keepSourceTokens: false,
		prettyErrors: false,
		logLevel: 'silent',
	});
	return { tokens, documents: [...composer.compose(tokens, true, source.length)] as Document.Parsed[] };
}

function errorOffsets({ documents }: ReadYaml): number[] {
	return documents.flatMap(({ errors }) => errors.map(({ pos }) => pos[0]));
}

/** What the lexer keeps to itself. */
interface LexerState {
	/** The column from which on a line belongs to what is open. */
	indentNext: number;
	flowLevel: number;
	parseQuotedScalar(): Generator<string, unknown>;
}

/** A lexer for which nothing in quotes or brackets ends where a line is indented less. */
function patientLexer(): Lexer {
	const lexer = new Lexer();
	const state = lexer as unknown as LexerState;
	const parseQuotedScalar = state.parseQuotedScalar.bind(lexer);
	let { indentNext } = state;
	let isQuoted = false;
	Object.defineProperty(lexer, 'indentNext', {
		get: () => (isQuoted || state.flowLevel > 0 ? 0 : indentNext),
		set: (column: number) => {
			indentNext = column;
		},
	});
	state.parseQuotedScalar = function* () {
		isQuoted = true;
		const next = yield* parseQuotedScalar();
		isQuoted = false;
		return next;
	};
	return lexer;
}
