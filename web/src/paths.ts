/** Every address of the workspace. Pages never write one by hand. */
export const paths = {
  start: () => '/app',
  signIn: (next?: string) => (next === undefined ? '/app/sign-in' : `/app/sign-in?next=${encodeURIComponent(next)}`),
  signInCode: () => '/app/sign-in/code',
  newEcosystem: () => '/app/new-ecosystem',
  account: () => '/app/account',
  installation: () => '/app/installation',
  home: (ecosystemId: string) => `/app/${ecosystemId}`,
  map: (ecosystemId: string) => `/app/${ecosystemId}/map`,
  /** The whole network as communities, whatever its size. */
  region: (ecosystemId: string, filter = '') => `/app/${ecosystemId}/map/region${filter === '' ? '' : `?${filter}`}`,
  organisations: (ecosystemId: string) => `/app/${ecosystemId}/organisations`,
  newOrganisation: (ecosystemId: string) => `/app/${ecosystemId}/organisations/new`,
  organisation: (ecosystemId: string, partyId: string) => `/app/${ecosystemId}/organisations/${partyId}`,
  places: (ecosystemId: string) => `/app/${ecosystemId}/places`,
  /** The map's ground, where the place of one organisation is set by a click. */
  placing: (ecosystemId: string, partyId: string) => `/app/${ecosystemId}/map?view=geography&placing=${partyId}`,
  /** The same for one that has a place already, which is dragged to a better one. */
  moving: (ecosystemId: string, partyId: string) => `/app/${ecosystemId}/map?view=geography&moving=${partyId}`,
  tasks: (ecosystemId: string) => `/app/${ecosystemId}/tasks`,
  mailings: (ecosystemId: string) => `/app/${ecosystemId}/mailings`,
  mailing: (ecosystemId: string, mailingId: string) => `/app/${ecosystemId}/mailings/${mailingId}`,
  calendar: (ecosystemId: string) => `/app/${ecosystemId}/calendar`,
  meeting: (ecosystemId: string, meetingId: string) => `/app/${ecosystemId}/calendar/${meetingId}`,
  exchange: (ecosystemId: string) => `/app/${ecosystemId}/exchange`,
  imports: (ecosystemId: string) => `/app/${ecosystemId}/imports`,
  import: (ecosystemId: string, importId: string) => `/app/${ecosystemId}/imports/${importId}`,
  exports: (ecosystemId: string, filter = '') => `/app/${ecosystemId}/exports${filter === '' ? '' : `?${filter}`}`,
  duplicates: (ecosystemId: string) => `/app/${ecosystemId}/imports/duplicates`,
  sorting: (ecosystemId: string) => `/app/${ecosystemId}/sorting`,
  insight: (ecosystemId: string) => `/app/${ecosystemId}/insight`,
  gaps: (ecosystemId: string) => `/app/${ecosystemId}/insight/gaps`,
  gapReference: (ecosystemId: string) => `/app/${ecosystemId}/insight/gaps/reference`,
  changes: (ecosystemId: string) => `/app/${ecosystemId}/insight/changes`,
  whatIf: (ecosystemId: string, partyIds?: string | readonly string[]) =>
    `/app/${ecosystemId}/insight/what-if${[partyIds ?? []]
      .flat()
      .map((id, k) => `${k === 0 ? '?' : '&'}leaves=${id}`)
      .join('')}`,
  together: (ecosystemId: string) => `/app/${ecosystemId}/insight/together`,
  groups: (ecosystemId: string) => `/app/${ecosystemId}/insight/groups`,
  /** The network coloured by the groups that ties make. */
  groupsOnMap: (ecosystemId: string) => `/app/${ecosystemId}/map?view=network&colour=found`,
  introductions: (ecosystemId: string) => `/app/${ecosystemId}/introductions`,
  scenarios: (ecosystemId: string) => `/app/${ecosystemId}/insight/scenarios`,
  scenario: (ecosystemId: string, scenarioId: string) => `/app/${ecosystemId}/insight/scenarios/${scenarioId}`,
  scenarioOnMap: (ecosystemId: string, scenarioId: string) => `/app/${ecosystemId}/map?scenario=${scenarioId}`,
  niche: (ecosystemId: string) => `/app/${ecosystemId}/niche`,
  money: (ecosystemId: string) => `/app/${ecosystemId}/money`,
  moneyAccount: (ecosystemId: string, accountId: string) => `/app/${ecosystemId}/money/accounts/${accountId}`,
  /** A booking, with the line one came from. */
  moneyTransaction: (ecosystemId: string, transactionId: string, n?: number) =>
    `/app/${ecosystemId}/money/transactions/${transactionId}${n === undefined ? '' : `?n=${n}`}`,
  statements: (ecosystemId: string) => `/app/${ecosystemId}/statements`,
  statement: (ecosystemId: string, statementId: string) => `/app/${ecosystemId}/statements/${statementId}`,
  /** The days of an account that are still open. */
  runningStatement: (ecosystemId: string, accountId: string) => `/app/${ecosystemId}/statements/running/${accountId}`,
  accounting: (ecosystemId: string) => `/app/${ecosystemId}/accounting`,
  /** What is planned; `add` is a line to be planned next, such as `in account:<id>`. */
  moneyPlan: (ecosystemId: string, add = '', asset = '') =>
    `/app/${ecosystemId}/money/plan${add && `?add=${encodeURIComponent(add)}`}${asset && `&asset=${asset}`}`,
  ledgerCheck: (ecosystemId: string) => `/app/${ecosystemId}/money/check`,
  sales: (ecosystemId: string) => `/app/${ecosystemId}/sales`,
  newSale: (ecosystemId: string) => `/app/${ecosystemId}/sales/new`,
  saleImport: (ecosystemId: string) => `/app/${ecosystemId}/sales/import`,
  sale: (ecosystemId: string, saleId: string) => `/app/${ecosystemId}/sales/${saleId}`,
  sharing: (ecosystemId: string) => `/app/${ecosystemId}/sharing`,
  newSharingRule: (ecosystemId: string) => `/app/${ecosystemId}/sharing/new`,
  sharingFairness: (ecosystemId: string) => `/app/${ecosystemId}/sharing/fairness`,
  sharingRule: (ecosystemId: string, ruleId: string) => `/app/${ecosystemId}/sharing/${ruleId}`,
  compareSharingVersions: (ecosystemId: string, ruleId: string) => `/app/${ecosystemId}/sharing/${ruleId}/compare`,
  nextSharingVersion: (ecosystemId: string, ruleId: string) => `/app/${ecosystemId}/sharing/${ruleId}/next`,
  /** All settlements, one by its id, `new`, `settings`, `accounts`, or `accounts/` with an organisation. */
  settlements: (ecosystemId: string, part = '') => `/app/${ecosystemId}/settlements${part && `/${part}`}`,
  /** Vouchers and other value that is no money on a bank account: all kinds, one of them, one thing of it. */
  value: (ecosystemId: string, kind = '', id = '') => `/app/${ecosystemId}/value${kind && `/${kind}`}${id && `/${id}`}`,
  guide: (ecosystemId: string) => `/app/${ecosystemId}/guide`,
  settings: (ecosystemId: string) => `/app/${ecosystemId}/settings`,
  people: (ecosystemId: string) => `/app/${ecosystemId}/settings/people`,
  vocabulary: (ecosystemId: string) => `/app/${ecosystemId}/settings/vocabulary`,
  rights: (ecosystemId: string) => `/app/${ecosystemId}/settings/rights`,
  keys: (ecosystemId: string) => `/app/${ecosystemId}/settings/keys`,
  removed: (ecosystemId: string) => `/app/${ecosystemId}/settings/removed`,
  publicMap: (ecosystemId: string) => `/app/${ecosystemId}/settings/public-map`,
  processing: (ecosystemId: string) => `/app/${ecosystemId}/settings/processing`,
  activity: (ecosystemId: string) => `/app/${ecosystemId}/settings/activity`,
}

/**
 * The query of the page one is on, with the side panel of one party open (or closed, with null). Works on every page inside an
 * ecosystem: `<Link to={{ search: withParty(search, id) }}>`.
 */
export function withParty(search: string, partyId: string | null): string {
  const query = new URLSearchParams(search)
  if (partyId === null) query.delete('party')
  else query.set('party', partyId)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}
