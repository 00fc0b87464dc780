/** A map with the changes of a scenario, beside the map that it is made from. Pure: the map that is read stays as it is. */
import { ID_BYTES } from '../../kernel/id-table.ts'
import { type EcosystemMap, emptyTies, type MapParty, type TieColumns, type Trade, tiesFrom, typeOf } from '../insight/index.ts'
import type { Idle } from './rules.ts'
import type { Change, StoredChange } from './schema.ts'

/** A map with what is offered and needed on it; null where that is not known, of a past day. */
export type State = { map: EcosystemMap; trades: readonly Trade[] | null }

/** `left` counts who leaves by it, which of a sector or a kind may be many. */
export type Outcome = { id: string; idle: Idle | null; left: number }

/** A tie by the ids of its ends. */
export type TieBeside = { fromId: string; toId: string; type: string; strength: number | null; directed: boolean }

/** What is drawn beside the map: the ties that come, those that go between parties that stay, and those that are as strong as this from then on. */
export type Beside = { coming: TieBeside[]; going: TieBeside[]; otherwise: TieBeside[] }
export type Applied = State & { outcomes: Outcome[]; beside: Beside }

/** What has to be known beside the map: which ids are one party by now, and which types of tie have a direction. */
export type Known = { targetOf: (id: string) => string; isDirected: (type: string) => boolean }

/** Applies the changes one after the other. Time: parties and ties once, and for each change as much as it speaks of. */
export function applyChanges(base: State, changes: readonly Change[], known: Known): Applied {
  const draft = new Draft(base, changes, known)
  const outcomes = changes.map(({ id, change }) => {
    const before = draft.left
    return { id, idle: draft.apply(id, change), left: draft.left - before }
  })
  return { ...draft.result(), beside: draft.beside(), outcomes }
}

type Ends = { from: number; to: number }
type NewTie = Ends & { id: string; type: string; strength: number | null }

/** What is otherwise by now. Positions are those of the map that is read; whoever joins stands behind. */
class Draft {
  readonly #base: State
  readonly #known: Known
  readonly #parties: MapParty[]
  readonly #places: Map<string, number>
  readonly #gone = new Set<number>()
  /** The ties there are between those pairs that any change speaks of. */
  readonly #between: ReadonlyMap<string, readonly number[]>
  readonly #removed = new Set<number>()
  readonly #strengths = new Map<number, number>()
  #added: NewTie[] = []
  #trades: Trade[] | null

  constructor(base: State, changes: readonly Change[], known: Known) {
    this.#base = base
    this.#known = known
    this.#parties = [...base.map.parties]
    this.#places = new Map(base.map.parties.map(({ id }, place) => [id, place]))
    this.#trades = base.trades && [...base.trades]
    this.#between = this.#tiesBetween(changes)
  }

  get left(): number {
    return this.#gone.size
  }

