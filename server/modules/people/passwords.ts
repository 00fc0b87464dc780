import { hashPassword as hash } from 'better-auth/crypto'
import { DomainError } from '../../kernel/errors.ts'

/** Each takes 32 MB and a processor for a good twentieth of a second: more at once would leave nothing for everybody else. */
const AT_ONCE = 2
const WAITING_MAX = 30

let underWay = 0
const waiting: (() => void)[] = []

export async function hashPassword(password: string): Promise<string> {
  return await inTurn(() => hash(password))
}

/** Does work that hashes passwords when its turn comes. Throws too_many when too many wait already. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (underWay < AT_ONCE) underWay++
  else if (waiting.length < WAITING_MAX) await new Promise<void>((resolve) => waiting.push(resolve))
  else
    throw new DomainError(
      'too_many',
      'too_many_sign_ins',
      'Many people are signing in right now. Nothing was changed. Please try again in a minute.',
    )
  try {
    return await work()
  } finally {
    // whoever waits takes over the place
    const next = waiting.shift()
    if (next) next()
    else underWay--
  }
}
