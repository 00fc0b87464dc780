/** Samples: real data to look at before one has one's own, removed in one step. */
export { SAMPLE_SOURCES } from './catalogue.ts'
export { routes } from './routes.ts'
export { listSamples, loadSample, removeSample } from './samples.ts'
export { type Events, SAMPLE_KEYS, type SampleKey, type Tables } from './schema.ts'
