/** Insight: what the map says, in answers with evidence, and the measures behind them. */
export { answersOf, measuresOf, readMap } from './insight.ts'
export { routes } from './routes.ts'
export type { Answers, MeasureColumns } from './schema.ts'
