type Piece = { size: number; partyIds: readonly string[] }

/**
 * What breaks off, of which the largest pieces are listed, apart into those that would have each other and those who would stand alone. `lost` is how many break off
 * in all; `more` of them are in pieces that are not listed and may be of either sort.
 */
export function splitPieces<P extends Piece>(pieces: readonly P[], lost = sizeOf(pieces)) {
  const groups = pieces.filter(({ size }) => size > 1)
  const alone = pieces.filter(({ size }) => size === 1).flatMap(({ partyIds }) => partyIds)
  const unlisted = lost - sizeOf(pieces)
  // behind one that is alone there are only such
  const areAlone = alone.length > 0
  return { groups, alone: { ids: alone, total: alone.length + (areAlone ? unlisted : 0) }, more: areAlone ? 0 : unlisted }
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { size }) => sum + size, 0)
}
