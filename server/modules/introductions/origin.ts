import type { Ctx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { isSealed, sealOf } from '../../kernel/seals.ts'
import type { NewIntroduction, Proposals } from './schema.ts'

const PURPOSE = 'introduction'

type Origin = Pick<NewIntroduction, 'oneId' | 'otherId' | 'list' | 'origin'>
type Unsealed = { [List in 'peers' | 'trade']: Omit<Proposals[List][number], 'seal'>[] }

/** Seals each proposal with where it comes from: whoever decides hands that on, and the rates rest on it. */
export function sealed<T extends Unsealed>(
  ctx: Pick<Ctx, 'ecosystemId'>,
  proposals: T,
): Omit<T, 'peers' | 'trade'> & Pick<Proposals, 'peers' | 'trade'> {
  const seal = (list: 'peers' | 'trade') =>
    proposals[list].map((pair) => ({ ...pair, seal: sealOf(PURPOSE, wordsOf(ctx, { ...pair, list })) }))
  return { ...proposals, peers: seal('peers'), trade: seal('trade') }
}

/** Throws invalid for a decision on what was never proposed so. */
export function mustBeProposed(ctx: Pick<Ctx, 'ecosystemId'>, { seal, ...pair }: Origin & { seal?: string | undefined }): void {
  if (pair.origin === 'person' || isSealed(PURPOSE, wordsOf(ctx, pair), seal ?? '')) return
  throw new DomainError('invalid', 'not_proposed', 'These two were not proposed like this. Please load the proposals again.')
}

function wordsOf({ ecosystemId }: Pick<Ctx, 'ecosystemId'>, { oneId, otherId, list, origin }: Origin): string[] {
  return [ecosystemId, list, origin, ...[oneId.toLowerCase(), otherId.toLowerCase()].sort()]
}
