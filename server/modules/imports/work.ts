/** What an import does in the background, and how it ends where it does not end well: never in a state that nobody can leave. */
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import type { JobHandler } from '../../kernel/jobs.ts'
import { log } from '../../kernel/log.ts'
import { failureOf } from './failures.ts'
import { selectImports, stopWork } from './imports.ts'
import type { Busy, ImportProblem, State } from './schema.ts'

/** One run of it: `revision` counts up with each beginning, so that a job left over from an earlier one writes nothing. */
export type Work = { id: string; revision: number; state: Busy }

/** Somebody stopped the work, gave the import up or changed it meanwhile. What was written goes with the transaction it was written in. */
export class Unwanted extends Error {}

export function workOf(state: Busy, { importId, revision }: Record<string, unknown>): Work {
  return { id: String(importId), revision: Number(revision), state }
}

/**
 * Does the work and tells the import how it ended, if not well: in the words of a refusal, or that something unexpected happened, which stands
 * in the log. Only what passes by itself is thrown again, for the queue to try once more.
 */
export async function doWork(ctx: Ctx, work: Work, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (error instanceof Unwanted) return
    if (error instanceof DomainError) {
      await endWork(ctx, work, { code: error.code, message: error.message, errors: [...(error.errors ?? [])] })
      return
    }
    if (PASSING.test(String((error as { code?: unknown }).code))) throw error
    logFailure(ctx, work, error)
    await endWork(ctx, work, failureOf(work.state))
  }
}

/** Connections lost, deadlocks, no room, a database that is being stopped: classes of PostgreSQL's errors. */
const PASSING = /^(?:08|40|53|57)[0-9A-Z]{3}$/

/** For work that was tried for the last time, or in whose midst the machine stopped too often. */
export function workGivenUp(state: Busy): JobHandler {
  return async (ctx, payload) => {
    log.error({ importId: payload.importId, ecosystemId: ctx.ecosystemId, state }, 'import given up')
    await endWork(ctx, workOf(state, payload), failureOf(state))
  }
}

/** Throws Unwanted unless the import still waits for exactly this work, and keeps it so until the end of the transaction. */
export async function mustBeWanted(tx: Tx, work: Work): Promise<void> {
  const row = await selectImports(tx).where('id', '=', work.id).forUpdate().executeTakeFirst()
  if (!row || !isWanted(row, work)) throw new Unwanted()
}

/** A job that was enqueued before there were revisions for it has none. */
export function isWanted(row: { state: State; revision: number }, { state, revision }: Work): boolean {
  return row.state === state && (Number.isNaN(revision) || row.revision === revision)
}

async function endWork(ctx: Ctx, work: Work, problem: ImportProblem): Promise<void> {
  await transaction(ctx, async (tx) => {
    const row = await selectImports(tx).where('id', '=', work.id).forUpdate().executeTakeFirst()
    // whoever gave the import up or began anew meanwhile has the last word
    if (row && isWanted(row, work)) await stopWork(tx, work.id, work.state, problem)
  })
}

/** Where and what sort of error, never its message: that quotes the rows it met. */
function logFailure(ctx: Ctx, { id, state }: Work, error: unknown): void {
  const { name, stack, code, constraint } = error as Error & { code?: unknown; constraint?: unknown }
  const places = String(stack)
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
  log.error({ importId: id, ecosystemId: ctx.ecosystemId, state, error: name, sqlState: code, constraint, places }, 'import failed')
}
