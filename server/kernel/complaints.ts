/** What can be said about a single part of the input, wherever it is checked: by a schema, by a rule, against what is there. */
import type { z } from '@hono/zod-openapi'

/**
 * The codes are part of the API and stay. The sentences are for readers of the API; the web app has its own for each code, in its
 * languages, and fills in the same values.
 */
const SENTENCES = {
  // of every schema
  text_needed: 'A text is needed here.',
  number_needed: 'A number is needed here.',
  whole_number_needed: 'A whole number is needed here.',
  yes_or_no_needed: 'Yes or no, true or false, is needed here.',
  list_needed: 'A list is needed here.',
  object_needed: 'An object is needed here.',
  id_needed: 'An id (UUID) is needed here.',
  email_needed: 'This is not an e-mail address.',
  date_needed: 'A date such as 2026-05-31 is needed here.',
  moment_needed: 'A moment such as 2026-05-31T14:00:00Z is needed here.',
  value_unknown: 'This is not one of: {allowed}.',
  empty: 'This is empty.',
  too_short: 'At least {limit} characters are needed here.',
  too_long: 'This has more than {limit} characters.',
  too_few: 'At least {limit} are needed here.',
  too_many: 'These are more than {limit}.',
  too_small: 'This is below {limit}.',
  too_large: 'This is above {limit}.',
  not_above: 'This has to be above {limit}.',
  keys_unknown: 'This is not known here: {keys}.',
  no_form_fits: 'This has none of the possible forms.',
  invalid: 'This is not right.',
  // of words and numbers with a form of their own
  key_form: 'Lower-case letters, digits and _ only, at most 40, beginning with a letter.',
  scheme_form: 'Lower-case letters, digits, dot, hyphen and _ only, at most 40, beginning with a letter.',
  layout_key_form: 'Lower-case letters, digits, dot, colon, hyphen and _ only, at most 80.',
  source_key_form: 'A word and a key, such as insight:bridge.',
  colour_form: 'A colour such as #0072B2 is needed here.',
  gap_key_form: 'This is not the key of a gap.',
  money_form: 'Whole minor units are needed here, such as 12800 for 128.00.',
  area_unknown: 'There is no such area in this table.',
  currency_form: 'Three capital letters are needed here, such as EUR.',
  country_code: 'Two letters are needed here, such as DE.',
  time_zone_unknown: 'This is not a time zone such as Europe/Berlin.',
  web_address_needed: 'This is not an address on the web.',
  area_form: 'Points as lon,lat;lon,lat;… are needed here.',
  area_points: 'Between {least} and {most} points are needed here.',
  settings_too_large: 'This is longer than {limit} characters as JSON.',
  lengths_differ: 'The three lists have to be of the same length.',
  // of parties and their words
  sector_form: 'A scheme and the beginning of a code are needed here, such as nace:55.',
  sector_scheme_missing: 'A sector code needs its scheme, nace or naics.',
  sector_code_missing: 'A sector scheme needs a code.',
  sector_code_unknown: 'This is not a code of {scheme}.',
  coordinate_missing: 'A place needs both latitude and longitude.',
  vat_form: 'This is no VAT number. It begins with its country, such as DE123456789.',
  lei_form: 'This is no LEI. It has 20 letters and digits, of which the last two check the others.',
  duns_form: 'This is no D-U-N-S number. It has nine digits.',
  kind_unknown: 'There is no kind {keys} here.',
  field_unknown: 'There is no such field.',
  fields_unknown: 'There is no field {keys} here.',
  choice_needed: 'This has to be one of: {choices}.',
  choices_missing: 'A choice needs at least one possibility.',
  // of ties and what happens along them
  tie_type_unknown: 'There is no type of tie {keys} here.',
  same_party: 'This is the same party.',
  goal_uncounted: 'This can only be counted once it is said which organisation is your own.',
  goal_reached: 'It is {now} today, so this asks for nothing.',
  goal_over: 'This day is not to come.',
  no_end_of_tie: 'The party is no end of this tie.',
  in_future: 'This lies in the future. Make a task of it.',
  period_reversed: 'The last day lies before the first.',
  quantity_missing: 'A unit needs a quantity.',
  currency_missing: 'A price needs its currency.',
  price_missing: 'A currency needs a price.',
  // of handing the books over
  account_number_form: 'A number of at most nine digits is needed here.',
  account_digits: 'This number needs {digits} digits, or {more} for an account of people.',
  account_number_missing: 'There is no account number for {purpose} yet.',
  month_day_form: 'A month and a day such as 01-01 are needed here.',
  // of meetings
  end_before_start: 'The end lies before the beginning.',
  meeting_too_long: 'A meeting takes at most {days} days.',
  too_far_ahead: 'This is more than {years} years from now.',
  contact_unknown: 'There is no contact person {keys} here.',
  too_many_guests: 'At most {limit} people can be asked to come.',
  not_with_this_party: 'The meeting is not with this organisation.',
  // of people
  person_without_access: 'This person has no access to the ecosystem.',
  role_and_party: 'A member speaks for one organisation, the other roles for none.',
  name_missing: 'Please say your name.',
  password_missing: 'Please choose a password.',
  address_differs: 'This is not the address of your account.',
  expiry_past: 'This moment lies in the past, so the key would never work. Please choose a later one.',
  key_expiry: 'A key ends within {years} years from now. Please choose an earlier moment.',
  // of the public map
  slug_form: 'Lower-case letters, digits and hyphens only, at most 60, beginning and ending with a letter or digit.',
  origin_needed: 'The address of a site without a path is needed here, such as https://www.example.org.',
  sample_not_public: 'Sample data is for looking around; it cannot be made public.',
  // of mailings
  merge_field_unknown: 'There is no field {field} to fill in, in line {line}.',
  merge_field_open: 'In line {line} a field is opened that is not closed.',
  text_missing: 'A mailing needs a subject and a text in at least one language.',
  // of settlement
  iban_country: 'An IBAN begins with the two letters of its country, such as DE.',
  iban_length: 'This IBAN has more or fewer characters than those of its country have.',
  iban_checksum: 'The check digits of this IBAN do not fit the rest. Please compare it with the original.',
  iban_not_sepa: 'This bank is outside the area of SEPA, where transfers in euros go.',
  bic_form: 'This is no BIC. It has 8 or 11 letters and digits; it can also be left out.',
  day_over: 'This day is over.',
  day_too_far: 'Banks take no day that far ahead.',
  // of sharing rules
  amount_form: 'Minor units as digits are needed here, at most 18, such as 1250.',
  party_or_label: 'A recipient is either an organisation or has a name of its own.',
  key_twice: 'The word {key} stands for two.',
  rule_word_form: 'Lower-case letters, digits, hyphen and _ only, at most 40, beginning with a letter.',
  fraction_form: 'A fraction of whole numbers such as 25/1000 is needed here.',
  recipient_form: 'A recipient such as museum, levy:2026 or $referrer is needed here.',
  base_form: 'This has to be gross, net, rest or step: with the id of a step.',
  asset_form: 'Two to sixteen capital letters, digits or _ are needed here, such as EUR.',
  step_twice: 'There are two steps {step}.',
  step_not_before: 'No step before this one is called {step}.',
  remainder_missing: 'The last step has to take the remainder, so that everything is shared out.',
  remainder_not_last: 'Only the last step can take the remainder.',
  remainder_always: 'Whoever takes the remainder takes it always, without a condition, a cap or a name from the sale.',
  to_or_split: 'A step goes either to one recipient or is split among several.',
  then_without_to: 'Only what one recipient gets can be passed on.',
  recipient_unknown: 'There is no recipient {name}.',
  recipient_twice: 'The recipient {name} stands here twice.',
  named_in_split: 'A split is among recipients that are known; whom a sale names can get a step of his own.',
  not_among: '{name} is not among those the split is for.',
  one_kind_of_take: 'A step takes by one measure: a part, a fixed amount, an amount a unit, tiers, or up to a balance.',
  base_for_parts: 'A part and tiers are of something, and only they are.',
  unit_for_units: 'An amount a unit needs its unit, and a unit its amount.',
  max_below_min: 'The most lies below the least.',
  tiers_ascending: 'Tiers have to ascend, and the last is open.',
  one_kind_of_split: 'A split is equal, by fixed shares, or by one measure.',
  metric_for_contribution: 'A split by contribution needs a metric, and only it does.',
  only_with_by: 'This belongs to a split by a measure.',
  use_is_equal: 'By use everybody counts alike.',
  among_missing: 'Please name those among whom it is split.',
  shares_above_one: 'The shares together are more than the whole.',
  shares_below_one: 'The shares together are less than the whole.',
  part_above_one: 'This part is more than the whole.',
  part_is_nothing: 'A part of nothing has no effect; please leave it out.',
  divides_by_nothing: 'This divides by nothing.',
  one_period: 'A cap counts in one period.',
  cap_for_one: 'A cap counts what one recipient got; a split has several.',
  has_missing: 'Days are counted since the sale was led somewhere; please say by whom.',
  // of the ledger
  account_unknown: 'There is no such account.',
  asset_differs: 'This account is in {asset}.',
  amount_zero: 'An amount is more than nothing.',
  amount_too_large: 'This amount is too large to be kept.',
  balance_too_low: 'There is not enough on this account.',
  balance_too_high: 'This account would hold more than it may.',
  plan_subject_form: 'A purpose or an account is needed here, such as purpose:fund:levy:2026.',
  month_form: 'A month such as 2026-05 is needed here.',
  // of sales
  net_above_gross: 'The price without tax is above the price with tax.',
  vat_sum: 'The lines of tax sum to {sum}; between the two prices lie {due}.',
  vat_net_sum: 'Without tax the lines sum to {sum}; the sale says {due}.',
  cell_unreadable: 'Nobody can read {value} as that.',
  // of other kinds of value
  not_a_member: 'This organisation is not in this circle.',
  takes_no_more: 'This organisation has as much as it agreed to take.',
  left_to_pay: 'At most {left} is left.',
  not_in_it: 'This organisation is not in it.',
  gave_nothing_yet: 'This organisation has given nothing yet.',
  same_fund: 'This is the same fund.',
  one_of_both: 'One of the two is needed, and not both.',
  // of files
  row_unreadable: 'This row cannot be read.',
  columns_unfit: 'These columns cannot be taken over.',
  table_needs_csv: 'Only CSV has a file for each table.',
  table_of_today: 'Of a past day there are organisations and ties only.',
} as const

