/** The region: the network as a whole, as a picture of communities of communities that is drawn in the background and kept. */
export { jobs, schedule } from './drawing.ts'
export { routes } from './routes.ts'
export type { Tables } from './schema.ts'
