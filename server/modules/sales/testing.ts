import type { Db } from '../../kernel/db.ts'
import { testApi, testEcosystem } from '../../kernel/testing.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as sharingRoutes } from '../sharing/index.ts'
import { WEEKEND } from '../sharing/rule/testing.ts'
import { routes } from './index.ts'

const PURPOSES = ['levy:2026', 'project:trail', 'project:school', 'platform', 'campaign:advance', 'marketing_pool']

/** An ecosystem with museum, ferry and bakery, and a rule for their weekends, approved from May on. */
export async function testSales(db: Db, now: () => Date) {
  const call = testApi(db, [partyRoutes, sharingRoutes, routes], now)
  const roles = await testEcosystem(db, { now })
  const { owner } = roles
  const party = async (name: string): Promise<string> => (await call(owner, 'POST', '/parties', { name })).json.id
  const parties = { museum: await party('Museum'), ferry: await party('Ferry'), bakery: await party('Bakery') }
  const recipients = [
    ...Object.entries(parties).map(([key, partyId]) => ({ key, partyId })),
    ...PURPOSES.map((key) => ({ key, label: `the ${key}` })),
  ]
  const makeRule = async (rule: object = WEEKEND, validFrom = '2026-05-01'): Promise<string> => {
    const made = await call(owner, 'POST', '/sharing/rules', { name: 'Weekend', version: { rule, recipients, validFrom } })
    await call(owner, 'POST', `/sharing/rules/${made.json.id}/versions/${made.json.versions[0].id}/approval`)
    return made.json.id
  }
  const ruleId = await makeRule()
  let number = 0
  const sale = (more: object = {}) => ({
    reference: `receipt-${++number}`,
    day: '2026-05-10',
    ruleId,
    asset: 'EUR',
    gross: '23800',
    net: '20000',
    vat: [{ rate: '19/100', country: 'DE', net: '20000', vat: '3800' }],
    units: { guest_night: 2 },
    names: { referrer: { recipient: 'bakery', since: '2026-05-01' } },
    metrics: { visits: { museum: 1, ferry: 1 } },
    ...more,
  })
  return { ...roles, call, parties, recipients, ruleId, makeRule, sale }
}
