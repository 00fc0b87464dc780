import { parentPort, workerData } from 'node:worker_threads'
import { findTown, readGazetteer } from './gazetteer.ts'
import type { TownName } from './schema.ts'

/** The thread that reads the table of places: one list of names, one list of answers, and it ends, and its memory with it. */
const names = workerData as TownName[]
const gazetteer = readGazetteer(names)
parentPort?.postMessage(names.map((name) => findTown(gazetteer, name)))
