import { parentPort, workerData } from 'node:worker_threads'
import { answerMap, measureMap } from './answers/index.ts'
import type { Question } from './compute.ts'

/** The thread that reads a large map: one question, one answer, and it ends. */
const { ask, map } = workerData as Question
parentPort?.postMessage(ask === 'answers' ? answerMap(map) : measureMap(map))
