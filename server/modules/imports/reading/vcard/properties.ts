/** One property of a vCard 2.1, 3.0 or 4.0: name, parameters, and its value decoded. Pure. */
import { storable } from '../../../../kernel/texts.ts'
import { type ContentLine, HEAD_CHARS_MAX } from './lines.ts'

export type Property = {
  line: number
  /** Apple ties a property to its label by a common group: `item1.EMAIL` and `item1.X-ABLabel`. */
  group: string
  name: string
  /** `WORK`, `CELL`, `PREF` …, in capitals. */
  types: Set<string>
  /** 1 is what somebody prefers, 100 the last; 100 where nothing is said. */
  preference: number
  encoding: 'quoted-printable' | 'base64' | null
  charset: string | null
  /** The value as bytes, still encoded and escaped. */
  raw: string
  isCut: boolean
}

const HEAD = /^(?:([\w-]+)\.)?([\w-]+)((?:;(?:[^":;]|"[^"]*")*)*):/
const PREFERENCE_LAST = 100

/** Undefined for a line that is no property. */
export function parseProperty({ line, text, isCut }: ContentLine): Property | undefined {
  const head = HEAD.exec(text.slice(0, HEAD_CHARS_MAX))
  if (!head) return undefined
  const property: Property = {
    line,
    group: (head[1] ?? '').toUpperCase(),
    name: head[2]!.toUpperCase(),
    types: new Set(),
    preference: PREFERENCE_LAST,
    encoding: null,
    charset: null,
    raw: text.slice(head[0].length),
    isCut,
  }
  for (const parameter of head[3]!.match(/(?:[^";]|"[^"]*")+/g) ?? []) readParameter(property, parameter)
  if (property.types.has('PREF')) property.preference = 1
  return property
}

function readParameter(property: Property, parameter: string): void {
  const at = parameter.indexOf('=')
  // in 2.1 a type or an encoding may stand without its name
  const name = at < 0 ? '' : parameter.slice(0, at).toUpperCase()
  const value = parameter.slice(at + 1).replaceAll('"', '')
  const upper = value.toUpperCase()
  if (name === 'CHARSET') property.charset = value
  else if (name === 'PREF') property.preference = Math.min(PREFERENCE_LAST, Math.max(1, Number(value) || PREFERENCE_LAST))
  else if (name === 'ENCODING' || (name === '' && /^(?:QUOTED-PRINTABLE|BASE64|B)$/.test(upper))) property.encoding = encodingOf(upper)
  else if (name === 'TYPE' || name === '') for (const type of upper.split(',')) property.types.add(type.trim())
}

function encodingOf(name: string): Property['encoding'] {
  if (name === 'QUOTED-PRINTABLE') return 'quoted-printable'
  return name === 'BASE64' || name === 'B' ? 'base64' : null
}

/** The text of a property, still escaped. Undefined where its encoding is broken. */
export function textOf(property: Property): string | undefined {
  const text = decoded(property)
  return text === undefined ? undefined : storable(text)
}

function decoded({ encoding, charset, raw }: Property): string | undefined {
  if (encoding === 'quoted-printable') return decodeBytes(unquote(raw), charset)
  if (encoding !== 'base64') return decodeBytes(raw, charset)
  const bare = raw.replace(/\s/g, '')
  if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) return undefined
  return decodeBytes(Buffer.from(bare, 'base64').toString('latin1'), charset)
}

/** Quoted-printable (RFC 2045): `=C3=A4` is two bytes. What only looks like it stays. */
function unquote(raw: string): string {
  return raw.replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** Without a charset the text is UTF-8, and Windows-1252 where it cannot be UTF-8. Undefined for a charset that does not exist. */
function decodeBytes(bytes: string, charset: string | null): string | undefined {
  const holdsAscii = charset === null || /^(?:us-ascii|utf-?8|iso-8859-|windows-125)/i.test(charset)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is asked for
  if (holdsAscii && /^[\u0000-\u007f]*$/.test(bytes)) return bytes
  const buffer = Buffer.from(bytes, 'latin1')
  if (charset === null || /^utf-?8$/i.test(charset)) return decodeUtf8(buffer) ?? new TextDecoder('windows-1252').decode(buffer)
  try {
    return new TextDecoder(charset).decode(buffer)
  } catch {
    return undefined
  }
}

function decodeUtf8(buffer: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer)
  } catch {
    return undefined
  }
}

/** The parts between separators that are not escaped, unescaped. Version 2.1 escapes nothing but `;`. */
export function partsOf(text: string, separator: ';' | ',', version: string): string[] {
  if (!text.includes('\\')) return text.split(separator)
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\' && (version !== '2.1' || text[at + 1] === ';')) at++
    else if (text[at] === separator) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, text.slice(from)].map((part) => unescapeText(part, version))
}

export function unescapeText(text: string, version: string): string {
  if (version === '2.1') return text.replaceAll('\\;', ';')
  return text.replace(/\\([nN,;:\\])/g, (_, character: string) => (character === 'n' || character === 'N' ? '\n' : character))
}
