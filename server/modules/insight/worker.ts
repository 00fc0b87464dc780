import { parentPort, workerData } from 'node:worker_threads'
import { answerMap, compareMaps, measureMap } from './answers/index.ts'
import type { Question } from './compute.ts'

/** The thread that reads a large map: one question, one answer, and it ends. */
parentPort?.postMessage(answer(workerData as Question))

function answer(question: Question): unknown {
  if (question.ask === 'difference') return compareMaps(question.before, question.map)
  return question.ask === 'answers' ? answerMap(question.map) : measureMap(question.map)
}
