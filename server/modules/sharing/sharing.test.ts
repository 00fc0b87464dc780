import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { personalData, routes } from './index.ts'
import { sharesRule, WEEKEND } from './rule/testing.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
let now = new Date('2026-05-16T10:00:00Z')
const call = testApi(db, [partyRoutes, routes], () => now)
const LABELS = ['levy:2026', 'project:trail', 'project:school', 'platform', 'campaign:advance', 'marketing_pool', 'ferry']

async function beginning() {
  const roles = await testEcosystem(db, { now: () => now })
  const museum: string = (await call(roles.owner, 'POST', '/parties', { name: 'Museum' })).json.id
  const recipients = [{ key: 'museum', partyId: museum }, ...LABELS.map((key) => ({ key, label: `the ${key}` }))]
  const version = { rule: WEEKEND, recipients, validFrom: '2026-05-01' }
  return { ...roles, museum, recipients, version }
}

test('a rule is written down, read in words, approved once, and followed by its next version', async () => {
  const { owner, coordinator, museum, version } = await beginning()
  const made = await call(owner, 'POST', '/sharing/rules', { name: 'Weekend', version })
  assert.equal(made.status, 201)
  const [first] = made.json.versions
  assert.equal(made.json.inForce, null)
  assert.match(first.sentences[4], /^What is left is split by visits among Museum \(counted 2 times\) and the ferry/)
  assert.deepEqual(first.recipients[0], { key: 'museum', partyId: museum, name: 'Museum' })
  const path = `/sharing/rules/${made.json.id}`
  const approved = await call(coordinator, 'POST', `${path}/versions/${first.id}/approval`)
  assert.equal(approved.status, 200)
  assert.equal(approved.json.approvedAt, '2026-05-16T10:00:00.000Z')
  assert.deepEqual([(await call(owner, 'POST', `${path}/versions/${first.id}/approval`)).json.code], ['version_approved'])
  await call(owner, 'POST', `${path}/versions`, { ...version, rule: sharesRule({ museum: '1/2', ferry: '1/2' }), validFrom: '2026-06-01' })
  const german = await call(owner, 'GET', `${path}?language=de`)
  assert.deepEqual(
    german.json.versions.map(({ number, validFrom }: Record<string, unknown>) => [number, validFrom]),
    [
      [2, '2026-06-01'],
      [1, '2026-05-01'],
    ],
  )
  assert.match(german.json.versions[0].sentences[0], /^Was übrig ist wird nach festen Anteilen geteilt/)
  assert.equal(german.json.inForce, 1)
  await call(owner, 'POST', `${path}/versions/${german.json.versions[0].id}/approval`)
  now = new Date('2026-06-01T10:00:00Z')
  assert.deepEqual(
    (await call(owner, 'GET', '/sharing/rules')).json.items.map(({ inForce, versions }: Record<string, unknown>) => [inForce, versions]),
    [[2, 2]],
  )
  now = new Date('2026-05-16T10:00:00Z')
  await assert.rejects(
    transaction(owner, (tx) => tx.db.updateTable('sharing_rule_versions').set({ hash: 'other' }).execute()),
    /does not change/,
  )
  const own = await transaction(owner, (tx) =>
    personalData.collect(tx, { kind: 'account', id: owner.actor.personId, name: 'Anna', email: 'anna@example.org' }),
  )
  assert.equal((own.sharingVersionsWritten as unknown[]).length, 2)
})

test('a rule is renamed, taken out and put back', async () => {
  const { owner, version } = await beginning()
  const { id } = (await call(owner, 'POST', '/sharing/rules', { name: 'Weekend', version })).json
  assert.equal((await call(owner, 'PATCH', `/sharing/rules/${id}`, { name: 'Long weekend' })).json.name, 'Long weekend')
  assert.equal((await call(owner, 'DELETE', `/sharing/rules/${id}`)).status, 200)
  assert.equal((await call(owner, 'GET', `/sharing/rules/${id}`)).status, 404)
  assert.equal((await call(owner, 'POST', `/sharing/rules/${id}/versions`, version)).status, 404)
  assert.equal((await call(owner, 'POST', `/sharing/rules/${id}/restoration`)).json.name, 'Long weekend')
  assert.equal((await call(owner, 'POST', `/sharing/rules/${id}/restoration`)).json.code, 'sharing_rule_not_ended')
})

