/** The fewest introductions that join pieces of a map into one. Pure. */

/** Two parties to bring together, and why these: one meets a need of the other, the same party knows both, or both are well connected in their piece. */
export type Introduction = {
  one: number
  other: number
  reason: 'need' | 'knowsBoth' | 'connected'
  through: number | null
  category: string | null
}

/** The same by the ids of parties. */
export type NamedIntroduction = {
  oneId: string
  otherId: string
  reason: Introduction['reason']
  throughId: string | null
  category: string | null
}

/** What there is to know of two parties before they are brought together. All in positions of parties. */
export type Acquaintance = {
  /** In conflict: never brought together. */
  isBarred: (one: number, other: number) => boolean
  /** Competitors are brought together only where nobody else can be. */
  isRival: (one: number, other: number) => boolean
  /** The category in which one offers what the other needs. */
  fit: (one: number, other: number) => string | null
  /** Somebody who knows both. */
  through: (one: number, other: number) => number | null
  /** The higher, the rather somebody is asked: whom the others in the piece hang on. */
  weight: (party: number) => number
}

export type Joining = {
  introductions: Introduction[]
  /** What is left when everything that may be joined is joined; a single piece where nothing is in the way. Pieces as given, the largest first. */
  left: (readonly number[])[]
}

/** Among so many of a piece, and of those joined already, the best pair is looked for. */
const FROM_PIECE = 8
const FROM_JOINED = 24

/**
 * Joins `pieces` (largest first, each a list of parties) by as few introductions as there can be: one fewer than pieces, or as many more pieces
 * stay apart as conflicts demand. Each introduction joins one more piece to what is joined; the asked are spread over many, so that nobody
 * becomes the next single point of failure. Time: parties, and for each piece a constant number of pairs; more only where conflicts are in the way.
 */
export function joinPieces(pieces: readonly (readonly number[])[], known: Acquaintance): Joining {
  const introductions: Introduction[] = []
  const left: (readonly number[])[] = []
  let waiting = [...pieces]
  while (waiting.length > 0) {
    const [first, ...others] = waiting
    const joined = new Joined(first!, known)
    waiting = joinAll(joined, others, known, introductions)
    left.push(first!)
  }
  return { introductions, left }
}

/** Joins what can be joined, in as many rounds as bring something; answers what could not be. */
function joinAll(joined: Joined, pieces: (readonly number[])[], known: Acquaintance, introductions: Introduction[]): (readonly number[])[] {
  let waiting = pieces
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length
    waiting = waiting.filter((piece) => {
      const found = bestPair(piece, joined, known) ?? anyPair(piece, joined, known)
      if (!found) return true
      introductions.push(found)
      joined.add(piece, found.other)
      return false
    })
  }
  return waiting
}

/** The parties that hang together so far, those first whom to ask next. */
class Joined {
  readonly members: number[] = []
  #next = 0
  readonly #known: Acquaintance

  constructor(piece: readonly number[], known: Acquaintance) {
    this.#known = known
    this.add(piece, undefined)
  }

  add(piece: readonly number[], asked: number | undefined): void {
    // one by one: as arguments, half a million would be too many
    for (const party of byWeight(piece, this.#known)) this.members.push(party)
    // whoever was asked comes again only after all others; mostly it is one of the next
    if (asked !== undefined) {
      const at = this.members.indexOf(asked, this.#next)
      this.#next = ((at < 0 ? this.members.indexOf(asked) : at) + 1) % this.members.length
    }
  }

  candidates(): number[] {
    const count = Math.min(FROM_JOINED, this.members.length)
    return Array.from({ length: count }, (_, k) => this.members[(this.#next + k) % this.members.length]!)
  }
}

function byWeight(piece: readonly number[], { weight }: Acquaintance): number[] {
  return piece
    .map((party) => ({ party, weight: weight(party) }))
    .sort((a, b) => b.weight - a.weight || a.party - b.party)
    .map(({ party }) => party)
}

function bestPair(piece: readonly number[], joined: Joined, known: Acquaintance): Introduction | undefined {
  let best: { introduction: Introduction; score: number } | undefined
  const candidates = joined.candidates()
  for (const one of byWeight(piece, known).slice(0, FROM_PIECE)) {
    for (const [turn, other] of candidates.entries()) {
      if (known.isBarred(one, other)) continue
      const introduction = introductionOf(one, other, known)
      const score = SCORES[introduction.reason] - (known.isRival(one, other) ? RIVALS : 0) - turn / FROM_JOINED
      if (best === undefined || score > best.score) best = { introduction, score }
    }
  }
  return best?.introduction
}

const SCORES = { need: 6, knowsBoth: 3, connected: 0 } as const
const RIVALS = 8

/** Where conflicts bar the likely pairs, any that is permitted. Each party is passed over as often as it has conflicts, so this ends soon. */
function anyPair(piece: readonly number[], { members }: Joined, known: Acquaintance): Introduction | undefined {
  for (const one of piece) {
    const other = members.find((member) => !known.isBarred(one, member))
    if (other !== undefined) return introductionOf(one, other, known)
  }
  return undefined
}

function introductionOf(one: number, other: number, known: Acquaintance): Introduction {
  const category = known.fit(one, other)
  const through = known.through(one, other)
  const reason = category !== null ? 'need' : through !== null ? 'knowsBoth' : 'connected'
  return { one, other, reason, through, category }
}

export function named({ one, other, through, ...why }: Introduction, idOf: (party: number) => string): NamedIntroduction {
  return { oneId: idOf(one), otherId: idOf(other), throughId: through === null ? null : idOf(through), ...why }
}
