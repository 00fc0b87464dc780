import { transaction } from '../../kernel/ctx.ts'
import type { JobHandler } from '../../kernel/jobs.ts'
import { writeImport } from './apply.ts'
import { checkImport } from './check.ts'
import { expireImports } from './imports.ts'
import { takeBackImport } from './undo.ts'

export const jobs: Record<string, JobHandler> = {
  'imports.check': checkImport,
  'imports.apply': writeImport,
  'imports.expire': (ctx) => transaction(ctx, expireImports),
  'imports.undo': takeBackImport,
}
