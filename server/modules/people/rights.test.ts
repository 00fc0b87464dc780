import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Actor, Role } from '../../kernel/ctx.ts'
import { allow, allowList, may, RIGHTS, type Right, ROLES, reachOf, readAloud, SCOPES, visibleFields } from './rights.ts'

const ours = crypto.randomUUID()
const theirs = crypto.randomUUID()
const rights = Object.keys(RIGHTS) as Right[]
const anyRight = fc.constantFrom(...rights)
const anyRole = fc.constantFrom(...ROLES)
const anyScopes = fc.subarray([...SCOPES])

function person(role: Role): { actor: Actor } {
  return { actor: { kind: 'person', personId: 'p', role, partyIds: role === 'member' ? [ours] : [] } }
}

function key(role: Role, scopes: readonly string[]): { actor: Actor } {
  return { actor: { kind: 'key', keyId: 'k', personId: 'p', role, partyIds: role === 'member' ? [ours] : [], scopes } }
}

const strength = { none: 0, own: 1, all: 2 }

test('contact people, notes, trust, scores and interactions are for coordinators, and for a member of the organisation itself', () => {
  const privateRights: Right[] = [
    'contacts.read', 'contacts.write', 'notes.read', 'notes.write', 'ties.private', 'interactions.read', 'interactions.write', 'insight.read', 'parties.private',
  ] // biome-ignore format: a list of names
  for (const right of privateRights) {
    assert.deepEqual(ROLES.map((role) => may(person(role), right, theirs)), [true, true, false, false], right) // biome-ignore format: one line reads better
    assert.equal(may(person('member'), right, ours), true, right)
  }
})

test('the private fields of a party and of a tie are replaced for those who may not see them', () => {
  const party = { name: 'Mill', fields: { rating: 3 }, source: 'import:1', sources: { name: 'import:1' } }
  assert.deepEqual(visibleFields(person('coordinator'), 'parties', party, theirs), party)
  assert.deepEqual(visibleFields(person('member'), 'parties', party, ours), party)
  for (const role of ['member', 'viewer'] as const) {
    assert.deepEqual(visibleFields(person(role), 'parties', party, theirs), {
      name: 'Mill',
      fields: {},
      source: null,
      sources: {},
    })
  }
  const tie = { type: 'supplies', trust: 0.4, evidence: 'said so', source: 'person:1' }
  assert.equal(visibleFields(person('member'), 'ties', tie, [theirs, ours]).trust, 0.4)
  assert.deepEqual(visibleFields(person('viewer'), 'ties', tie, [theirs, ours]), {
    type: 'supplies',
    trust: null,
    evidence: null,
    source: null,
  })
})

test('a viewer changes nothing but what is theirs alone', () => {
  const writes = rights.filter((right) => /write|create|manage|share/.test(right) && may(person('viewer'), right, ours))
  assert.deepEqual(writes, ['keys.write', 'views.write'])
})

test('allow() refuses with forbidden and says what was refused', () => {
  assert.throws(() => allow(person('viewer'), 'notes.read', ours), {
    kind: 'forbidden',
    message: 'Your role does not allow this: read notes.',
  })
  assert.throws(() => allow(person('member'), 'notes.read'), { kind: 'forbidden' })
  assert.throws(() => allowList(person('viewer'), 'notes.read'), { kind: 'forbidden' })
  assert.deepEqual(allowList(person('member'), 'notes.read'), { all: false, partyIds: [ours] })
  assert.deepEqual(allowList(person('owner'), 'notes.read'), { all: true })
})

test('a stronger role never has less', () => {
  fc.assert(
    fc.property(anyRight, fc.nat(2), (right, index) => {
      const reach = (role: Role) => strength[reachOf(person(role).actor, right)]
      assert.ok(reach(ROLES[index]!) >= reach(ROLES[index + 1]!), right)
    }),
  )
})

test('a key never has more than its owner, and without scopes nothing', () => {
  fc.assert(
    fc.property(anyRight, anyRole, anyScopes, (right, role, scopes) => {
      const ofKey = strength[reachOf(key(role, scopes).actor, right)]
      assert.ok(ofKey <= strength[reachOf(person(role).actor, right)])
      assert.equal(reachOf(key(role, []).actor, right), 'none')
    }),
  )
})

test('no key makes keys or owners, changes the ecosystem, sets reminders or feeds, lets addresses leave the house, makes anything public, sends mailings, shows scenarios to outsiders, writes the niche, approves what is shared, confirms hours, approves or pays out or sees bank accounts, or walks through the first hour', () => {
  const forKeys = rights.filter((right) => may(key('owner', SCOPES), right))
  const withheld = rights.filter((right) => !forKeys.includes(right))
  assert.deepEqual(withheld, [
    'ecosystem.write',
    'owners.write',
    'keys.write',
    'keys.manage',
    'calendar_feed.write',
    'reminders.write',
    'geocoder.consent',
    'publication.write',
    'mailings.send',
    'scenarios.share',
    'niche.write',
    'sharing.approve',
    'settlement.approve',
    'settlement.pay',
    'settlement.write',
    'bank_accounts.read',
    'bank_accounts.write',
    'hours.confirm',
    'budgets.approve',
    'levies.pay',
    'guide.write',
  ])
})

test('a scope to write includes reading, not the other way round', () => {
  assert.equal(may(key('owner', ['map.write']), 'parties.read'), true)
  assert.equal(may(key('owner', ['map.read']), 'parties.write'), false)
  assert.equal(may(key('owner', ['map.read', 'map.write']), 'contacts.read'), false)
})

test('a member without an organisation owns nothing', () => {
  const lost: { actor: Actor } = { actor: { kind: 'person', personId: 'p', role: 'member', partyIds: [] } }
  assert.equal(may(lost, 'notes.read', [null]), false)
})

test('the table reads aloud in English and in German', () => {
  const aloud = (locale: 'en' | 'de', right: Right) => Object.values(readAloud(locale).find((row) => row.right === right)!.sentences)
  assert.deepEqual(aloud('en', 'contacts.read'), [
    'An owner may see contact people.',
    'A coordinator may see contact people.',
    'A member may see contact people, but only for their own organisation.',
    'A viewer may not see contact people.',
  ])
  assert.deepEqual(aloud('de', 'contacts.read'), [
    'Die Leitung darf Ansprechpersonen sehen.',
    'Die Koordination darf Ansprechpersonen sehen.',
    'Ein Mitglied darf Ansprechpersonen sehen, aber nur für die eigene Organisation.',
    'Ein Gast darf Ansprechpersonen nicht sehen.',
  ])
})

test('every sentence says what the table holds', () => {
  for (const { right, reach, sentences } of [...readAloud('en'), ...readAloud('de')]) {
    for (const role of ROLES) {
      assert.equal(/ not | nicht /.test(sentences[role]), reach[role] === 'none', `${right}: ${sentences[role]}`)
      assert.equal(/ own organisation| eigene Organisation\./.test(sentences[role]), reach[role] === 'own', `${right}: ${sentences[role]}`)
    }
  }
})
