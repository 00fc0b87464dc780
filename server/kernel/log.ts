import { pino } from 'pino'

/** One JSON line for each thing worth knowing. Ids only: no names, addresses, texts, keys or query strings. */
export const log = pino({ level: process.env.TUTTI_LOG ?? 'info', base: null })
