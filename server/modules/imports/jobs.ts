import type { JobHandler } from '../../kernel/jobs.ts'
import { writeImport } from './apply.ts'
import { checkImport } from './check.ts'
import { takeBackImport } from './undo.ts'

export const jobs: Record<string, JobHandler> = {
  'imports.check': checkImport,
  'imports.apply': writeImport,
  'imports.undo': takeBackImport,
}
