/** Exchange: what parties offer and what they need. */
export { createOffers, eraseOffersOf, findOffering } from './bulk.ts'
export { createOffer, endOffer, getOffer, listOffers } from './offers.ts'
export { routes } from './routes.ts'
export { type Events, NewOffer, Offer, RHYTHMS, type Rhythm, type Tables } from './schema.ts'
export { searchOffers } from './search.ts'
export { type NamedOffer, streamOffers } from './streams.ts'
export { countOffersUpTo, readTrades, type Trade } from './trades.ts'
