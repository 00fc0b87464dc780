// Many callers at once, each with the next thing to do as soon as the last one was answered. What was not answered is asked again, with the same key.
import { setTimeout as sleep } from 'node:timers/promises'
import { randomFrom } from '../server/modules/insight/network/random.ts'
import type { Answer, Ask, Booked } from './chaos-program.ts'

/** `limited` has a least or a most it may hold, so that some things are refused. */
export type Accounts = { open: string[]; limited: string[]; hours: string }
/** What the callers were told: everything that happened by now, as far as anybody can know. */
export type Told = {
  /** By scope and key. The id is unknown of what was done by a call that got no answer, and asked for again in vain. */
  booked: Map<string, { id: string | undefined; entries: Booked['entries'] }>
  refused: Set<string>
  holds: Map<string, 'open' | 'posted' | 'voided'>
  closedThrough: string | undefined
  answers: number
  unanswered: number
  /** What nobody may ever be told. */
  wrong: string[]
}
type Send = (ask: Ask) => Promise<Answer>
type Random = () => number

const CALLERS = 24
const AGAIN_MS = 50
const DAYS_BACK = 60
const DAY_MS = 86_400_000
const AMOUNT_MAX = 60
/** How often each thing is done, of a hundred. */
const WEIGHTS = { post: 50, inside: 10, reverse: 12, exchange: 8, hold: 15, close: 2, seal: 3 }
const MAY_BE_REFUSED = new Set(
  'insufficient_balance above_maximum period_closed already_reversed above_original is_reversal amount_zero entry_twice'.split(' '),
)

/** Starts the callers. The function it answers lets them finish what they are at, until all of it is answered. */
export function startLoad(send: Send, accounts: Accounts, seed: number): { told: Told; finish: () => Promise<void> } {
  const told: Told = {
    booked: new Map(),
    refused: new Set(),
    holds: new Map(),
    closedThrough: undefined,
    answers: 0,
    unanswered: 0,
    wrong: [],
  }
  let isOver = false
  const callers = Array.from({ length: CALLERS }, async (_, index) => {
    const caller = new Caller(send, accounts, told, randomFrom(seed * CALLERS + index), index)
    while (!isOver) await caller.next()
  })
  return {
    told,
    finish: async () => {
      isOver = true
      await Promise.all(callers)
    },
  }
}

class Caller {
  readonly #own: string[] = []
  #count = 0
  readonly #send: Send
  readonly #accounts: Accounts
  readonly #told: Told
  readonly #random: Random
  readonly #index: number

  constructor(send: Send, accounts: Accounts, told: Told, random: Random, index: number) {
    this.#send = send
    this.#accounts = accounts
    this.#told = told
    this.#random = random
    this.#index = index
  }

  async next(): Promise<void> {
    const what = this.#draw()
    const named = { scope: what, key: `${this.#index}-${this.#count++}` }
    const amount = BigInt(1 + Math.floor(this.#random() * AMOUNT_MAX))
    const [from, to] = this.#two()
    const effectiveOn = this.#random() < 0.3 ? dayBack(Math.floor(this.#random() * DAYS_BACK)) : undefined
    const late = this.#random() < 0.5 ? ('next' as const) : ('refuse' as const)
    switch (what) {
      case 'post':
      case 'inside': {
        const entries = [{ accountId: from, amount: -amount }, { accountId: to, amount }] // biome-ignore format: one line reads better
        return await this.#book(
          { what, posting: { ...named, kind: 'sale', effectiveOn, late, explanation: { sale: named.key }, entries } },
          named,
        )
      }
      case 'reverse': {
        const transactionId = this.#own[Math.floor(this.#random() * this.#own.length)]
        if (transactionId === undefined) return
        const parts = this.#random() < 0.5 ? { parts: new Map([[1, amount], [2, amount]]) } : {} // biome-ignore format: one line reads better
        return await this.#book({ what, undoing: { ...named, transactionId, explanation: 'a mistake', ...parts } }, named)
      }
      case 'exchange': {
        const exchange = {
          ...named,
          fromAccountId: from,
          toAccountId: this.#accounts.hours,
          given: amount,
          rate: { numerator: 1n, denominator: 7n },
        }
        return await this.#book({ what, exchange }, named)
      }
      case 'hold':
        return await this.#hold(named, from, to, amount)
      case 'close':
        return await this.#close()
      case 'seal':
        await this.#settle({ what })
    }
  }

  async #book(ask: Ask, { scope, key }: { scope: string; key: string }): Promise<void> {
    const { answer } = await this.#settle(ask)
    const name = `${scope}/${key}`
    if ('refused' in answer) {
      this.#told.refused.add(name)
      if (!MAY_BE_REFUSED.has(answer.refused)) this.#told.wrong.push(`${name} was refused: ${answer.refused}`)
    } else {
      const { id, entries } = answer.done.booked!
      this.#told.booked.set(name, { id, entries })
      if (ask.what !== 'reverse') this.#own.push(id)
    }
  }