export type ComplaintCode = keyof typeof SENTENCES
export type ComplaintValues = Record<string, string | number>

/** Where in the input a refusal points to: `path` as `address.city` or `row 12`, `message` a sentence with the values filled in. */
export type Complaint = { path: string; code: ComplaintCode; message: string; values?: ComplaintValues }

type Names<Sentence> = Sentence extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type Given<Code extends ComplaintCode> = [Names<(typeof SENTENCES)[Code]>] extends [never]
  ? []
  : [values: Record<Names<(typeof SENTENCES)[Code]>, string | number>]

/** A complaint of a rule, with the values its sentence asks for. */
export function complaint<Code extends ComplaintCode>(path: string, code: Code, ...[values]: Given<Code>): Complaint {
  return fill(path, code, values)
}

/** What a check of a schema says, in place of a sentence of its own: `.refine(isTimeZone, says('time_zone_unknown'))`. */
export function says<Code extends ComplaintCode>(code: Code, ...[values]: Given<Code>) {
  return { error: code, ...(values === undefined ? {} : { params: values as ComplaintValues }) }
}

/** The complaint of a schema. */
export function complaintOf(issue: z.core.$ZodIssue, path = issue.path.join('.')): Complaint {
  // what is wrong with a key is said of the key, not of the record around it
  if (issue.code === 'invalid_key' && issue.issues[0]) return complaintOf(issue.issues[0], path)
  const nearer = issue.code === 'invalid_union' ? ofTheFormMeant(issue) : undefined
  if (nearer) return complaintOf(nearer, [path, ...nearer.path].filter((part) => part !== '').join('.'))
  if (isCode(issue.message)) return fill(path, issue.message, issue.code === 'custom' ? issue.params : undefined)
  const [code, values] = meaningOf(issue)
  return code === undefined ? { path, code: 'invalid', message: issue.message } : fill(path, code, values)
}

