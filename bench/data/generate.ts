import { type Ctx, transaction } from '../../server/kernel/ctx.ts'
import { createParties, KINDS, type NewParty } from '../../server/modules/parties/index.ts'
import { createTies, type NewTie } from '../../server/modules/ties/index.ts'

const BATCH = 10_000
const SOURCE = 'sample:generated'
const NAMES = ['Bäckerei', 'Weingut', 'Hotel', 'Café', 'Tischlerei', 'Buchhandlung', 'Verein', 'Apotheke', 'Brauerei', 'Gärtnerei']
const SURNAMES = [
  'Adams',
  'Becker',
  'Conrad',
  'Dietz',
  'Esser',
  'Fuchs',
  'Gerber',
  'Hansen',
  'Ittel',
  'Jung',
  'Klein',
  'Lorenz',
  'Marx',
  'Nau',
]
const SECTORS = ['10.71', '11.02', '55.10', '56.10', '43.32', '47.61', '94.99', '47.73', '11.05', '81.30']
const TAGS = ['market', 'organic', 'family', 'export', 'training', 'season', 'online', 'wholesale']
const TYPES = ['buys_from', 'partners', 'refers_to', 'competes', 'informs']
const CITIES = Array.from({ length: 40 }, (_, index) => `Town ${String(index + 1).padStart(2, '0')}`)

type Amounts = { parties: number; ties: number; seed?: number }

/**
 * Fills an ecosystem with made-up parties and ties, the same for the same seed: names, kinds, sectors, places and tags of uneven size, and
 * ties that prefer the neighbours and the well-connected, as in real networks. Answers the ids of the parties.
 */
export async function generateEcosystem(ctx: Ctx, { parties, ties, seed = 1 }: Amounts): Promise<string[]> {
  const chance = chances(seed)
  const ids: string[] = []
  for (let from = 0; from < parties; from += BATCH) {
    const drafts = Array.from({ length: Math.min(BATCH, parties - from) }, (_, index) => draftParty(from + index, chance))
    ids.push(...(await transaction(ctx, (tx) => createParties(tx, drafts, SOURCE))))
  }
  for (let from = 0; from < ties; from += BATCH) {
    const drafts = Array.from({ length: Math.min(BATCH, ties - from) }, () => draftTie(ids, chance))
    await transaction(ctx, (tx) => createTies(tx, drafts, SOURCE))
  }
  return ids
}

function draftParty(index: number, chance: () => number): NewParty {
  const trade = Math.floor(chance() * NAMES.length)
  // the first towns are the largest
  const city = Math.floor(chance() ** 2 * CITIES.length)
  return {
    name: `${NAMES[trade]} ${pick(SURNAMES, chance)} ${index + 1}`,
    kinds: [pick(KINDS, chance).key, ...(chance() < 0.15 ? [pick(KINDS, chance).key] : [])],
    sectorScheme: 'nace',
    sectorCode: SECTORS[trade]!,
    street: `Hauptstraße ${1 + Math.floor(chance() * 90)}`,
    city: CITIES[city]!,
    postalCode: String(54000 + city),
    country: 'DE',
    latitude: 49.8 + (city % 8) * 0.05 + chance() * 0.03,
    longitude: 6.8 + Math.floor(city / 8) * 0.08 + chance() * 0.04,
    website: `https://party-${index + 1}.example`,
    tags: TAGS.filter(() => chance() < 0.12),
  }
}

function draftTie(ids: readonly string[], chance: () => number): NewTie {
  const from = Math.floor(chance() * ids.length)
  const isNear = chance() < 0.7
  const to = isNear ? (from + 1 + Math.floor(chance() * 30)) % ids.length : Math.floor(chance() ** 3 * ids.length)
  const other = to === from ? (from + 1) % ids.length : to
  return { fromId: ids[from]!, toId: ids[other]!, type: pick(TYPES, chance), strength: Math.round(chance() * 100) / 100 }
}

function pick<T>(values: readonly T[], chance: () => number): T {
  return values[Math.floor(chance() * values.length)]!
}

/** Numbers in [0, 1) that look like chance and are the same for the same seed (xorshift, 32 bits). */
function chances(seed: number): () => number {
  let state = seed | 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4294967296
  }
}
