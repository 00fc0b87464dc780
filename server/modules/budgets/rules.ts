/** When something may be spent, and which money it was. Pure. */

export type Approval = { partyId: string; by: string }

/**
 * Enough members have approved, and not the one who asked alone: at least one of them is another member, and another person than who asked.
 */
export function isApproved(approvals: readonly Approval[], needed: number, asked: Approval): boolean {
  return approvals.length >= needed && approvals.some(({ partyId, by }) => partyId !== asked.partyId && by !== asked.by)
}

/** What came onto a fund or went from it, in the order of its sequence. `sale` is set where it belongs to one. */
export type FundEntry = { amount: bigint; kind: string; sale: string | null }
/** One that came in, with what is still there of it. */
export type Lot<E extends FundEntry> = { entry: E; left: bigint }
export type Part<E extends FundEntry> = { entry: E; used: bigint }

/**
 * Follows a fund entry by entry. What came first goes out first; what is given back of a sale is taken from what came by that sale, as far as
 * that is still there. What goes out before it has come in is owed, and covered by what comes next.
 */
export function followFund<E extends FundEntry>() {
  const lots: Lot<E>[] = []
  const bySale = new Map<string, Lot<E>[]>()
  let first = 0
  let owed = 0n

  const take = (lot: Lot<E>, wanted: bigint): bigint => {
    let taken = wanted
    if (lot.left < wanted) taken = lot.left
    lot.left -= taken
    return taken
  }
  const goOut = (entry: E): { parts: Part<E>[]; uncovered: bigint } => {
    let wanted = -entry.amount
    const parts: Part<E>[] = []
    const from = (lot: Lot<E>) => {
      const used = take(lot, wanted)
      wanted -= used
      if (used > 0n) parts.push({ entry: lot.entry, used })
    }
    if (entry.kind === 'refund' && entry.sale !== null) for (const lot of bySale.get(entry.sale) ?? []) from(lot)
    while (wanted > 0n && first < lots.length) {
      from(lots[first]!)
      if (lots[first]!.left === 0n) first += 1
    }
    owed += wanted
    return { parts, uncovered: wanted }
  }
  const comeIn = (entry: E): void => {
    const lot = { entry, left: entry.amount }
    owed -= take(lot, owed)
    lots.push(lot)
    if (entry.sale !== null) bySale.set(entry.sale, [...(bySale.get(entry.sale) ?? []), lot])
  }
  return {
    /** The next entry. Answers, for what goes out, where it came from. */
    next: (entry: E): { parts: Part<E>[]; uncovered: bigint } => {
      if (entry.amount < 0n) return goOut(entry)
      comeIn(entry)
      return { parts: [], uncovered: 0n }
    },
  }
}
