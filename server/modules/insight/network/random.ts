/** Numbers in [0, 1) that look like chance and are the same for the same seed on every machine. Mulberry32 by Tommy Ettinger (public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** The numbers 0 … n − 1 in random order (Fisher & Yates). O(n). */
export function shuffled(n: number, random: () => number): Uint32Array {
  const order = new Uint32Array(n)
  for (let i = 0; i < n; i++) {
    const at = Math.floor(random() * (i + 1))
    order[i] = order[at]!
    order[at] = i
  }
  return order
}

/** `count` different numbers of 0 … n − 1, every choice equally likely, in random order. O(n). */
export function chosen(n: number, count: number, random: () => number): Uint32Array {
  const order = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  const size = Math.max(0, Math.min(n, Math.floor(count)))
  for (let i = 0; i < size; i++) {
    const at = i + Math.floor(random() * (n - i))
    const kept = order[at]!
    order[at] = order[i]!
    order[i] = kept
  }
  return order.slice(0, size)
}
