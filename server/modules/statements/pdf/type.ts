/** Type in a PDF: the fonts of the web app, letter by letter, so that ten thousand lines are set in seconds. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import decompress from 'woff2-encoder/decompress'

/** What pdfkit has of a font that is embedded, as far as it is used here. */
type Font = {
  id: string
  ref: () => unknown
  encode: (text: string, features: string[]) => [hex: string[], positions: { advanceWidth: number }[]]
  font: { hasGlyphForCodePoint: (codePoint: number) => boolean }
}
type Sheet = {
  registerFont: (name: string, bytes: Buffer) => unknown
  font: (name: string) => unknown
  _font: Font
  page: { fonts: Record<string, unknown> }
  addContent: (text: string) => unknown
}

export type Face = 'text' | 'title'
type Letter = { font: Font; hex: string; width: number }

const FILES = {
  inter: ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'].map((part) => `inter/files/inter-${part}`),
  fraunces: ['latin', 'latin-ext'].map((part) => `fraunces/files/fraunces-${part}`),
}
/** Letters that no font here has look like this. */
const UNKNOWN = '?'
const UNITS = 1000

export async function openType(document: unknown) {
  const sheet = document as Sheet
  for (const file of [...FILES.inter, ...FILES.fraunces]) sheet.registerFont(file, await trueType(file))
  const letterOf = letters(sheet)
  const runsOf = (face: Face, text: string) => {
    const runs: Letter[] = []
    for (const letter of clean(text)) {
      const { font, hex, width } = letterOf(face, letter)
      const last = runs.at(-1)
      if (last?.font !== font) runs.push({ font, hex, width })
      else {
        last.hex += hex
        last.width += width
      }
    }
    return runs
  }
  const widthOf: WidthOf = (text, size) => widthOfRuns(runsOf('text', text), size)
  return {
    /** Sets a line of text at a place from the left (or up to it) and the top of the page. */
    put(text: string, { x, y, size, face = 'text', colour, end = false }: Place): void {
      const runs = runsOf(face, text)
      let at = end ? x - widthOfRuns(runs, size) : x
      let content = `BT ${colour} rg`
      for (const run of runs) {
        sheet.page.fonts[run.font.id] = run.font.ref()
        content += ` /${run.font.id} ${size} Tf 1 0 0 -1 ${at.toFixed(2)} ${y.toFixed(2)} Tm <${run.hex}> Tj`
        at += (run.width * size) / UNITS
      }
      sheet.addContent(`${content} ET`)
    },
    /** Breaks a text into lines of a width; what is beyond the last line is left out, and said to be by three dots. */
    wrap: (text: string, width: number, size: number, most: number) => wrapped(clean(text), width, size, most, widthOf),
  }
}

/** Each letter in the first font that has it, looked up once. */
function letters(sheet: Sheet): (face: Face, letter: string) => Letter {
  const order: Record<Face, string[]> = { text: FILES.inter, title: [...FILES.fraunces, ...FILES.inter] }
  const fonts = new Map<string, Font>()
  const known: Record<Face, Map<string, Letter>> = { text: new Map(), title: new Map() }
  const fontOf = (name: string): Font => {
    if (!fonts.has(name)) {
      sheet.font(name)
      fonts.set(name, sheet._font)
    }
    return fonts.get(name)!
  }
  const letterOf = (face: Face, letter: string): Letter => {
    const before = known[face].get(letter)
    if (before) return before
    const code = letter.codePointAt(0)!
    const file = order[face].find((name) => fontOf(name).font.hasGlyphForCodePoint(code))
    const made = file === undefined ? letterOf(face, UNKNOWN) : encoded(fontOf(file), letter)
    known[face].set(letter, made)
    return made
  }
  return letterOf
}

function widthOfRuns(runs: readonly Letter[], size: number): number {
  return (runs.reduce((sum, { width }) => sum + width, 0) * size) / UNITS
}

type WidthOf = (text: string, size: number) => number

function wrapped(text: string, width: number, size: number, most: number, widthOf: WidthOf): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer, size) <= width) line = longer
    else {
      if (line !== '') lines.push(line)
      line = cut(word, width, size, widthOf)
    }
  }
  lines.push(line)
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), cut(`${lines[most - 1]} ${lines[most]}`, width, size, widthOf)]
}

function cut(text: string, width: number, size: number, widthOf: WidthOf): string {
  if (widthOf(text, size) <= width) return text
  let shorter = text
  while (shorter !== '' && widthOf(`${shorter}…`, size) > width) shorter = [...shorter].slice(0, -1).join('')
  return `${shorter.trimEnd()}…`
}

export type Type = Awaited<ReturnType<typeof openType>>
type Place = { x: number; y: number; size: number; face?: Face; colour: string; end?: boolean }

function encoded(font: Font, letter: string): Letter {
  // figures of one width stand below each other
  const [hex, positions] = font.encode(letter, /[0-9]/.test(letter) ? ['tnum'] : [])
  return { font, hex: hex.join(''), width: positions.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0) }
}

function clean(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .replaceAll('\u00a0', ' ')
    .trim()
}

/** Compressed for the web, a font cannot be cut down to the letters that are used. */
async function trueType(file: string): Promise<Buffer> {
  const path = fileURLToPath(import.meta.resolve(`@fontsource-variable/${file}-wght-normal.woff2`))
  return Buffer.from(await decompress(readFileSync(path)))
}
