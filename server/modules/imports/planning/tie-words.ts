/** Which type of tie a word means: its key or its name in English or German, seen from either end. Pure. */
import type { TieType } from '../../ties/index.ts'
import { plain } from '../matching/names.ts'

/** `isReversed` where the word names the tie from its other end: who sells to you is whom you buy from. */
export type MeantType = { key: string; isReversed: boolean }

const WORDS: Record<string, string> = {
  buys_from: 'buys from|customer of|kauft bei|kauft von|bezieht von|kunde von|kundin von',
  sells_to: 'sells to|verkauft an',
  supplies: 'supplies|supplier of|beliefert|liefert an|lieferant von',
  supplied_by: 'supplied by|is supplied by|wird beliefert von|beliefert von',
  partners:
    'partners|partner|partner of|partnership|works with|cooperates with|arbeitet zusammen mit|kooperiert mit|partner von|partnerschaft',
  refers_to: 'refers to|recommends|empfiehlt|empfiehlt weiter an|verweist auf',
  referred_by: 'referred by|is referred by|wird empfohlen von|empfohlen von',
  competes:
    'competes|competes with|competitor|competitor of|steht im wettbewerb mit|konkurriert mit|mitbewerber|mitbewerber von|wettbewerb',
  conflicts: 'conflicts|conflicts with|conflict|liegt im streit mit|im konflikt mit|konflikt|streit',
  member_of: 'member of|is member of|is a member of|ist mitglied bei|ist mitglied von|mitglied von|mitglied bei|mitglied in|mitglied',
  has_member: 'has member|has as member|hat als mitglied|hat mitglied',
  funds: 'funds|funder of|finances|fordert|finanziert',
  funded_by: 'funded by|is funded by|wird gefordert von|gefordert von|wird finanziert von|finanziert von',
  regulates: 'regulates|supervises|beaufsichtigt|reguliert',
  regulated_by: 'regulated by|is regulated by|wird beaufsichtigt von|beaufsichtigt von',
  informs: 'informs|informiert',
  informed_by: 'informed by|is informed by|wird informiert von|informiert von',
}

const KEY_CHARS_MAX = 40

/** Makes the reader of words for the types of one ecosystem, own ones by key and labels. */
export function tieWordReader(types: readonly TieType[]): (word: string) => MeantType | undefined {
  const byWord = new Map<string, MeantType>()
  const add = (word: string | null, meant: MeantType) => {
    const key = word === null ? '' : wordKey(word)
    if (key !== '' && !byWord.has(key)) byWord.set(key, meant)
  }
  for (const { key, label, inverse, inverseLabel } of types) {
    for (const word of [key, label, ...wordsOf(key)]) add(word, { key, isReversed: false })
    if (inverse === key) continue
    for (const word of [inverse, inverseLabel, ...wordsOf(inverse)]) add(word, { key, isReversed: true })
  }
  return (word) => byWord.get(wordKey(word))
}

/** Types of one's own may have any key, so nothing but what stands there counts. */
function wordsOf(key: string): string[] {
  return Object.hasOwn(WORDS, key) ? WORDS[key]!.split('|') : []
}

/** The key of a new type of one's own: letters, digits and `_`. Empty for a word that has none. */
export function keyOfWord(word: string): string {
  return wordKey(word)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, KEY_CHARS_MAX)
}

/** `Buys from`, `buys-from` and `buys_from` are one word. */
function wordKey(word: string): string {
  return plain(word)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
