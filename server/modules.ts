import type { KernelTables } from './kernel/tables.ts'

/** Every module, in order. A module may import the index.ts of modules above it, and hears of those below it only through events. */
export const MODULES = ['people', 'parties', 'ties', 'exchange', 'tasks', 'views', 'imports', 'insight', 'samples'] as const

export type Tables = KernelTables
// biome-ignore lint/complexity/noBannedTypes: the events of each module are added here as the module arrives
export type Events = {}
