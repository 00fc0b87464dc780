/**
 * What the map can be asked, by name. A question says what it has to know besides the map, and answers by a pure function; where that is done, on the
 * spot or in a thread with a connection of its own, is not its business (ask.ts).
 *
 * To add one, also in a module below this one:
 *
 *   export const GAPS = question({
 *     at: import.meta.url,           // the thread imports this file …
 *     name: 'GAPS',                  // … and takes the question by the name it is exported by
 *     more: (tx, read, parameters) => readTrades(tx),    // optional: what else it needs, from the same moment as the map
 *     answer: (read, parameters, trades) => gapsOf(read.map, trades),
 *   })
 *
 * and ask it by `ask(ctx, GAPS, parameters)`. Parameters and result are plain data, for they are sent from thread to thread, and the result speaks of few: it
 * names parties by namesOf(), not by the map. A question without parameters can stand: named in STANDING of server/modules.ts, it is answered anew
 * in the background after every change, and `readStanding(ctx, GAPS)` tells the answer and how old it is. One that also depends on tables of its own
 * module lets them count as changes, by the trigger `count_graph_change()` of the migrations.
 */
import type { Tx } from '../../kernel/ctx.ts'
import type { Filter } from '../parties/index.ts'
import { answerMap, mapWithin } from './answers/index.ts'
import { changesOf, readBefore } from './changes.ts'
import { departureOf, readDeparture } from './departure.ts'
import { type Moment, namesOf, type Read, readChosen } from './insight.ts'
import { measuresOf } from './measures.ts'
import type { Answers, Changes, DepartureAnswer, Leaving, Measured, Stretch } from './schema.ts'

export type Question<Parameters, Result, More = undefined> = {
  /** Where the thread finds it: the file, and the name it is exported by. */
  at: string
  name: string
  /** Parties plus ties up to which it is answered on the spot, which takes less than starting a thread; 0 for never. */
  hereMax?: number
  /** Whether the map of a past day is asked; without it, today's. */
  moment?(parameters: Parameters): Moment
  /** What it has to know besides the map, read in the same transaction. Throws what the person who asks has to be told. */
  more?(tx: Tx, read: Read, parameters: Parameters): Promise<More>
  /** Pure. */
  answer(read: Read, parameters: Parameters, more: More): Result
}

/** Any question, for those who pass it on. */
export type AnyQuestion = Question<never, unknown, unknown>

/** A question as it is written down, with its types found out. */
export function question<Parameters, Result, More = undefined>(
  described: Question<Parameters, Result, More>,
): Question<Parameters, Result, More> {
  return described
}

/** What the map says: all cards, with the names of every party they speak of. */
export const ANSWERS = question({
  at: import.meta.url,
  name: 'ANSWERS',
  moment: (parameters: Moment) => parameters,
  answer: (read): Pick<Answers, 'items' | 'parties'> => {
    const items = answerMap(read.map)
    const named = items.flatMap(({ witnesses, categories, task }) => [
      ...witnesses.flatMap(({ partyId, pieces }) => [partyId, ...pieces.flatMap(({ partyIds }) => partyIds)]),
      ...categories.flatMap(({ partyIds }) => partyIds),
      ...(task?.partyIds ?? []),
    ])
    return { items, parties: namesOf(read, named) }
  },
})

/** The measures of every party, in the order of `partyId`. */
export const MEASURES = question({
  at: import.meta.url,
  name: 'MEASURES',
  moment: (parameters: Moment) => parameters,
  answer: ({ map }): Measured => measuresOf(map),
})

/** The measures of the filtered parties, as if there were no others: over the ties among them. */
export const MEASURES_WITHIN = question({
  at: import.meta.url,
  name: 'MEASURES_WITHIN',
  moment: ({ asOf }: Filter): Moment => ({ asOf }),
  more: (tx, _, filter) => readChosen(tx, filter),
  answer: ({ map }, _, chosen): Measured => measuresOf(chosen ? mapWithin(map, chosen) : map),
})

/** What changed between two moments. */
export const CHANGES = question({
  at: import.meta.url,
  name: 'CHANGES',
  moment: ({ until }: Stretch): Moment => (until === undefined ? {} : { asOf: until }),
  more: readBefore,
  answer: (read, _, more): Omit<Changes, 'freshness'> => changesOf(read, more),
})

/** What the map would be without some. */
export const DEPARTURE = question({
  at: import.meta.url,
  name: 'DEPARTURE',
  more: (tx, read, parameters: Leaving) => readDeparture(tx, read, parameters),
  answer: (read, _, more): Omit<DepartureAnswer, 'freshness'> => departureOf(read, more),
})
