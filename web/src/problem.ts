import type { TFunction } from 'i18next'
import { formats } from './ui/format.ts'

/** What the API answers when it says no (RFC 9457). */
export type Problem = { status: number; code: string; title: string; detail?: string; errors?: Complaint[] }

/** What is wrong with one part of the input. `message` is English, for whoever reads the API itself. */
export type Complaint = { path: string; code: string; message: string; values?: Record<string, string | number> }

/** A refusal of the API, or its absence (`code` no_connection, `status` 0). */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.problem = problem
  }
}

/** What a person is told when something failed: what happened, what was kept, what to do. */
export type Explanation = { what: string; kept: string; todo: string }

/**
 * The one translation of errors into words: by code (`errors.<code>`), else by status. `reading` when nothing could have been
 * lost, `writing` when a person had entered something.
 */
export function explain(t: TFunction, error: unknown, doing: 'reading' | 'writing'): Explanation {
  const problem = problemOf(error)
  const key = keyOf(t, isAddress(problem, doing) ? NOT_FOUND : problem)
  const what = key === undefined ? t('errors.unknown.what') : t(`errors.${key}.what`)
  const todo = key === undefined ? t('errors.unknown.todo') : t(`errors.${key}.todo`)
  // what reads goes on by itself, what was entered waits for its button
  const todoInput = doing === 'writing' && key === 'no_connection' ? t('errors.no_connection.todoInput') : undefined
  return { what, todo: todoInput ?? todo, kept: doing === 'writing' ? t('errors.kept.input') : t('errors.kept.nothing') }
}

/** What is wrong with single fields, by path, in the reader's language. */
export function fieldErrors(t: TFunction, language: string, error: unknown): Record<string, string> {
  const complaints = error instanceof ApiError ? (error.problem.errors ?? []) : []
  return Object.fromEntries(complaints.map((complaint) => [complaint.path, sentenceOf(t, language, complaint)]))
}

/** By code. For a code that is not known here a general sentence stands in, because half a translation reads worse than a plain one. */
function sentenceOf(t: TFunction, language: string, { code, values = {} }: Complaint): string {
  const { number } = formats(language)
  const written = Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? number(value) : value])
  return t(`complaints.${code}`, { replace: Object.fromEntries(written), defaultValue: t('errors.field') })
}

const NOT_FOUND: Problem = { status: 404, code: 'not_found', title: '' }

/** What was refused while reading is the id in the address of the page: there is no field to look at, and nothing at that address. */
function isAddress({ code, errors = [] }: Problem, doing: 'reading' | 'writing'): boolean {
  return doing === 'reading' && code === 'invalid' && errors.length > 0 && errors.every((complaint) => complaint.code === 'id_needed')
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem
  return { status: 0, code: 'unknown', title: error instanceof Error ? error.message : String(error) }
}

const BY_STATUS: Record<number, string> = {
  0: 'no_connection',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  410: 'gone',
  413: 'too_large',
  422: 'invalid',
  429: 'too_many',
  500: 'server',
  502: 'no_connection',
  503: 'no_connection',
  504: 'no_connection',
}

function keyOf(t: TFunction, problem: Problem): string | undefined {
  const known = (key: string | undefined) => key !== undefined && t(`errors.${key}.what`, { defaultValue: '' }) !== ''
  if (known(problem.code)) return problem.code
  const byStatus = problem.code === 'unknown' ? undefined : (BY_STATUS[problem.status] ?? (problem.status >= 500 ? 'server' : undefined))
  return known(byStatus) ? byStatus : undefined
}
