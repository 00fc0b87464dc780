import type { components } from '../../api-types.ts'

export type Rule = components['schemas']['SharingRule']
export type Version = components['schemas']['SharingVersion']
export type Facts = Required<components['schemas']['NewSale']>

/** What a version of a rule asks of a sale, beside its price. */
export type Asked = {
  units: string[]
  /** Whom the sale names, such as the referrer. */
  names: string[]
  /** What it says, with what the rule looks for. */
  is: { word: string; values: string[] }[]
  metrics: { word: string; among: string[] }[]
  standAlone: string[]
  used: string[]
}

export function askedBy({ steps }: Rule): Asked {
  const asked: Asked = { units: [], names: [], is: [], metrics: [], standAlone: [], used: [] }
  const add = <T>(list: T[], ...values: T[]) => {
    for (const value of values) if (!list.includes(value)) list.push(value)
  }
  for (const { take, to, split, then, when } of steps) {
    if (take !== 'remainder' && take.unit !== undefined) add(asked.units, take.unit)
    if (to?.startsWith('$')) add(asked.names, to.slice(1))
    if (when?.has !== undefined) add(asked.names, when.has)
    for (const [word, value] of Object.entries(when?.is ?? {})) {
      const known = asked.is.find((each) => each.word === word)
      if (known) add(known.values, value)
      else asked.is.push({ word, values: [value] })
    }
    for (const part of [split, then]) {
      const among = part?.among ?? Object.keys(part?.weights ?? {})
      if (part?.by === 'standAlone') add(asked.standAlone, ...among)
      if (part?.by === 'use') add(asked.used, ...among)
      if (part?.by !== 'contribution' || part.metric === undefined) continue
      const known = asked.metrics.find(({ word }) => word === part.metric)
      if (known) add(known.among, ...among)
      else asked.metrics.push({ word: part.metric, among: [...among] })
    }
  }
  return asked
}

/** Which of the versions, the newest first, holds on a day. */
export function versionOn(versions: readonly Version[], day: string): Version | undefined {
  return versions.find(
    ({ approvedAt, validFrom, validUntil }) => approvedAt !== null && validFrom <= day && (validUntil === null || validUntil >= day),
  )
}

/** What was typed for a sale, by field. */
export type FactsDraft = {
  units: Record<string, number>
  names: Record<string, { recipient: string; since: string }>
  is: Record<string, string>
  metrics: Record<string, Record<string, number>>
  standAlone: Record<string, string>
  used: string[]
}

export const NO_FACTS: FactsDraft = { units: {}, names: {}, is: {}, metrics: {}, standAlone: {}, used: [] }

/** The facts this version asks for, out of what was typed; what belongs to another rule stays behind. */
export function factsOf(asked: Asked, draft: FactsDraft, minor: (typed: string) => bigint | undefined) {
  const picked = <T>(words: readonly string[], table: Record<string, T>) =>
    Object.fromEntries(words.flatMap((word) => (table[word] === undefined ? [] : [[word, table[word]]])))
  const asks = picked(asked.standAlone, draft.standAlone)
  return {
    units: picked(asked.units, draft.units),
    names: picked(asked.names, draft.names),
    is: Object.fromEntries(
      Object.entries(
        picked(
          asked.is.map(({ word }) => word),
          draft.is,
        ),
      ).filter(([, value]) => value !== ''),
    ),
    metrics: Object.fromEntries(asked.metrics.map(({ word, among }) => [word, picked(among, draft.metrics[word] ?? {})])),
    standAlone: Object.fromEntries(
      Object.entries(asks).flatMap(([key, typed]) => (minor(typed) === undefined ? [] : [[key, `${minor(typed)}`]])),
    ),
    used: draft.used.filter((key) => asked.used.includes(key)),
  }
}

/** The first and the last day of the month before the one a day lies in. */
export function monthBefore(day: string): { from: string; until: string } {
  const [year, month] = day.split('-').map(Number) as [number, number]
  const iso = (date: Date) => date.toISOString().slice(0, 10)
  return { from: iso(new Date(Date.UTC(year, month - 2, 1))), until: iso(new Date(Date.UTC(year, month - 1, 0))) }
}
