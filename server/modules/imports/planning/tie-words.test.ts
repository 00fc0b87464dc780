import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TIE_TYPES } from '../../ties/index.ts'
import { keyOfWord, tieWordReader } from './tie-words.ts'

const BUILT_IN = Object.entries(TIE_TYPES).map(([key, traits]) => ({ key, label: null, inverseLabel: null, ...traits }))

test('the ten known types are recognised in English and German, from either end', () => {
  const meaning = tieWordReader(BUILT_IN)
  const words: Record<string, [string, boolean]> = {
    'Buys from': ['buys_from', false],
    'kauft bei': ['buys_from', false],
    'sells-to': ['buys_from', true],
    'verkauft an': ['buys_from', true],
    SUPPLIES: ['supplies', false],
    beliefert: ['supplies', false],
    'wird beliefert von': ['supplies', true],
    'arbeitet zusammen mit': ['partners', false],
    empfiehlt: ['refers_to', false],
    'steht im Wettbewerb mit': ['competes', false],
    'liegt im Streit mit': ['conflicts', false],
    'ist Mitglied bei': ['member_of', false],
    'hat als Mitglied': ['member_of', true],
    fördert: ['funds', false],
    foerdert: ['funds', false],
    'funded by': ['funds', true],
    beaufsichtigt: ['regulates', false],
    informiert: ['informs', false],
    informed_by: ['informs', true],
  }
  for (const [word, [key, isReversed]] of Object.entries(words)) assert.deepEqual(meaning(word), { key, isReversed }, word)
  assert.equal(meaning('wonders about'), undefined)
  assert.equal(meaning('–'), undefined)
})

test('own types are known by their labels, and a new word gives a key that a type may have', () => {
  const own = { key: 'lends', label: 'verleiht an', inverse: 'lends_inverse', inverseLabel: 'leiht von', directed: true, trade: false }
  const meaning = tieWordReader([...BUILT_IN, own])
  assert.deepEqual([meaning('Verleiht an'), meaning('leiht von')?.isReversed], [{ key: 'lends', isReversed: false }, true])
  assert.equal(keyOfWord('Grüßt täglich!'), 'grusst_taglich')
  assert.equal(keyOfWord('2. Nachbar'), 'nachbar')
  assert.equal(keyOfWord('友達'), '')
  assert.match(keyOfWord('x'.repeat(90)), /^x{40}$/)
})
