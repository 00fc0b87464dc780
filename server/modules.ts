import type { AppOptions } from './kernel/app.ts'
import type { Listeners } from './kernel/events.ts'
import type { Router } from './kernel/http.ts'
import type { Jobs, Schedule } from './kernel/jobs.ts'
import type { OpenPages } from './kernel/pages.ts'
import type { KernelTables } from './kernel/tables.ts'
import * as budgets from './modules/budgets/index.ts'
import * as calendar from './modules/calendar/index.ts'
import * as credit from './modules/credit/index.ts'
import * as exchange from './modules/exchange/index.ts'
import * as exports from './modules/exports/index.ts'
import * as gaps from './modules/gaps/index.ts'
import * as guide from './modules/guide/index.ts'
import * as imports from './modules/imports/index.ts'
import * as insight from './modules/insight/index.ts'
import * as introductions from './modules/introductions/index.ts'
import * as ledger from './modules/ledger/index.ts'
import * as mailings from './modules/mailings/index.ts'
import * as money from './modules/money/index.ts'
import * as niche from './modules/niche/index.ts'
import * as parties from './modules/parties/index.ts'
import * as people from './modules/people/index.ts'
import * as places from './modules/places/index.ts'
import * as processing from './modules/processing/index.ts'
import * as publication from './modules/publication/index.ts'
import * as region from './modules/region/index.ts'
import * as sales from './modules/sales/index.ts'
import * as samples from './modules/samples/index.ts'
import * as scenarios from './modules/scenarios/index.ts'
import * as settlement from './modules/settlement/index.ts'
import * as sharing from './modules/sharing/index.ts'
import * as sorting from './modules/sorting/index.ts'
import * as statements from './modules/statements/index.ts'
import * as tasks from './modules/tasks/index.ts'
import * as ties from './modules/ties/index.ts'
import * as views from './modules/views/index.ts'
import * as vouchers from './modules/vouchers/index.ts'

/** Every module, in order. A module may import the index.ts of modules above it, and hears of those below it only through events. */
export const MODULES = [
  'people',
  'parties',
  'places',
  'ties',
  'exchange',
  'ledger',
  'tasks',
  'calendar',
  'views',
  'imports',
  'mailings',
  'exports',
  'sorting',
  'insight',
  'introductions',
  'gaps',
  'region',
  'scenarios',
  'niche',
  'sharing',
  'sales',
  'settlement',
  'statements',
  'credit',
  'vouchers',
  'budgets',
  'money',
  'samples',
  'publication',
  'guide',
  'processing',
] as const

export type Tables = KernelTables &
  people.Tables &
  parties.Tables &
  places.Tables &
  ties.Tables &
  exchange.Tables &
  ledger.Tables &
  tasks.Tables &
  calendar.Tables &
  views.Tables &
  imports.Tables &
  mailings.Tables &
  sorting.Tables &
  insight.Tables &
  introductions.Tables &
  gaps.Tables &
  region.Tables &
  scenarios.Tables &
  niche.Tables &
  sharing.Tables &
  sales.Tables &
  settlement.Tables &
  credit.Tables &
  vouchers.Tables &
  budgets.Tables &
  statements.Tables &
  money.Tables &
  samples.Tables &
  publication.Tables &
  guide.Tables
export type Events = people.Events &
  parties.Events &
  places.Events &
  ties.Events &
  exchange.Events &
  ledger.Events &
  tasks.Events &
  calendar.Events &
  views.Events &
  imports.Events &
  mailings.Events &
  exports.Events &
  sorting.Events &
  introductions.Events &
  gaps.Events &
  scenarios.Events &
  niche.Events &
  sharing.Events &
  sales.Events &
  settlement.Events &
  credit.Events &
  vouchers.Events &
  budgets.Events &
  statements.Events &
  money.Events &
  samples.Events &
  publication.Events &
  guide.Events

/** Routes inside an ecosystem. */
export const ROUTES: readonly Router[] = [
  parties.routes,
  places.routes,
  ties.routes,
  exchange.routes,
  ledger.routes,
  tasks.routes,
  calendar.routes,
  views.routes,
  imports.routes,
  mailings.routes,
  exports.routes,
  sorting.routes,
  insight.routes,
  introductions.routes,
  gaps.routes,
  region.routes,
  scenarios.routes,
  niche.routes,
  sharing.routes,
  sales.routes,
  settlement.routes,
  credit.routes,
  credit.hourRoutes,
  vouchers.routes,
  budgets.routes,
  money.routes,
  statements.routes,
  statements.accountingRoutes,
  samples.routes,
  publication.routes,
  guide.routes,
  processing.routes,
]

/** Routes of accounts and the installation. */
export const INSTALLATION_ROUTES: readonly Router[] = [guide.installationRoutes]

