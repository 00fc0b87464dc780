import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import type { Context, TypedResponse } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { JSONParsed } from 'hono/utils/types'
import { type Complaint, complaintOf } from './complaints.ts'
import { type Ctx, type Tx, transaction } from './ctx.ts'
import { DomainError, STATUS } from './errors.ts'
import { readForm, type SentFile } from './forms.ts'
import { once } from './idempotency.ts'
import { log } from './log.ts'

/** `ctx` is there inside an ecosystem, `door` everywhere: what is asked for before the ecosystem is known. */
export type Env = { Variables: { ctx: Ctx; door: Pick<Ctx, 'db' | 'now'>; requestId: string; secureHeadersNonce: string } }
export type Router = OpenAPIHono<Env>

/** A body of many wrong values is answered with its first complaints, not with an answer larger than itself. */
const COMPLAINTS_MAX = 100
/** Nobody waits longer for an answer, and a place in the pool is not kept from others for longer by one question. */
const STATEMENT_MAX_MS = 60_000
const PROBLEM_TYPE = 'application/problem+json'

const ComplaintAnswer = z
  .object({
    path: z.string().openapi({ description: 'Where in the input, such as `address.city` or `row 12`' }),
    code: z.string().openapi({ description: 'What is wrong there; a code keeps its meaning' }),
    message: z.string().openapi({ description: 'The same as an English sentence' }),
    values: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .openapi({ description: 'What the sentence speaks of, such as `limit`, to say it in other words' }),
  })
  .openapi('Complaint')

/** How every refusal is answered (RFC 9457). `code` is stable, `title` a sentence, `errors` say where in the input. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    errors: z.array(ComplaintAnswer).optional(),
  })
  .openapi('Problem')

/** One router for each module; input that does not parse becomes 422 here, also in sub-apps. */
export function newRouter(): Router {
  return new OpenAPIHono<Env>({
    defaultHook: (result, c) => {
      if (result.success) return undefined
      const errors = result.error.issues.slice(0, COMPLAINTS_MAX).map((issue) => complaintOf(issue))
      return problem(c, 422, 'invalid', 'Something in the input is not right.', errors)
    },
  })
}

type Success<S extends number, T extends z.ZodType> = Record<S, { description: string; content: { 'application/json': { schema: T } } }> & {
  default: { description: string; content: { 'application/problem+json': { schema: typeof Problem } } }
}

/** The `responses` of a route: its success, and a problem for everything else. */
export function answers<S extends 200 | 201 | 202, T extends z.ZodType>(status: S, schema: T, description: string): Success<S, T> {
  return {
    [status]: { description, content: { 'application/json': { schema } } },
    default: { description: 'A problem', content: { [PROBLEM_TYPE]: { schema: Problem } } },
  } as Success<S, T>
}

/** The `request.body` of a route that takes JSON. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true as const, content: { 'application/json': { schema } } } satisfies NonNullable<RouteConfig['request']>['body']
}

/** Path parameters of a route about one thing. */
export const IdParam = z.object({ id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }) })

/** Answers 200 with what `work` reads in one transaction of the caller's ecosystem. */
export async function read<T>(c: Context<Env>, work: (tx: Tx) => Promise<T>) {
  return c.json((await inTime(c, work)) as object, 200) as unknown as TypedResponse<JSONParsed<T>, 200, 'json'>
}

/** Answers `status` with what `work` did in one transaction. A request with an Idempotency-Key is done once, whoever sends it again. */
export function write<T, S extends 200 | 201 | 202>(c: Context<Env>, status: S, work: (tx: Tx) => Promise<T>) {
  return answerOnce(c, status, () => c.req.text(), work)
}

/** Like write(), with the files of a form, which `work` reads while they arrive. */
export async function writeFiles<T, S extends 200 | 201 | 202>(
  c: Context<Env>,
  status: S,
  work: (tx: Tx, files: AsyncIterable<SentFile>) => Promise<T>,
) {
  const form = readForm(c.req.raw)
  try {
    return await answerOnce(c, status, form.fingerprint, (tx) => work(tx, form.files))
  } finally {
    await form.drain()
  }
}

async function answerOnce<T, S extends 200 | 201 | 202>(
  c: Context<Env>,
  status: S,
  content: () => Promise<string>,
  work: (tx: Tx) => Promise<T>,
) {
  const key = c.req.header('idempotency-key')
  const answer = await inTime(c, async (tx) => {
    const run = async () => ({ status: status as number, text: JSON.stringify(await work(tx)) })
    // method, address and content make two requests the same
    const request = async () => `${c.req.method} ${c.req.url}\n${await content()}`
    return key === undefined ? await run() : await once(tx, key, request, run)
  })
  const response = c.body(answer.text, answer.status as S, { 'content-type': 'application/json' })
  return response as unknown as TypedResponse<JSONParsed<T>, S, 'json'>
}

function inTime<T>(c: Context<Env>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(c.var.ctx, work, STATEMENT_MAX_MS)
}

/** How PostgreSQL says that a value cannot be read: no uuid or date inside a cursor, a date or a number out of range, a zero byte in a text. */
const UNREADABLE = new Set(['22P02', '22P05', '22003', '22007', '22008', '22021'])
/** How it says that a statement took longer than it may. */
const CANCELLED = '57014'

/** The one place where an error becomes an answer. */
export function answerError(error: Error, c: Context): Response {
  if (error instanceof DomainError) return problem(c, STATUS[error.kind], error.code, error.message, error.errors)
  if (error instanceof HTTPException) return problem(c, error.status, 'http', error.message || 'The request cannot be answered.')
  const code = String((error as { code?: unknown }).code)
  if (code === CANCELLED) return problem(c, 503, 'took_too_long', 'This took longer than anybody would wait. Nothing was changed.')
  if (UNREADABLE.has(code)) {
    return problem(c, 422, 'invalid', 'Something in the input is not right.')
  }
  log.error({ requestId: c.get('requestId'), error: error.name, reason: error.message, stack: error.stack }, 'request failed')
  return problem(c, 500, 'internal', 'Something went wrong here, not with you. Nothing was changed. Please try again.')
}

export function problem(c: Context, status: number, code: string, title: string, errors?: readonly Complaint[]): Response {
  const body = { type: 'about:blank', title, status, code, ...(errors ? { errors } : {}) }
  return c.body(JSON.stringify(body), status as 400, { 'content-type': PROBLEM_TYPE })
}

/** The answer at an address that nothing is served at. */
export function nothingHere(c: Context): Response {
  return problem(c, 404, 'not_found', 'There is nothing at this address.')
}
