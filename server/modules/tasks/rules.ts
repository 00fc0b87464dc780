/** What decides whether a member may see and change a task: whose it is and which party it is about. */
export type Concern = { ownerId: string | null; partyId: string | null }
export type Reader = { reach: 'all' | 'own' | 'none'; personId: string | null; ownPartyIds: readonly string[] }

/** Coordinators see all tasks; members those they own and those about their own organisation. */
export function isVisible({ ownerId, partyId }: Concern, { reach, personId, ownPartyIds }: Reader): boolean {
  if (reach !== 'own') return reach === 'all'
  return (ownerId !== null && ownerId === personId) || (partyId !== null && ownPartyIds.includes(partyId))
}

/** Members make tasks about their own organisation, and for themselves about none; they never put a task before another organisation. */
export function isTheirs({ ownerId, partyId }: Concern, { reach, personId, ownPartyIds }: Reader): boolean {
  if (reach !== 'own') return reach === 'all'
  return partyId === null ? ownerId !== null && ownerId === personId : ownPartyIds.includes(partyId)
}
