import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { allow } from '../people/index.ts'
import { findGeocoder, nameOfService } from './geocoder.ts'

/** Agrees that addresses of this ecosystem are sent to the service. Throws conflict when another one than was shown is set up by now. */
export async function allowGeocoder(tx: Tx, { service }: { service: string }): Promise<void> {
  allow(tx, 'geocoder.consent')
  if (service !== nameOfService(mustHaveGeocoder())) {
    throw new DomainError(
      'conflict',
      'geocoder_changed',
      'Another service is set up by now. Nothing was sent. Please look at it and decide again.',
    )
  }
  const given = await findConsent(tx)
  if (given?.service === service) return
  if (given) await end(tx, given.id)
  const id = newId()
  await tx.db
    .insertInto('geocoder_consents')
    .values({ ecosystem_id: tx.ecosystemId, id, service, given_by: sourceOf(tx.actor), given_at: tx.now() })
    .execute()
  await emit(tx, 'geocoder.allowed', null, { consentId: id })
}

/** Takes the consent back. A search that is under way sends nothing more. */
export async function forbidGeocoder(tx: Tx): Promise<void> {
  allow(tx, 'geocoder.consent')
  const given = await findConsent(tx)
  if (given) await end(tx, given.id)
}

async function end(tx: Tx, id: string): Promise<void> {
  await tx.db
    .updateTable('geocoder_consents')
    .set({ revoked_by: sourceOf(tx.actor), revoked_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  await emit(tx, 'geocoder.forbidden', null, { consentId: id })
}

/** The consent that holds, whatever service it names. */
export async function findConsent(ctx: Ctx | Tx) {
  return await ctx.db
    .selectFrom('geocoder_consents')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
}

/** Whether addresses may leave: a service is set up and the consent that holds names it. */
export async function mayAsk(ctx: Ctx | Tx): Promise<boolean> {
  const geocoder = findGeocoder()
  return geocoder !== undefined && (await findConsent(ctx))?.service === nameOfService(geocoder)
}

export function mustHaveGeocoder() {
  const geocoder = findGeocoder()
  if (geocoder) return geocoder
  throw new DomainError(
    'conflict',
    'geocoder_not_set_up',
    'No geocoder is set up. Whoever runs this installation can name one in its settings.',
  )
}
