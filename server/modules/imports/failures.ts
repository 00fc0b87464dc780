/** What is said of work that met something unexpected. */
import type { Busy, ImportProblem } from './schema.ts'

/** What was kept and what to do stands in the catalogue of the web app; this is for the API. */
const FAILURES: Record<Busy, Omit<ImportProblem, 'errors'>> = {
  checking: {
    code: 'import_check_failed',
    message: 'The check met something unexpected. Nothing is on the map, and the files are kept. Change how they are read, or give up.',
  },
  applying: {
    code: 'import_apply_failed',
    message: 'Writing met something unexpected. Nothing of it is on the map, and files and check are kept. Try again, or give up.',
  },
  undoing: {
    code: 'import_undo_failed',
    message: 'Taking back met something unexpected. Everything is on the map as before. Try again later.',
  },
}

export function failureOf(state: Busy): ImportProblem {
  return { ...FAILURES[state], errors: [] }
}
