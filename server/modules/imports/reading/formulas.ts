/**
 * Texts that a spreadsheet would take for a formula. What we write into a table has an apostrophe before such a text, which makes
 * spreadsheets leave it alone; reading takes exactly these apostrophes off again, so that every text comes back as it was. Pure.
 */

/** Begins a formula in some program: = + - @, also in full width, after blanks or as a tab or line end. */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/
/** Phone numbers and numbers begin with + or - too and can call nothing. */
const NUMBER = /^[+-][\d\s()./-]*$/

/** Whether a spreadsheet could run it. */
export function isDangerous(text: string): boolean {
  return FORMULA.test(text) && !NUMBER.test(text)
}

/** With an apostrophe before it where it is dangerous; and where it has that apostrophe already, so that it is not lost in reading. */
export function defuse(text: string): string {
  return isDangerous(text.replace(/^'+/, '')) ? `'${text}` : text
}

/** Takes back `defuse`. */
export function undoDefuse(cell: string): string {
  return cell.startsWith("'") && isDangerous(cell.replace(/^'+/, '')) ? cell.slice(1) : cell
}
