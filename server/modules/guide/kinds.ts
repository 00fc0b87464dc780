import type { Locale, ShownKindOfEcosystem } from './schema.ts'
import { KINDS_OF_ECOSYSTEM, type KindOfEcosystem } from './templates.ts'

/** The kinds of ecosystem in one language, by name, with the words each would bring. The same for everybody. */
export function listKindsOfEcosystem(locale: Locale): ShownKindOfEcosystem[] {
  const label = (entry: { label: Record<Locale, string> }) => entry.label[locale]
  return KINDS_OF_ECOSYSTEM.map(({ key, name, description, sectors, kinds, fields, tieTypes }) => ({
    key,
    name: name[locale],
    description: description[locale],
    sectors,
    words: { kinds: kinds.map(label), fields: fields.map(label), tieTypes: tieTypes.map(label) },
  })).sort((one, other) => one.name.localeCompare(other.name, locale))
}

/** Undefined for `other`, for nothing, and for a kind whose file is gone. */
export function findKindOfEcosystem(key: string | null | undefined): KindOfEcosystem | undefined {
  return KINDS_OF_ECOSYSTEM.find((kind) => kind.key === key)
}
