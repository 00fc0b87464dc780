/** Every module, in order. A module may import the index.ts of modules above it, and hears of those below it only through events. */
export const MODULES = ['people', 'parties', 'ties', 'exchange', 'tasks', 'views', 'imports', 'insight', 'samples'] as const

// biome-ignore lint/complexity/noBannedTypes: the tables of each module are added here as the module arrives
export type Tables = {}
