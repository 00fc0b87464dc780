import { parentPort, workerData } from 'node:worker_threads'
import { answerMap, checkPairs, compareMaps, compareStates, letLeave, measureMap, proposePairs } from './answers/index.ts'
import type { Question } from './compute.ts'

/** The thread that reads a large map: one question, one answer, and it ends. */
parentPort?.postMessage(answer(workerData as Question))

function answer(question: Question): unknown {
  if (question.ask === 'difference') return compareMaps(question.before, question.map)
  if (question.ask === 'departure') return letLeave(question.map, question.leaving, question.trades)
  if (question.ask === 'comparison') return compareStates(question.before, question.after)
  if (question.ask === 'pairs') return proposePairs(question.map, question.input)
  if (question.ask === 'pairCheck') return checkPairs(question.map)
  return question.ask === 'answers' ? answerMap(question.map) : measureMap(question.map)
}
