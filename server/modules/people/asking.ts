import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { DomainError } from '../../kernel/errors.ts'
import type { AccountOptions } from './account-routes.ts'
import { isOperator } from './accounts.ts'

export const Done = z.object({ done: z.literal(true) })
export const done = { done: true } as const

/** The session, which is prolonged by being used. Throws unauthorized without one; an API key is none. */
export async function sessionOf(c: Context, { auth }: AccountOptions) {
  const { headers, response } = await auth().api.getSession({ headers: c.req.raw.headers, returnHeaders: true })
  if (!response) throw new DomainError('unauthorized', 'not_signed_in', 'Please sign in.')
  for (const cookie of headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
  return response
}

export async function personOf(c: Context, options: AccountOptions): Promise<string> {
  return (await sessionOf(c, options)).user.id
}

export async function operatorOf(c: Context, options: AccountOptions): Promise<void> {
  if (await isOperator(options, await personOf(c, options))) return
  throw new DomainError('forbidden', 'forbidden', 'Only an operator of the installation may do this.')
}
