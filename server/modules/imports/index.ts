/** Imports: from a file of contacts or places to the map, checked first, written at once, taken back whole; and the review of duplicates. */
export { applyImport, cancelImport, changeImport, getImport, listImports, listRows, startImport, undoImport } from './imports.ts'
export { jobs } from './jobs.ts'
export { groupRecords } from './matching/groups.ts'
export { traitsOf } from './matching.ts'
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
export { findSuppressed } from './suppressions.ts'