  async #hold(named: { scope: string; key: string }, from: string, to: string, amount: bigint): Promise<void> {
    const held = await this.#settle({
      what: 'hold',
      hold: { ...named, kind: 'deposit', debitAccountId: to, creditAccountId: from, amount },
    })
    if ('refused' in held.answer) {
      if (!MAY_BE_REFUSED.has(held.answer.refused)) this.#told.wrong.push(`hold ${named.key} was refused: ${held.answer.refused}`)
      return
    }
    const holdId = held.answer.done.holdId!
    this.#told.holds.set(holdId, 'open')
    if (this.#random() < 0.1) return
    const what = this.#random() < 0.6 ? 'postHold' : 'voidHold'
    const { answer, isFirst } = await this.#settle({ what, holdId })
    // whoever got no answer is told that it has ended, which was done by the call that was not answered
    if ('refused' in answer && (isFirst || answer.refused !== 'hold_ended')) {
      this.#told.wrong.push(`${what} of ${holdId} was refused: ${answer.refused}`)
      return
    }
    this.#told.holds.set(holdId, what === 'postHold' ? 'posted' : 'voided')
    if (what === 'voidHold') return
    const entries = [{ accountId: to, amount }, { accountId: from, amount: -amount }] // biome-ignore format: one line reads better
    this.#told.booked.set(`hold/${holdId}`, { id: 'done' in answer ? answer.done.booked!.id : undefined, entries })
  }

  /** One caller closes one day after the other. */
  async #close(): Promise<void> {
    const through = this.#told.closedThrough === undefined ? dayBack(DAYS_BACK) : dayAfter(this.#told.closedThrough)
    if (this.#index !== 0 || through >= dayBack(1)) return
    const { answer, isFirst } = await this.#settle({ what: 'close', through })
    if ('refused' in answer && (isFirst || answer.refused !== 'period_closed')) {
      this.#told.wrong.push(`the closing of ${through} was refused: ${answer.refused}`)
    }
    this.#told.closedThrough = through
  }

  /** Asks until there is an answer. */
  async #settle(ask: Ask): Promise<{ answer: Exclude<Answer, { lost: string }>; isFirst: boolean }> {
    for (let isFirst = true; ; isFirst = false) {
      const answer = await this.#send(ask)
      if (!('lost' in answer)) {
        this.#told.answers += 1
        return { answer, isFirst }
      }
      this.#told.unanswered += 1
      await sleep(AGAIN_MS)
    }
  }

  #draw(): keyof typeof WEIGHTS {
    let left = this.#random() * 100
    for (const [what, weight] of Object.entries(WEIGHTS)) {
      left -= weight
      if (left < 0) return what as keyof typeof WEIGHTS
    }
    return 'post'
  }

  #two(): [from: string, to: string] {
    const all = [...this.#accounts.open, ...this.#accounts.limited]
    const from = Math.floor(this.#random() * all.length)
    const to = (from + 1 + Math.floor(this.#random() * (all.length - 1))) % all.length
    return [all[from]!, all[to]!]
  }
}

function dayBack(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10)
}
