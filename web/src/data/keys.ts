const CHARS_MAX = 40

/** The key of something that is named by a person: small letters, digits and _, a letter first. The name itself may be anything. */
export function keyOf(name: string): string {
  const plain = name.trim().toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replaceAll(/\p{M}/gu, '')
  const key = plain.replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '')
  return (/^[a-z]/.test(key) ? key : `own_${key}`).slice(0, CHARS_MAX).replace(/_+$/, '')
}
