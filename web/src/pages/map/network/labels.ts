/** A name that would like to be shown: where its party is and how large, in pixels of the picture, and how wide the text is. */
export type LabelWish = { key: string; text: string; x: number; y: number; size: number; width: number; forced: boolean }
export type Label = { key: string; text: string; x: number; y: number; forced: boolean; end: boolean }

const GAP = 4
const LINE = 16

/**
 * Which names are shown and where, so that none covers another: wishes in their order (most important first), each right of its party,
 * else left, else not at all; never over one of the `bodies`. Forced ones are always shown. The same wishes give the same labels, so that nothing flickers.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  view: { width: number; height: number },
  most: number,
  bodies: readonly Box[] = [],
): Label[] {
  const taken = boxes()
  for (const body of bodies) taken.take(body)
  const labels: Label[] = []
  for (const wish of wishes) {
    if (labels.length >= most && !wish.forced) continue
    if (wish.x < -40 || wish.y < -20 || wish.x > view.width + 40 || wish.y > view.height + 20) continue
    const right = boxAt(wish, wish.x + wish.size + GAP)
    const left = boxAt(wish, wish.x - wish.size - GAP - wish.width)
    const fits = (box: Box) => box.left >= 0 && box.right <= view.width && taken.isFree(box)
    const box = !fits(right) && fits(left) ? left : right
    if (!wish.forced && !fits(box)) continue
    taken.take(box)
    labels.push({
      key: wish.key,
      text: wish.text,
      x: box === right ? box.left : box.right,
      y: wish.y,
      forced: wish.forced,
      end: box === left,
    })
  }
  return labels
}

export type Box = { left: number; right: number; top: number; bottom: number }

function boxAt(wish: LabelWish, left: number): Box {
  return { left, right: left + wish.width, top: wish.y - LINE / 2, bottom: wish.y + LINE / 2 }
}

function boxes() {
  const rows = new Map<number, Box[]>()
  const rowsOf = (box: Box) => {
    const first = Math.floor(box.top / LINE)
    return Array.from({ length: Math.floor((box.bottom - 0.01) / LINE) - first + 1 }, (_, index) => first + index)
  }
  const isFree = (box: Box) =>
    rowsOf(box).every((row) =>
      (rows.get(row) ?? []).every(
        (other) => box.right + 2 < other.left || other.right + 2 < box.left || box.bottom <= other.top || other.bottom <= box.top,
      ),
    )
  const take = (box: Box) => {
    for (const row of rowsOf(box)) {
      const there = rows.get(row)
      if (there) there.push(box)
      else rows.set(row, [box])
    }
  }
  return { isFree, take }
}
