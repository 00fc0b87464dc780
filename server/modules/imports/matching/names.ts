/** Names of organisations as a comparison needs them: without legal form, accents, punctuation, abbreviations. Pure. */

/** `core` tells organisations apart, `generic` says what sort of house it is; a name of generic words only has those as its core. */
export type NameKey = { core: string[]; generic: string[]; sorted: string; text: string }

/** How much two names say that they name one organisation. */
export type NameLevel = 'equal' | 'near' | 'contained' | 'related' | 'different'

const LEGAL_FORMS = new Set(
  (
    'gmbh mbh ggmbh ag kg kgaa ohg gbr ug eg ev ek eu se co cokg haftungsbeschrankt partg partgmbb stiftung inhaber inh gesellschaft inc ' +
    'incorporated llc llp lp ltd limited plc corp corporation company sarl sas sasu eurl sa srl spa snc bv nv vof oy ab as aps sl sro spzoo ' +
    'kft doo cic pty'
  ).split(' '),
)
const STOP_WORDS = new Set(
  'the a an and und et y e of zum zur am im in an der die das den dem von vom le la les il lo los el de du des di da at by'.split(' '),
)

// Both spellings and both languages of one sort of house end in the same word, so that "deli" and "Delicatessen" agree.
const GENERIC: ReadonlyMap<string, string> = new Map(
  [
    'restaurant restaurants ristorante ristorantes restaurante gaststatte gasthaus gasthof wirtshaus dining',
    'cafe caffe coffee kaffee coffeehouse kaffeehaus',
    'bar pub kneipe tavern taverne',
    'bistro bistrot brasserie',
    'hotel hotels hostel pension',
    'deli delis delicatessen delikatessen feinkost',
    'bakery backerei bakkerij konditorei',
    'butcher butchery metzgerei fleischerei',
    'winery weingut weinguter vineyard',
    'shop store laden geschaft markt market',
    'grill grille steakhouse bbq barbecue barbeque',
    'diner diners',
    'pizzeria pizza',
    'association verein verband',
    'school schule',
    'pharmacy apotheke',
  ].flatMap((line) => line.split(' ').map((word, _, [first]) => [word, first as string] as const)),
)
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ['st', 'saint'],
  ['sankt', 'saint'],
  ['bros', 'brothers'],
  ['intl', 'international'],
  ['univ', 'university'],
  ['gebr', 'gebruder'],
])

/** Lower case, without accents; `ß` as ss, `ä` and `ae` alike, so that Müller, Mueller and Muller meet. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/(?<=[bcdfghjklmnpqrstvwxyz])(ue|oe|ae)(?=[bcdfghjklmnpqrstvwxyz])/g, (pair) => pair[0]!)
}

/** Words of a name or street: apostrophes vanish, everything else that is not a letter or digit parts words. */
export function wordsOf(text: string): string[] {
  return plain(text)
    .replace(/(?<=\p{L})['’‘`´](?=\p{L}|\s|$)/gu, '')
    .replace(/\b(?:\p{L}\.){2,}/gu, (initials) => initials.replaceAll('.', ''))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

export function nameKey(name: string, places: readonly string[] = []): NameKey {
  const placeWords = new Set(places.flatMap(wordsOf))
  const inside = name.replace(/\([^)]*\)/g, ' ')
  const all = wordsOf(inside.trim() === '' ? name : inside).map((word) => ABBREVIATIONS.get(word) ?? word)
  const words = all.filter((word) => !LEGAL_FORMS.has(word) && !STOP_WORDS.has(word))
  const kept = words.length > 0 ? words : all
  const generic = [...new Set(kept.map((word) => GENERIC.get(word)).filter((word) => word !== undefined))]
  const own = kept.filter((word) => !GENERIC.has(word))
  const unplaced = own.filter((word) => !placeWords.has(word))
  // "Hotel Traben" in Traben is told apart by nothing else, so there the place stays
  const core = [...new Set(unplaced.length > 0 ? unplaced : own.length > 0 ? own : generic)]
  return { core, generic, sorted: [...core].sort().join(' '), text: core.join('') }
}

/** One key for names that say the same in the same words, whatever their order, case and legal form. */
export function houseKey(name: string): string {
  const { sorted, generic } = nameKey(name)
  return `${sorted} / ${generic.toSorted().join(' ')}`
}

export function compareNames(a: NameKey, b: NameKey): NameLevel {
  if (a.sorted === '' || b.sorted === '') return 'different'
  if (a.sorted === b.sorted || a.text === b.text) return 'equal'
  const [small, large] = a.core.length <= b.core.length ? [a, b] : [b, a]
  const shared = sharedWords(small.core, large.core)
  const dice = (2 * shared) / (small.core.length + large.core.length)
  if (dice === 1) return 'near'
  // one word of a whole name is misspelt, or two words are written as one
  if (small.text.length >= 6 && jaroWinkler(a.text, b.text) >= 0.93) return 'near'
  if (shared === small.core.length && small.text.length >= 4) return 'contained'
  return dice >= 0.5 ? 'related' : 'different'
}

/** Both say what sort of house they are, and they do not agree: the café and the restaurant of one hotel. */
export function sortsDiffer(a: NameKey, b: NameKey): boolean {
  return a.generic.length > 0 && b.generic.length > 0 && !a.generic.some((word) => b.generic.includes(word))
}

function sharedWords(small: readonly string[], large: readonly string[]): number {
  const free = [...large]
  let shared = 0
  for (const word of small) {
    const at = free.findIndex((other) => sameWord(word, other))
    if (at < 0) continue
    free.splice(at, 1)
    shared++
  }
  return shared
}

function sameWord(a: string, b: string): boolean {
  if (a === b) return true
  if (/\d/.test(a) || /\d/.test(b)) return false
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (short.length >= 4 && (long === `${short}s` || long === `${short}es`)) return true
  return short.length >= 5 && jaroWinkler(a, b) >= 0.93
}

/** Jaro similarity raised for a common beginning of up to four letters (Winkler 1990), between 0 and 1. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken = new Uint8Array(b.length)
  const left: string[] = []
  for (let i = 0; i < a.length; i++) {
    const to = Math.min(b.length, i + reach + 1)
    for (let j = Math.max(0, i - reach); j < to; j++) {
      if (taken[j] || a[i] !== b[j]) continue
      taken[j] = 1
      left.push(a[i]!)
      break
    }
  }
  if (left.length === 0) return 0
  let moved = 0
  let at = 0
  for (let j = 0; j < b.length; j++) if (taken[j] && b[j] !== left[at++]) moved++
  const same = left.length
  const jaro = (same / a.length + same / b.length + (same - moved / 2) / same) / 3
  let prefix = 0
  while (prefix < 4 && prefix < a.length && prefix < b.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}
