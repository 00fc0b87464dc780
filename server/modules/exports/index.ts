/** Exports: everything on the map, or a part of it, as a file that other programs and our own import read. */
export { makeExport } from './exports.ts'
export { lineOf as csvLine, MARK as CSV_MARK } from './formats/csv.ts'
export { routes } from './routes.ts'
export type { Events } from './schema.ts'
