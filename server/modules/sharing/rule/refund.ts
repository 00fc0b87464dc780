import { DomainError } from '../../../kernel/errors.ts'
import { payOut } from './rounding.ts'

/** What a line got of a sale, and how much of that was given back already. */
export type Paid = { id: string; paid: bigint; givenBack: bigint }

/**
 * How much each line gives back of a refund of `amount`: the sale's own split, mirrored. Parts sum to the refund to the minor unit, no part is
 * ever a whole unit off, and when all is refunded every line has given back just what it got (see payOut). Throws invalid refund_not_positive,
 * conflict refund_above_original.
 */
export function mirror(lines: readonly Paid[], amount: bigint): bigint[] {
  if (amount <= 0n) throw new DomainError('invalid', 'refund_not_positive', 'A refund has to be more than nothing.')
  const total = lines.reduce((sum, { paid }) => sum + paid, 0n)
  const before = lines.reduce((sum, { givenBack }) => sum + givenBack, 0n)
  if (before + amount > total)
    throw new DomainError(
      'conflict',
      'refund_above_original',
      `At most ${total - before} is left to refund of this sale. Nothing was refunded.`,
    )
  // in 1/total of a minor unit, as every line gives back its part of the whole
  const claims = lines.map(({ id, paid, givenBack }) => ({ id, now: paid * amount, due: paid * (before + amount) - givenBack * total }))
  return payOut(claims, amount, total)
}
