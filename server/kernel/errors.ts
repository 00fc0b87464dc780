import type { Complaint } from './complaints.ts'

export type ErrorKind = 'invalid' | 'unauthorized' | 'forbidden' | 'not_found' | 'conflict' | 'gone' | 'too_large' | 'too_many'

/** How each kind of refusal is answered over HTTP. */
export const STATUS = {
  invalid: 422,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  too_many: 429,
} as const satisfies Record<ErrorKind, number>

/** A rule of the business said no. `code` is stable and part of the API, `message` a plain English sentence. */
export class DomainError extends Error {
  override name = 'DomainError'
  readonly kind: ErrorKind
  readonly code: string
  readonly errors: readonly Complaint[] | undefined

  constructor(kind: ErrorKind, code: string, message: string, errors?: readonly Complaint[]) {
    super(message)
    this.kind = kind
    this.code = code
    this.errors = errors
  }
}

/** Narrows a row that must exist, or says which thing was not found. */
export function found<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw new DomainError('not_found', `${what}_not_found`, `There is no such ${what.replaceAll('_', ' ')}.`)
  return row
}
