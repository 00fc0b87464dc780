import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TOKENS } from './theme.ts'

const GROUNDS = ['paper', 'card', 'sunken'] as const
const TEXTS = ['ink', 'quiet', 'accent', 'danger'] as const

test('text on every ground has a contrast of at least 4.5 in both schemes', () => {
  for (const [scheme, tokens] of Object.entries(TOKENS)) {
    const pairs: [string, string][] = GROUNDS.flatMap((ground) => TEXTS.map((text): [string, string] => [text, ground]))
    pairs.push(
      ['accent', 'accentSoft'],
      ['accent', 'accentHover'],
      ['warning', 'warningSoft'],
      ['danger', 'dangerSoft'],
      ['ink', 'accentSoft'],
    )
    pairs.push(['ink', 'warningSoft'], ['ink', 'dangerSoft'], ['quiet', 'accentSoft'], ['warning', 'card'])
    for (const [text, ground] of pairs) {
      const ratio = contrast(tokens[text as keyof typeof tokens], tokens[ground as keyof typeof tokens])
      assert.ok(ratio >= 4.5, `${scheme}: ${text} on ${ground} is ${ratio.toFixed(2)}`)
    }
  }
})

test('a filled button can be read in both schemes', () => {
  assert.ok(contrast('#FFFFFF', TOKENS.light.accent) >= 4.5)
  assert.ok(contrast(TOKENS.light.ink, TOKENS.dark.accent) >= 4.5)
})

/** WCAG 2.2 contrast ratio of two hex colours. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
