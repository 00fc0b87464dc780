/** Budgets: money that several decide on together, which is shared budgets, and funds that rules of sharing fill. */
export { readBudgetNames } from './budgets.ts'
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
