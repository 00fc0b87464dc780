import type { Directed } from './directed.ts'
import type { Graph } from './graph.ts'
import { checkpoint, type Run } from './run.ts'

/** How often a party stands between two others who are not tied, by the groups the three are in. In pairs of others. */
export type Roles = {
  /** All three in one group: A → A → A. */
  coordinator: Float64Array
  /** The two are in one group and the broker is not: A → B → A. */
  consultant: Float64Array
  /** It lets in from another group: A → B → B. */
  gatekeeper: Float64Array
  /** It speaks for its group to another: A → A → B. */
  representative: Float64Array
  /** All three in different groups: A → B → C. */
  liaison: Float64Array
}

/**
 * Brokerage roles of Gould & Fernandez 1989, Structures of mediation: for every open path a → v → b (a ≠ b, no tie a → b), v is counted in the
 * role that the groups of a, v and b make. `group[i]` is any number; parties of one number are one group. On an undirected map
 * (see rolesOf) every path is counted in both directions. All 0 for isolates. O(Σ in-degree × out-degree).
 */
export function brokerageRoles({ n, out }: Directed, group: ArrayLike<number>, run?: Run): Roles {
  const roles = emptyRoles(n)
  const { offsets, targets } = out
  /** b + 1 where the present a points to b. */
  const pointed = new Uint32Array(n)
  for (let a = 0; a < n; a++) {
    if ((a & 255) === 255) checkpoint(run, a, n)
    const groupA = group[a]!
    for (let s = offsets[a]!; s < offsets[a + 1]!; s++) pointed[targets[s]!] = a + 1
    for (let s = offsets[a]!; s < offsets[a + 1]!; s++) {
      const v = targets[s]!
      const groupV = group[v]!
      const end = offsets[v + 1]!
      for (let r = offsets[v]!; r < end; r++) {
        const b = targets[r]!
        if (b === a || pointed[b] === a + 1) continue
        const groupB = group[b]!
        if (groupA === groupV) {
          if (groupV === groupB) roles.coordinator[v]!++
          else roles.representative[v]!++
        } else if (groupV === groupB) roles.gatekeeper[v]!++
        else if (groupA === groupB) roles.consultant[v]!++
        else roles.liaison[v]!++
      }
    }
  }
  return roles
}

/** The roles on a map whose ties go both ways: each pair of others is counted once, so gatekeeper and representative share what is between two groups. */
export function rolesOf({ n, m, offsets, targets }: Graph, group: ArrayLike<number>, run?: Run): Roles {
  const both = { n, offsets, targets, weights: undefined }
  const roles = brokerageRoles({ n, m: 2 * m, out: both, into: both }, group, run)
  for (const column of Object.values(roles)) for (let i = 0; i < n; i++) column[i]! /= 2
  return roles
}

/** Between which groups a party stands, as pairs of groups with the number of open paths a → v → b between them, most first. */
export type Brokered = { from: number; to: number; paths: number }[]

/**
 * The same open paths for one party, by the group they come from and the group they lead to. Parties whose group is below 0 belong to none that is
 * known: their paths are left out. Instead of pair by pair, the arrows in are multiplied with the arrows out and what is closed is taken off again, so that a hub of
 * thousands is a matter of its contacts' ties: O(Σ out-degree of those who point to it), and pairs of groups.
 */
export function brokeredBy({ into, out }: Directed, party: number, group: ArrayLike<number>): Brokered {
  const incoming = into.targets.subarray(into.offsets[party], into.offsets[party + 1])
  const outgoing = out.targets.subarray(out.offsets[party], out.offsets[party + 1])
  const [inOf, outOf] = [countGroups(incoming, group), countGroups(outgoing, group)]
  const closed = new Map<string, number>()
  const isNext = new Set(outgoing)
  for (const a of incoming) {
    const from = group[a]!
    if (from < 0) continue
    // back to where it came from is no path between two
    if (isNext.has(a)) count(closed, from, from)
    for (let s = out.offsets[a]!; s < out.offsets[a + 1]!; s++) {
      const b = out.targets[s]!
      if (b !== party && isNext.has(b) && group[b]! >= 0) count(closed, from, group[b]!)
    }
  }
  const brokered: Brokered = []
  for (const [from, starts] of inOf) {
    for (const [to, ends] of outOf) {
      const paths = starts * ends - (closed.get(`${from} ${to}`) ?? 0)
      if (paths > 0) brokered.push({ from, to, paths })
    }
  }
  return brokered.sort((a, b) => b.paths - a.paths || a.from - b.from || a.to - b.to)
}

function countGroups(parties: Uint32Array, group: ArrayLike<number>): Map<number, number> {
  const counts = new Map<number, number>()
  for (const party of parties) if (group[party]! >= 0) counts.set(group[party]!, (counts.get(group[party]!) ?? 0) + 1)
  return counts
}

function count(pairs: Map<string, number>, from: number, to: number): void {
  const key = `${from} ${to}`
  pairs.set(key, (pairs.get(key) ?? 0) + 1)
}

function emptyRoles(n: number): Roles {
  return {
    coordinator: new Float64Array(n),
    consultant: new Float64Array(n),
    gatekeeper: new Float64Array(n),
    representative: new Float64Array(n),
    liaison: new Float64Array(n),
  }
}