/** Of several possible forms the one that was meant, when only one is of the sort that was sent: what is wrong inside it says more than that none fits. */
function ofTheFormMeant({ errors }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue | undefined {
  const meant = errors.filter((issues) => issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'))
  return meant.length === 1 ? meant[0]![0] : undefined
}

const NEEDED: Record<string, ComplaintCode> = {
  string: 'text_needed',
  number: 'number_needed',
  int: 'whole_number_needed',
  boolean: 'yes_or_no_needed',
  array: 'list_needed',
  object: 'object_needed',
  record: 'object_needed',
}
const FORMATS: Record<string, ComplaintCode> = {
  email: 'email_needed',
  uuid: 'id_needed',
  date: 'date_needed',
  datetime: 'moment_needed',
}
const TOO_SMALL: Record<string, ComplaintCode> = { string: 'too_short', array: 'too_few', number: 'too_small', int: 'too_small' }
const TOO_BIG: Record<string, ComplaintCode> = { string: 'too_long', array: 'too_many', number: 'too_large', int: 'too_large' }

/** zod's own codes in ours, which name what a person has to do and outlive zod. */
function meaningOf(issue: z.core.$ZodIssue): [ComplaintCode | undefined, ComplaintValues?] {
  switch (issue.code) {
    case 'invalid_type':
      return [NEEDED[issue.expected]]
    case 'invalid_format':
      return [FORMATS[issue.format]]
    case 'invalid_value':
      return ['value_unknown', { allowed: issue.values.join(', ') }]
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return ['empty']
      return [issue.inclusive === false ? 'not_above' : TOO_SMALL[issue.origin], { limit: Number(issue.minimum) }]
    case 'too_big':
      return [TOO_BIG[issue.origin], { limit: Number(issue.maximum) }]
    case 'unrecognized_keys':
      return ['keys_unknown', { keys: issue.keys.join(', ') }]
    case 'invalid_union':
      return ['no_form_fits']
    default:
      return [undefined]
  }
}

function fill(path: string, code: ComplaintCode, values?: ComplaintValues): Complaint {
  const message = SENTENCES[code].replace(/\{(\w+)\}/g, (_, name: string) => (values?.[name] ?? '').toLocaleString('en'))
  return values === undefined ? { path, code, message } : { path, code, message, values }
}

function isCode(text: string): text is ComplaintCode {
  return Object.hasOwn(SENTENCES, text)
}

/** Every code with the names of its values. */
export const COMPLAINT_CODES: ReadonlyMap<ComplaintCode, readonly string[]> = new Map(
  Object.entries(SENTENCES).map(([code, sentence]) => [
    code as ComplaintCode,
    [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string),
  ]),
)
