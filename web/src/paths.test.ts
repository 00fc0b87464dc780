import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paths, withParty } from './paths.ts'

test('addresses stay what they are: people keep links to them', () => {
  const written = Object.fromEntries(
    Object.entries(paths).map(([name, path]) => [name, (path as (...parts: string[]) => string)(...['ECO', 'ID'].slice(0, path.length))]),
  )
  assert.deepEqual(written, {
    start: '/app',
    signIn: '/app/sign-in?next=ECO',
    signInCode: '/app/sign-in/code',
    newEcosystem: '/app/new-ecosystem',
    account: '/app/account',
    installation: '/app/installation',
    home: '/app/ECO',
    map: '/app/ECO/map',
    region: '/app/ECO/map/region',
    organisations: '/app/ECO/organisations',
    newOrganisation: '/app/ECO/organisations/new',
    organisation: '/app/ECO/organisations/ID',
    tasks: '/app/ECO/tasks',
    mailings: '/app/ECO/mailings',
    mailing: '/app/ECO/mailings/ID',
    calendar: '/app/ECO/calendar',
    meeting: '/app/ECO/calendar/ID',
    exchange: '/app/ECO/exchange',
    imports: '/app/ECO/imports',
    import: '/app/ECO/imports/ID',
    exports: '/app/ECO/exports',
    duplicates: '/app/ECO/imports/duplicates',
    insight: '/app/ECO/insight',
    gaps: '/app/ECO/insight/gaps',
    gapReference: '/app/ECO/insight/gaps/reference',
    changes: '/app/ECO/insight/changes',
    together: '/app/ECO/insight/together',
    groups: '/app/ECO/insight/groups',
    groupsOnMap: '/app/ECO/map?view=network&colour=found',
    whatIf: '/app/ECO/insight/what-if?leaves=ID',
    scenarios: '/app/ECO/insight/scenarios',
    scenario: '/app/ECO/insight/scenarios/ID',
    scenarioOnMap: '/app/ECO/map?scenario=ID',
    guide: '/app/ECO/guide',
    introductions: '/app/ECO/introductions',
    niche: '/app/ECO/niche',
    money: '/app/ECO/money',
    moneyAccount: '/app/ECO/money/accounts/ID',
    moneyTransaction: '/app/ECO/money/transactions/ID',
    statements: '/app/ECO/statements',
    statement: '/app/ECO/statements/ID',
    runningStatement: '/app/ECO/statements/running/ID',
    accounting: '/app/ECO/accounting',
    moneyPlan: '/app/ECO/money/plan',
    ledgerCheck: '/app/ECO/money/check',
    sales: '/app/ECO/sales',
    newSale: '/app/ECO/sales/new',
    saleImport: '/app/ECO/sales/import',
    sale: '/app/ECO/sales/ID',
    sharing: '/app/ECO/sharing',
    newSharingRule: '/app/ECO/sharing/new',
    sharingFairness: '/app/ECO/sharing/fairness',
    sharingRule: '/app/ECO/sharing/ID',
    compareSharingVersions: '/app/ECO/sharing/ID/compare',
    nextSharingVersion: '/app/ECO/sharing/ID/next',
    settlements: '/app/ECO/settlements',
    value: '/app/ECO/value',
    sorting: '/app/ECO/sorting',
    places: '/app/ECO/places',
    placing: '/app/ECO/map?view=geography&placing=ID',
    moving: '/app/ECO/map?view=geography&moving=ID',
    removed: '/app/ECO/settings/removed',
    settings: '/app/ECO/settings',
    people: '/app/ECO/settings/people',
    vocabulary: '/app/ECO/settings/vocabulary',
    rights: '/app/ECO/settings/rights',
    keys: '/app/ECO/settings/keys',
    processing: '/app/ECO/settings/processing',
    publicMap: '/app/ECO/settings/public-map',
    activity: '/app/ECO/settings/activity',
  })
})

test('opening the panel of a party keeps the rest of the query', () => {
  assert.equal(withParty('?kind=suppliers&kind=partners', 'p1'), '?kind=suppliers&kind=partners&party=p1')
  assert.equal(withParty('?kind=suppliers&party=p1', null), '?kind=suppliers')
  assert.equal(withParty('?party=p1', null), '')
})

test('the address one came from survives signing in', () => {
  assert.equal(paths.signIn('/app/e?party=1&x=ä'), '/app/sign-in?next=%2Fapp%2Fe%3Fparty%3D1%26x%3D%C3%A4')
})
