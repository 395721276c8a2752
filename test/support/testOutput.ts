/** Starts every line of the tests' report (an invisible character), to tell it from what VS Code itself logs. */
export const mark = '\u2060';
