import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { type Booked, findBooked, type Posting, readAccounts, sayingWhy, type TakeBack, type TakenBack, takeBack } from '../ledger/index.ts'
import { allow, allowList, may, todayIn } from '../people/index.ts'
import { getAssetOf, type Said, said } from './accounts.ts'
import { expiredPostings, lockPoints, PURPOSE as POINTS } from './points.ts'
import { lastDay } from './rules.ts'

/** For so long whoever paid may take it back alone: long enough for a slip of the finger, too short to live on what was not paid for. */
const OWN_SLIP_MS = 15 * 60_000
const GONE = { code: 'points_gone', message: 'These points have been spent again or have run out. Nothing was booked.' }

/**
 * Takes back a payment of mutual credit: whoever got it and coordinators at any time, whoever paid for a quarter of an hour. Throws conflict when
 * what was paid has been spent again, so that a limit would be passed.
 */
export async function takeBackPayment(tx: Tx, code: string, id: string, { reason }: TakeBack): Promise<TakenBack> {
  allowList(tx, 'credit.pay')
  await getAssetOf(tx, 'credit', code)
  const booked = await getBooked(tx, 'credit', code, id, (parties) => may(tx, 'credit.pay', parties))
  const { to } = said(booked)
  if (!mayUndo(tx, said(booked), booked.bookedAt)) {
    throw new DomainError('conflict', 'take_back_late', 'Whoever got it has to take it back by now, or a coordinator. Nothing was booked.')
  }
  const posted = await takeBack(tx, id, reason).catch(
    sayingWhy({
      insufficient_balance: {
        code: 'credit_spent_since',
        message: 'What was paid has been spent again: taking it back would go beyond what was agreed. Nothing was booked.',
      },
      above_maximum: { code: 'credit_full_again', message: 'Whoever paid has as much as they agreed to take. Nothing was booked.' },
    }),
  )
  if (!posted.isRepeat) await emit(tx, 'credit.taken_back', to!, { asset: code, transactionId: id })
  return { transactionId: posted.id }
}

/** Whether somebody may take back a payment by now. */
export function mayUndo(ctx: Ctx | Tx, { from, to }: Said, paidAt: Date): boolean {
  if (may(ctx, 'credit.pay', to ?? null)) return true
  return may(ctx, 'credit.pay', from ?? null) && ctx.now().getTime() - paidAt.getTime() <= OWN_SLIP_MS
}

/**
 * Takes back points that were given, or that were spent, which then are good as long as they were. Throws conflict when points that were given have
 * run out or been spent. Those who speak for an organisation take back neither, as both give it something or cost it something.
 */
export async function takeBackPoints(tx: Tx, code: string, id: string, { reason }: TakeBack): Promise<TakenBack> {
  allow(tx, 'points.issue')
  const asset = await getAssetOf(tx, 'points', code)
  const booked = await getBooked(tx, 'points', code, id)
  const { to, from } = said(booked)
  const held = booked.entries.filter(({ purpose }) => purpose === POINTS).map(({ accountId }) => accountId)
  await lockPoints(tx, held)
  const isGift = to !== undefined
  if (isGift && asset.expiresAfterDays !== null && lastDay(booked.day, asset.expiresAfterDays) < (await todayIn(tx)))
    throw new DomainError('conflict', GONE.code, GONE.message)
  // what has run out cannot make up for what is taken back
  const expired: Posting[] = []
  for (const account of isGift ? await readAccounts(tx, held) : []) expired.push(...(await expiredPostings(tx, asset, account)))
  const posted = await takeBack(tx, id, reason, expired).catch(sayingWhy({ insufficient_balance: GONE }))
  if (!posted.isRepeat) await emit(tx, 'points.taken_back', to ?? from!, { asset: code, transactionId: id })
  return { transactionId: posted.id }
}

/** What was booked here in this asset. Whoever may not see it hears that there is none. */
async function getBooked(
  tx: Tx,
  scope: string,
  code: string,
  id: string,
  isTheirs: (parties: string[]) => boolean = () => true,
): Promise<Booked> {
  const booked = await findBooked(tx, scope, id)
  const { from, to } = said(booked ?? { explanation: null })
  const isFound = booked?.entries[0]?.asset === code && isTheirs([from, to].filter((party) => party !== undefined))
  return found(isFound ? booked : undefined, 'move')
}
