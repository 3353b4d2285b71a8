/** A row of a Markdown table. */
export const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |\n`;

/** The head of a table whose first `left` columns are text and whose others are numbers. */
export const head = (names: readonly string[], left = 0): string =>
  row(names) + row(names.map((_, index) => (index < left ? '---' : '---:')));
