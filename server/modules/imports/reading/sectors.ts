/** The code of a sector as lists write it: in NACE Rev. 2, one of its national versions, or NAICS 2017. Pure. */
import { isNace, isNaics } from '../../parties/index.ts'

export type Sector = { scheme: 'nace' | 'naics'; code: string }

/** A class with or without its dot, behind its section or not; the fifth digit is a country's own, such as that of the German WZ 2008. */
const NACE_WRITTEN = /^(?:[A-U]\s*)?(\d{2})(?:\.?(\d{1,2})(?:\.?\d)?)?$/i
const SECTION = /^[A-U]$/i

export function naceOf(text: string): Sector | undefined {
  if (SECTION.test(text)) return { scheme: 'nace', code: text.toUpperCase() }
  const [, division, rest] = NACE_WRITTEN.exec(text) ?? []
  const code = rest === undefined ? division : `${division}.${rest}`
  return code !== undefined && isNace(code) ? { scheme: 'nace', code } : undefined
}

export function naicsOf(text: string): Sector | undefined {
  return isNaics(text) ? { scheme: 'naics', code: text } : undefined
}

/** The sector where nothing but the form of the code tells the scheme; `ambiguous` where it could be one of either. */
export function sectorOfForm(text: string): Sector | 'ambiguous' | undefined {
  const [nace, naics] = [naceOf(text), naicsOf(text)]
  return nace && naics ? 'ambiguous' : (nace ?? naics)
}