test('a rule that cannot work is refused with the place, and nothing is kept', async () => {
  const { owner, recipients, version } = await beginning()
  const refused = async (change: object) => {
    const { status, json } = await call(owner, 'POST', '/sharing/rules', { name: 'Bad', version: { ...version, ...change } })
    assert.ok(status === 422 || status === 404, `${status}`)
    return (json.errors ?? []).map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)
  }
  assert.deepEqual(await refused({ rule: sharesRule({ museum: '2/3', ferry: '2/3' }) }), ['rule.steps.0.split.shares shares_above_one'])
  assert.deepEqual(await refused({ recipients: recipients.slice(0, 1), rule: sharesRule({ museum: '1/2', ferry: '1/2' }) }), [
    'rule.steps.0.split.shares.1 recipient_unknown',
  ])
  assert.deepEqual(await refused({ recipients: [...recipients, { key: 'ferry', label: 'once more' }] }), ['recipients.8.key key_twice'])
  assert.deepEqual(await refused({ recipients: [{ key: 'museum' }] }), ['version.recipients.0 party_or_label'])
  assert.deepEqual(await refused({ validUntil: '2026-04-01' }), ['validUntil period_reversed'])
  assert.deepEqual(await refused({ rule: { ...WEEKEND, steps: [{ id: 'fee', take: { fixed: 1.5 }, to: 'platform' }] } }), [
    'version.rule.steps.0.take.fixed whole_number_needed',
  ])
  assert.deepEqual(await refused({ recipients: [{ key: 'museum', partyId: crypto.randomUUID() }], rule: sharesRule({ museum: '1' }) }), [])
  assert.deepEqual((await call(owner, 'GET', '/sharing/rules')).json.items, [])
})

test('a rule is tried on sales: who gets what, to the cent, and nothing is kept', async () => {
  const { owner, recipients } = await beginning()
  const sale = {
    gross: '11900',
    net: '10000',
    units: { guest_night: 1 },
    names: { referrer: { recipient: 'ferry', since: '2026-05-10' } },
    metrics: { visits: { museum: 1, ferry: 1 } },
  }
  const tried = await call(owner, 'POST', '/sharing/trials', { rule: WEEKEND, recipients, sales: [sale, sale] })
  assert.equal(tried.status, 200)
  const paid = tried.json.totals.map(({ name, paid }: { name: string; paid: string }) => [name, paid])
  assert.deepEqual(
    paid,
    [
      ['Museum', '12003'],
      ['the ferry', '7102'],
      ['the platform', '595'],
      ['the project:school', '150'],
      ['the project:trail', '150'],
    ].sort((a, b) => Number(b[1]) - Number(a[1])),
  )
  assert.equal(
    tried.json.totals.reduce((sum: number, { paid }: { paid: string }) => sum + Number(paid), 0),
    20_000,
  )
})

test('sales that follow each other even out what is below a cent; each alone begins anew', async () => {
  const { owner, recipients } = await beginning()
  const trial = async (inTurn: boolean) => {
    const rule = sharesRule({ museum: '1/2', ferry: '1/2' })
    const { json } = await call(owner, 'POST', '/sharing/trials', { rule, recipients, sales: [{ gross: '1' }, { gross: '1' }], inTurn })
    return json.totals.map(({ paid }: { paid: string }) => paid)
  }
  assert.deepEqual(await trial(true), ['1', '1'])
  assert.deepEqual(await trial(false), ['2', '0'])
})

test('a trial is refused for amounts that are none, and for what cannot be split', async () => {
  const { owner, recipients } = await beginning()
  const trial = (sale: object) => call(owner, 'POST', '/sharing/trials', { rule: WEEKEND, recipients, sales: [sale] })
  for (const gross of ['1.5', '-1', '', '9999999999999999999']) assert.equal((await trial({ gross })).json.errors[0].code, 'amount_form')
  assert.equal((await trial({ gross: 5 })).status, 422)
  assert.equal((await trial({ gross: '100000' })).json.code, 'nothing_to_split_by')
})

test('a sharing is judged: what each adds, and who would have more without the others', async () => {
  const { coordinator } = await beginning()
  const question = {
    partners: ['Museum', 'Ferry', 'Inn'],
    gets: ['100', '500', '400'],
    sales: [
      { partners: [0, 1], amount: '600' },
      { partners: [0], amount: '400' },
    ],
  }
  const { json } = await call(coordinator, 'POST', '/sharing/fairness', question)
  assert.deepEqual(
    json.partners.map(({ alone, shapley }: Record<string, string>) => [alone, shapley]),
    [
      ['400', '700'],
      ['0', '300'],
      ['0', '0'],
    ],
  )
  assert.deepEqual(
    json.better,
    [
      { partners: [0, 1], gets: '600', alone: '1000' },
      { partners: [0, 2], gets: '500', alone: '400' },
      { partners: [0], gets: '100', alone: '400' },
    ].filter(({ gets, alone }) => Number(gets) < Number(alone)),
  )
  assert.equal((await call(coordinator, 'POST', '/sharing/fairness', { ...question, gets: ['1', '2'] })).json.code, 'partners_differ')
})

test('members and strangers neither see nor write rules', async () => {
  const { owner, viewer, as, museum, version } = await beginning()
  const { id } = (await call(owner, 'POST', '/sharing/rules', { name: 'Weekend', version })).json
  for (const ctx of [viewer, as('member', museum)]) {
    assert.equal((await call(ctx, 'GET', '/sharing/rules')).status, 403)
    assert.equal((await call(ctx, 'POST', '/sharing/rules', { name: 'Mine', version })).status, 403)
    assert.equal((await call(ctx, 'POST', '/sharing/trials', { rule: WEEKEND, recipients: version.recipients, sales: [] })).status, 403)
  }
  const other = await beginning()
  assert.equal((await call(other.owner, 'GET', `/sharing/rules/${id}`)).status, 404)
  assert.equal((await call(other.owner, 'DELETE', `/sharing/rules/${id}`)).status, 404)
})
