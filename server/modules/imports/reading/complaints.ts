/** What can be said about a single row. The code is stable, the sentence English, the values are for whoever says it in another language. */

const SENTENCES = {
  row_too_long: 'This row has {cells} cells, the header has {columns}. Is a quote or a delimiter missing?',
  row_repeats_header: 'This row repeats the header.',
  characters_lost: 'This row holds characters that were already lost when the file was written.',
  nobody_named: 'This row names neither an organisation nor a person.',
  place_without_name: 'This place has no name.',
  name_too_long: 'The name has {length} characters, at most {limit} are possible.',
  latitude_impossible: 'Latitude {value} does not exist: it lies between -90 and 90.',
  longitude_impossible: 'Longitude {value} does not exist: it lies between -180 and 180.',
  tie_end_missing: 'A tie needs both ends.',
  tie_to_itself: 'Both ends of this tie are the same.',
  tie_end_unknown: 'There is no “{name}” among the nodes.',
  reference_unknown: 'Nothing in these files or on the map has the id {id}.',
  person_left_out: 'This person belongs to no organisation and was left out, as you chose.',
  formula_left_out: '“{column}” holds a formula, which was left out.',
  formula_without_value: 'The formula in “{column}” has no value.',
  value_too_long: '“{value}…” has more than {limit} characters and was left out.',
  value_unreadable: '“{value}” cannot be read as {field} and was left out.',
  nace_unknown: '“{value}” is not a NACE code such as 56.10 and was left out.',
  naics_unknown: '“{value}” is not a NAICS code such as 722511 and was left out.',
  sector_unknown: '“{value}” is neither a NACE code such as 56.10 nor a NAICS code such as 722511 and was left out.',
  sector_ambiguous: '“{value}” is a code of NACE and one of NAICS and was left out. Say which of the two the column holds.',
  place_unreadable: '“{value}” is not a place on the map and was left out.',
  card_not_ended: 'The card that begins in line {line} has no end.',
  card_version_unknown: 'This card says it has version {version}; 2.1, 3.0 and 4.0 can be read.',
  card_too_long: 'This card has more than {limit} lines.',
  card_is_list: 'This card is a list of other cards.',
  card_line_unreadable: 'Line {line}, “{value}”, belongs to nothing before it and was left out. Was it folded wrongly?',
  card_value_broken: '{name} in line {line} cannot be decoded and was left out.',
  payment_without_name: 'This row names nobody who was paid or paid.',
  payment_date_unreadable: '“{value}” is not a date.',
  payment_amount_unreadable: '“{value}” is not an amount.',
  payment_of_nothing: 'This row is about an amount of nothing.',
  payee_person_left_out: 'This is probably a private person and was left out, as you chose.',
  payee_unknown_left_out: 'This one is not on the map and was left out, as you chose.',
  node_repeated: 'There is another “{id}” in this file.',
  hyperedge: 'A tie between more than two cannot be taken.',
  tie_type_new: '“{value}” becomes a type of tie of your own.',
  tie_type_unknown: '“{value}” is not a type of tie here. It was taken as {type}, and the word was kept as evidence.',
} as const

export type ComplaintCode = keyof typeof SENTENCES
export type RowComplaint = { code: ComplaintCode; message: string; values: Record<string, string | number> }

export function complaint(code: ComplaintCode, values: Record<string, string | number> = {}): RowComplaint {
  const message = SENTENCES[code].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  return { code, message, values }
}

export const COMPLAINT_CODES = Object.keys(SENTENCES) as readonly ComplaintCode[]
