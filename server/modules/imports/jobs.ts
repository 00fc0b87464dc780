import { transaction } from '../../kernel/ctx.ts'
import type { JobHandler } from '../../kernel/jobs.ts'
import { writeImport } from './apply.ts'
import { checkImport } from './check.ts'
import { expireImports } from './imports.ts'
import { takeBackImport } from './undo.ts'
import { workGivenUp } from './work.ts'

export const jobs: Record<string, JobHandler> = {
  'imports.check': checkImport,
  'imports.check.given_up': workGivenUp('checking'),
  'imports.apply': writeImport,
  'imports.apply.given_up': workGivenUp('applying'),
  'imports.expire': (ctx) => transaction(ctx, expireImports),
  'imports.undo': takeBackImport,
  'imports.undo.given_up': workGivenUp('undoing'),
}
