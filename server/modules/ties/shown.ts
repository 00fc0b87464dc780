import type { Ctx } from '../../kernel/ctx.ts'
import type { Aliases } from '../parties/index.ts'
import { visibleFields } from '../people/index.ts'
import type { TieRow } from './reading.ts'
import { combineStrength, FORMULA } from './rules.ts'
import type { Tie } from './schema.ts'
import { readActivity } from './strength.ts'

/** Rows as the API shows them to this actor: with their strength of the moment and how it came about, without what is private to others. */
export async function showTies(ctx: Ctx, rows: readonly TieRow[], aliases: Aliases, asOf?: Date): Promise<Tie[]> {
  if (rows.length === 0) return []
  const partyIds = [...new Set(rows.flatMap((row) => [row.from_id, row.to_id]))].flatMap(aliases.membersOf)
  const activity = await readActivity(ctx, aliases, { asOf, partyIds })
  return rows.map((row) => {
    const parts = combineStrength(
      { strength: row.strength, at: row.strength_at },
      activity.of(row.tie_ids, row.from_id, row.to_id),
      asOf ?? ctx.now(),
    )
    return visibleFields(ctx, 'ties', toTie(row, parts), [row.from_id, row.to_id])
  })
}

function toTie(row: TieRow, { strength, stated, interactions }: ReturnType<typeof combineStrength>): Tie {
  return {
    id: row.id,
    fromId: row.from_id,
    toId: row.to_id,
    type: row.type,
    directed: row.directed,
    strength: row.strength,
    currentStrength: strength,
    strengthFormula: {
      formula: FORMULA,
      stated: { ...stated, at: stated.at.toISOString() },
      interactions: interactions.map((part) => ({ ...part, latestAt: part.latestAt.toISOString() })),
    },
    trust: row.trust,
    since: row.since,
    until: row.until,
    evidence: row.evidence,
    source: row.source,
    sources: row.sources,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}
