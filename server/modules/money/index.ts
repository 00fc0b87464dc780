/** Money: what the books say in words, with the rules it came from. */
export { routes } from './routes.ts'
