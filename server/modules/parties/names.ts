/** Names of kinds and sectors where the server writes for people, from the catalogue of the workspace, so that both say the same. */
import { messages as deKinds } from '../../../web/src/locales/de/kinds.ts'
import { messages as deNace } from '../../../web/src/locales/de/nace.ts'
import { messages as deNaics } from '../../../web/src/locales/de/naics.ts'
import { messages as enKinds } from '../../../web/src/locales/en/kinds.ts'
import { messages as enNace } from '../../../web/src/locales/en/nace.ts'
import { messages as enNaics } from '../../../web/src/locales/en/naics.ts'

type Locale = 'en' | 'de'

const SECTORS: Record<Locale, Record<'nace' | 'naics', Record<string, string>>> = {
  en: { nace: enNace, naics: enNaics },
  de: { nace: deNace, naics: deNaics },
}

/** The name of a sector by the longest beginning of its code that has one; the code itself where nothing is known of it. */
export function sectorName(locale: Locale, { scheme, code }: { scheme: 'nace' | 'naics'; code: string }): string {
  for (let digits = code.replace('.', ''); digits.length > 0; digits = digits.slice(0, -1)) {
    const name = SECTORS[locale][scheme][digits]
    if (name !== undefined) return name
  }
  return code
}

/** The name of a kind: its own label, or that of one of the seven. */
export function kindName(locale: Locale, { key, label }: { key: string; label: string | null }): string {
  return label ?? ({ en: enKinds, de: deKinds }[locale] as Record<string, string>)[key] ?? key
}
