import type { Tx } from '../../kernel/ctx.ts'
import { emit } from '../../kernel/events.ts'
import { getScenario, lockScenario } from './scenarios.ts'
import type { NewChange, Scenario } from './schema.ts'
import { insertChanges, mustHaveRoom, setChangeEnd } from './stored-changes.ts'

/** Adds a change behind those there are. Throws invalid for what is not known here, conflict when there are too many. */
export async function addChange(tx: Tx, scenarioId: string, change: NewChange): Promise<Scenario> {
  await lockScenario(tx, scenarioId)
  const [id] = await insertChanges(tx, scenarioId, [change])
  await touch(tx, scenarioId)
  await emit(tx, 'scenario.change_added', scenarioId, { changeId: id! })
  return await getScenario(tx, scenarioId)
}

/** Takes a change back; restoreChange puts it where it was. */
export async function removeChange(tx: Tx, scenarioId: string, id: string): Promise<Scenario> {
  await lockScenario(tx, scenarioId)
  await setChangeEnd(tx, { scenarioId, id, endedAt: tx.now() })
  await touch(tx, scenarioId)
  await emit(tx, 'scenario.change_removed', scenarioId, { changeId: id })
  return await getScenario(tx, scenarioId)
}

/** Puts a change back to where it was in the order. */
export async function restoreChange(tx: Tx, scenarioId: string, id: string): Promise<Scenario> {
  await lockScenario(tx, scenarioId)
  await mustHaveRoom(tx, scenarioId, 1)
  await setChangeEnd(tx, { scenarioId, id, endedAt: null })
  await touch(tx, scenarioId)
  await emit(tx, 'scenario.change_restored', scenarioId, { changeId: id })
  return await getScenario(tx, scenarioId)
}

async function touch(tx: Tx, id: string): Promise<void> {
  await tx.db
    .updateTable('scenarios')
    .set({ updated_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
}
