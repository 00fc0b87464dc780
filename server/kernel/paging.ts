import { z } from '@hono/zod-openapi'
import { DomainError } from './errors.ts'

export const LIMIT_MAX = 200
export const LIMIT_DEFAULT = 50

/** The query parameters of every list. */
export const Paging = z.object({
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT),
  cursor: z.string().max(1000).optional(),
})
export type Paging = z.infer<typeof Paging>

export type Page<T> = { items: T[]; nextCursor: string | null }

/** Takes one row more than the limit and tells from it whether there is a next page. `keyOf` gives the sort key of the last row shown. */
export function toPage<T>(rows: T[], limit: number, keyOf: (row: T) => (string | number | null)[]): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null }
}

export function encodeCursor(key: (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The sort key behind a cursor. Throws invalid for anything that is not a cursor of `length` parts. */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  const parsed = z
    .array(z.union([z.string(), z.number(), z.null()]))
    .length(length)
    .safeParse(parse(cursor))
  if (parsed.success) return parsed.data
  throw new DomainError('invalid', 'invalid_cursor', 'This cursor does not belong to this list. Please start again without it.')
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

/** The schema of a page of items. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}
