import { complaint } from '../../kernel/complaints.ts'
import type { Ctx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'

/** Throws invalid, pointing to `path` of the input, unless the person has access to this ecosystem. */
export async function mustBeMember(ctx: Ctx, personId: string, path: string): Promise<void> {
  const member = await ctx.db
    .selectFrom('auth.memberships')
    .select('person_id')
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (member) return
  throw new DomainError('invalid', 'no_member', 'Something in the input is not right.', [complaint(path, 'person_without_access')])
}