  /** Applies one change; answers null, or why it does nothing. */
  apply(id: string, change: StoredChange): Idle | null {
    switch (change.what) {
      case 'partyLeaves':
        return this.#withParty(change.partyId, (party) => void this.#gone.add(party))
      case 'sectorLeaves':
        return this.#letLeave(isOfSector(change.sector))
      case 'kindLeaves':
        return this.#letLeave(({ kinds }) => kinds.includes(change.kind))
      case 'partyJoins':
        this.#places.set(change.partyId, this.#parties.push(joining(change)) - 1)
        return null
      case 'tieComes':
        return this.#withEnds(change, (ends) =>
          this.#addTie({ id, ...this.#turned(ends, change.type), type: change.type, strength: change.strength }),
        )
      case 'tieGoes':
        return this.#withEnds(change, (ends) => this.#changeTies(ends, change.type, null))
      case 'tieBecomes':
        return this.#withEnds(change, (ends) => this.#changeTies(ends, change.type, change.strength))
      case 'tradeComes':
        return this.#withParty(change.partyId, (party) => this.#addTrade({ id, party, side: change.side, category: change.category }))
      case 'tradeGoes':
        return this.#withParty(change.partyId, (party) => this.#removeTrades({ party, side: change.side, category: change.category }))
    }
  }

  result(): State {
    const { map } = this.#base
    const isNobodyElse = this.#gone.size === 0 && this.#parties.length === map.parties.length
    const place = new Int32Array(this.#parties.length).fill(-1)
    const parties = isNobodyElse ? map.parties : this.#parties.filter((_, k) => !this.#gone.has(k))
    for (let k = 0, next = 0; k < place.length; k++) if (!this.#gone.has(k)) place[k] = next++
    const trades = this.#trades?.flatMap((trade) => (this.#gone.has(trade.party) ? [] : [{ ...trade, party: place[trade.party]! }]))
    return { map: { parties, ties: this.#ties(place) }, trades: trades ?? null }
  }

  beside(): Beside {
    const { ties } = this.#base.map
    const isHere = ({ from, to }: Ends) => !this.#gone.has(from) && !this.#gone.has(to)
    const read = (k: number, strength: number | null): NewTie => ({
      id: '',
      from: ties.from[k]!,
      to: ties.to[k]!,
      type: typeOf(ties, k),
      strength,
    })
    const show = ({ from, to, type, strength }: NewTie) => ({
      fromId: this.#parties[from]!.id,
      toId: this.#parties[to]!.id,
      type,
      strength,
      directed: this.#known.isDirected(type),
    })
    const shown = (all: readonly NewTie[]) => all.filter(isHere).map(show)
    const changed = [...this.#strengths].filter(([k]) => !this.#removed.has(k))
    return {
      coming: shown(this.#added),
      going: shown([...this.#removed].map((k) => read(k, null))),
      otherwise: shown(changed.map(([k, strength]) => read(k, strength))),
    }
  }

  #withParty(id: string, act: (party: number) => Idle | null | undefined): Idle | null {
    const party = this.#places.get(this.#known.targetOf(id))
    if (party === undefined) return 'party_not_on_map'
    return this.#gone.has(party) ? 'party_left_already' : (act(party) ?? null)
  }

  #withEnds({ fromId, toId }: { fromId: string; toId: string }, act: (ends: Ends) => Idle | null): Idle | null {
    return this.#withParty(fromId, (from) => this.#withParty(toId, (to) => (from === to ? 'same_party' : act({ from, to }))))
  }

  #letLeave(isMeant: (party: MapParty) => boolean): Idle | null {
    const before = this.#gone.size
    for (const [k, party] of this.#parties.entries()) if (isMeant(party)) this.#gone.add(k)
    return this.#gone.size === before ? 'nobody_left' : null
  }

  /** A tie without direction leads from the smaller id to the larger, as they are read. */
  #turned({ from, to }: Ends, type: string) {
    const isTurned = !this.#known.isDirected(type) && this.#parties[to]!.id < this.#parties[from]!.id
    return isTurned ? { from: to, to: from } : { from, to }
  }

  #addTie(tie: NewTie): Idle | null {
    const { ties } = this.#base.map
    const isSame = (from: number, to: number, type: string) => from === tie.from && to === tie.to && type === tie.type
    const isThere =
      this.#standing(tie).some((k) => isSame(ties.from[k]!, ties.to[k]!, typeOf(ties, k))) ||
      this.#added.some(({ from, to, type }) => isSame(from, to, type))
    if (isThere) return 'tie_there_already'
    this.#added.push(tie)
    return null
  }

  /** Takes the ties of this type, or of any, off these two, or makes them so strong. */
  #changeTies(ends: Ends, type: string | null, strength: number | null): Idle | null {
    const { ties } = this.#base.map
    const turned = type === null ? ends : this.#turned(ends, type)
    const isMeant = (from: number, to: number, its: string) => type === null || (its === type && from === turned.from && to === turned.to)
    const kept = this.#standing(ends).filter((k) => isMeant(ties.from[k]!, ties.to[k]!, typeOf(ties, k)))
    const made = this.#added.filter((tie) => pairOf(tie) === pairOf(ends) && isMeant(tie.from, tie.to, tie.type))
    if (kept.length + made.length === 0) return 'tie_not_there'
    for (const k of kept) {
      if (strength === null) this.#removed.add(k)
      else this.#strengths.set(k, strength)
    }
    if (strength === null) this.#added = this.#added.filter((tie) => !made.includes(tie))
    else for (const tie of made) tie.strength = strength
    return null
  }

  #standing(ends: Ends): number[] {
    return (this.#between.get(pairOf(ends)) ?? []).filter((k) => !this.#removed.has(k))
  }

  #addTrade(trade: Trade): Idle | null {
    if (this.#trades === null) return 'trades_unknown'
    if (this.#trades.some((other) => isSameTrade(other, trade))) return 'trade_there_already'
    this.#trades.push(trade)
    return null
  }

  #removeTrades(trade: Omit<Trade, 'id'>): Idle | null {
    if (this.#trades === null) return 'trades_unknown'
    const left = this.#trades.filter((other) => !isSameTrade(other, trade))
    if (left.length === this.#trades.length) return 'trade_not_there'
    this.#trades = left
    return null
  }

  #tiesBetween(changes: readonly Change[]): Map<string, number[]> {
    const { ties } = this.#base.map
    const named = changes.flatMap(({ change }) => ('fromId' in change ? [change.fromId, change.toId] : []))
    const ends = new Set(named.map((id) => this.#places.get(this.#known.targetOf(id))))
    const between = new Map<string, number[]>()
    if (ends.size === 0) return between
    for (let k = 0; k < ties.count; k++) {
      const [from, to] = [ties.from[k]!, ties.to[k]!]
      if (!ends.has(from) || !ends.has(to)) continue
      const pair = pairOf({ from, to })
      between.set(pair, [...(between.get(pair) ?? []), k])
    }
    return between
  }

  #ties(place: Int32Array): TieColumns {
    const { ties } = this.#base.map
    const isHere = (from: number, to: number) => place[from]! >= 0 && place[to]! >= 0
    const added = tiesFrom(this.#added.filter(({ from, to }) => isHere(from, to)))
    const types = [...ties.types, ...added.types.filter((type) => !ties.types.includes(type))]
    const kept: number[] = []
    for (let k = 0; k < ties.count; k++) if (!this.#removed.has(k) && isHere(ties.from[k]!, ties.to[k]!)) kept.push(k)
    const result = emptyTies(kept.length + added.count, types)
    for (const [next, k] of kept.entries()) copyTie(ties, k, result, next, ties.type[k]!, place)
    for (let k = 0; k < added.count; k++) copyTie(added, k, result, kept.length + k, types.indexOf(typeOf(added, k)), place)
    for (const [next, k] of kept.entries()) {
      const strength = this.#strengths.get(k)
      if (strength !== undefined) result.strength[next] = strength
    }
    return result
  }
}

function copyTie(from: TieColumns, k: number, to: TieColumns, next: number, type: number, place: Int32Array): void {
  to.from[next] = place[from.from[k]!]!
  to.to[next] = place[from.to[k]!]!
  to.type[next] = type
  to.strength[next] = from.strength[k]!
  to.ids.set(from.ids.subarray(k * ID_BYTES, (k + 1) * ID_BYTES), next * ID_BYTES)
}

function joining({ partyId, name, kind, sector }: Extract<StoredChange, { what: 'partyJoins' }>): MapParty {
  const [scheme, code] = sector?.split(':') ?? []
  return {
    id: partyId,
    name,
    kinds: kind === null ? [] : [kind],
    sectorScheme: (scheme as MapParty['sectorScheme']) ?? null,
    sectorCode: code ?? null,
  }
}

function isOfSector(sector: string): (party: MapParty) => boolean {
  return ({ sectorScheme, sectorCode }) => sectorCode !== null && `${sectorScheme}:${sectorCode}`.startsWith(sector)
}

function isSameTrade(one: Omit<Trade, 'id'>, other: Omit<Trade, 'id'>): boolean {
  return one.party === other.party && one.side === other.side && one.category.trim().toLowerCase() === other.category.trim().toLowerCase()
}

function pairOf({ from, to }: Ends): string {
  return from < to ? `${from} ${to}` : `${to} ${from}`
}