/** Paths that take files, or more than other bodies may hold; the routes set their own limits. */
export const UPLOADS: AppOptions['uploads'] = [
  {
    method: 'POST',
    path: /^\/api\/ecosystems\/[^/]+\/imports$/,
    maxBytes: 110_000_000,
    isStream: true,
    allow: (ctx) => people.allow(ctx, 'imports.write'),
  },
  {
    method: 'POST',
    path: /^\/api\/ecosystems\/[^/]+\/gaps\/references$/,
    maxBytes: gaps.REFERENCE_BYTES_MAX + 10_000,
    isStream: true,
    allow: (ctx) => people.allow(ctx, 'gaps.write'),
  },
  {
    method: 'POST',
    path: /^\/api\/ecosystems\/[^/]+\/sale-imports(\/check)?$/,
    maxBytes: sales.IMPORT_BYTES_MAX + 10_000,
    isStream: true,
    allow: (ctx) => people.allow(ctx, 'sales.write'),
  },
  {
    method: 'PUT',
    path: /^\/api\/ecosystems\/[^/]+\/layouts\/[^/]+$/,
    maxBytes: 5_000_000,
    allow: (ctx) => people.allow(ctx, 'layouts.write'),
  },
]

/** Paths of pages for everybody, which set headers of their own. */
export const SITES: readonly RegExp[] = [publication.SITE_PATHS]

/** Work for later, by name. */
export const JOBS: Jobs = {
  ...places.jobs,
  ...ledger.jobs,
  ...sales.jobs,
  ...tasks.jobs,
  ...calendar.jobs,
  ...imports.jobs,
  ...mailings.jobs,
  ...region.jobs,
  ...insight.jobs,
  ...credit.jobs,
  ...vouchers.jobs,
  ...statements.jobs,
}

/** Which of it comes again and again, and when. */
export const SCHEDULE: Schedule = {
  ...ledger.schedule,
  ...tasks.schedule,
  ...mailings.schedule,
  ...region.schedule,
  ...sales.schedule,
  ...credit.schedule,
  ...vouchers.schedule,
}

/** Pages and files for people who do not sign in. */
export const PAGES: readonly OpenPages[] = [...tasks.pages, ...calendar.pages, ...mailings.pages, ...scenarios.pages, ...vouchers.pages]
/** Addresses that are their own secret and take forms from anywhere: a mail provider ends mails without a browser. */
export const OPEN_FORMS: readonly RegExp[] = [mailings.OPEN_FORMS]

/** After what the map has to be read anew. One that is missing here is found when somebody looks, for the database counts every change by itself. */
const CHANGES_OF_THE_MAP = [
  'party.created',
  'party.changed',
  'party.ended',
  'party.restored',
  'party.merged',
  'party.unmerged',
  'tie.created',
  'tie.changed',
  'tie.ended',
  'tie.restored',
  'interaction.recorded',
  'interaction.erased',
  'offer.created',
  'offer.changed',
  'offer.ended',
  'offer.restored',
  'import.applied',
  'import.undone',
  'sorting.answered',
  'sorting.undone',
  'gap_reference.adopted',
  'gap_reference.removed',
  'gap_reference.restored',
  'sample.loaded',
  'sample.removed',
] as const satisfies readonly (keyof Events)[]

/** What is answered anew each time. */
export const STANDING: readonly insight.AnyQuestion[] = [...insight.standing, ...gaps.standing]

/** Which jobs are started by which event. */
export const LISTENERS: Listeners = {
  'person.removed': ['tasks.end_reminders', 'calendar.end_feeds'],
  'ledger.closed': ['statements.issue'],
  ...Object.fromEntries(CHANGES_OF_THE_MAP.map((type) => [type, ['insight.read']])),
}

/** What modules hold against the books when these are checked. */
export const BOOK_CHECKS: ledger.BookChecks = { ...sales.bookChecks, ...settlement.bookChecks, ...statements.bookChecks }

/** What each module says about a person whose data is asked for or erased; imports, mailings and the calendar look a contact person up before parties forget them. */
export const PERSONAL_DATA: readonly people.PersonalData[] = [
  people.personalData,
  imports.personalData,
  mailings.personalData,
  calendar.personalData,
  parties.personalData,
  ties.personalData,
  ledger.personalData,
  tasks.personalData,
  views.personalData,
  sorting.personalData,
  introductions.personalData,
  gaps.personalData,
  scenarios.personalData,
  niche.personalData,
  sharing.personalData,
  sales.personalData,
  settlement.personalData,
  credit.personalData,
  vouchers.personalData,
  budgets.personalData,
  statements.personalData,
  money.personalData,
  publication.personalData,
  guide.personalData,
]
