/**
 * A payment file for a bank: customer credit transfer initiation, pain.001.001.09 of ISO 20022, as the rulebook of SEPA credit transfers asks for
 * it (European Payments Council, EPC132-08): euros, IBANs, charges shared, addresses structured or none. Pure.
 */
import { decimalOf } from './rules.ts'

export type PostalAddress = { street: string | null; building: string | null; postcode: string | null; town: string; country: string }
export type Account = { holder: string; iban: string; bic: string | null; address: PostalAddress | null }
export type Transfer = { id: string; amount: bigint; to: Account }
export type PaymentFile = {
  /** Names the file to the bank, for ever. */
  id: string
  createdAt: Date
  executionOn: string
  from: Account
  /** What whoever is paid reads on the statement. */
  purpose: string
  transfers: readonly Transfer[]
}

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'
const NAME_MAX = 70
const PURPOSE_MAX = 140
const LIMITS = { street: 70, building: 16, postcode: 16, town: 35 } as const

export function paymentFile({ id, createdAt, executionOn, from, purpose, transfers }: PaymentFile): string {
  const count = element('NbOfTxs', String(transfers.length))
  const sum = element('CtrlSum', euros(transfers.reduce((total, { amount }) => total + amount, 0n)))
  const header = [
    element('MsgId', reference(id)),
    element('CreDtTm', `${createdAt.toISOString().slice(0, 19)}Z`),
    count,
    sum,
    parent('InitgPty', [element('Nm', sepaText(from.holder, NAME_MAX))]),
  ]
  const batch = [
    element('PmtInfId', reference(id)),
    element('PmtMtd', 'TRF'),
    element('BtchBookg', 'true'),
    count,
    sum,
    parent('PmtTpInf', [parent('SvcLvl', [element('Cd', 'SEPA')])]),
    parent('ReqdExctnDt', [element('Dt', executionOn)]),
    parent('Dbtr', party(from)),
    parent('DbtrAcct', iban(from)),
    // the bank of the payer has to be named; where only its customer knows it, by this word
    parent('DbtrAgt', bank(from) ?? [parent('FinInstnId', [parent('Othr', [element('Id', 'NOTPROVIDED')])])]),
    element('ChrgBr', 'SLEV'),
    ...transfers.map((transfer) => parent('CdtTrfTxInf', transferOf(transfer, purpose))),
  ]
  const lines = parent('CstmrCdtTrfInitn', [parent('GrpHdr', header), parent('PmtInf', batch)])
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${NAMESPACE}">\n${indent(lines).join('\n')}\n</Document>\n`
}

function transferOf({ id, amount, to }: Transfer, purpose: string): Lines[] {
  const agent = bank(to)
  return [
    parent('PmtId', [element('EndToEndId', reference(id))]),
    parent('Amt', [[`<InstdAmt Ccy="EUR">${euros(amount)}</InstdAmt>`]]),
    ...(agent ? [parent('CdtrAgt', agent)] : []),
    parent('Cdtr', party(to)),
    parent('CdtrAcct', iban(to)),
    parent('RmtInf', [element('Ustrd', sepaText(purpose, PURPOSE_MAX))]),
  ]
}

function party({ holder, address }: Account): Lines[] {
  const name = element('Nm', sepaText(holder, NAME_MAX))
  if (address === null) return [name]
  const optional = (tag: string, text: string | null, limit: number) => (text === null ? [] : [element(tag, sepaText(text, limit))])
  const lines = [
    ...optional('StrtNm', address.street, LIMITS.street),
    ...optional('BldgNb', address.building, LIMITS.building),
    ...optional('PstCd', address.postcode, LIMITS.postcode),
    element('TwnNm', sepaText(address.town, LIMITS.town)),
    element('Ctry', address.country),
  ]
  return [name, parent('PstlAdr', lines)]
}

function iban(account: Account): Lines[] {
  return [parent('Id', [element('IBAN', account.iban)])]
}

function bank({ bic }: Account): Lines[] | undefined {
  return bic === null ? undefined : [parent('FinInstnId', [element('BICFI', bic)])]
}

/** An id of ours as the bank takes it: at most 35 of the characters that every bank keeps. */
export function reference(id: string): string {
  return id.replaceAll('-', '')
}

function euros(amount: bigint): string {
  return decimalOf(amount, 2)
}

/** What the letters that fall apart into others are written as; the rest loses its marks. */
const WRITTEN: Record<string, string> = {
  ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'Ae', œ: 'oe', Œ: 'Oe', ø: 'o', Ø: 'O', å: 'a', Å: 'A',
  đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', ł: 'l', Ł: 'L', ı: 'i', ħ: 'h', Ħ: 'H', ŋ: 'n', Ŋ: 'N', ĸ: 'k', ſ: 's',
  '&': '+', '€': 'EUR', '@': '(at)', _: '-', '–': '-', '—': '-', '‐': '-', '‑': '-', '„': "'", '“': "'", '”': "'", '‘': "'", '’': "'", '"': "'", '«': "'", '»': "'", '`': "'", '´': "'", '|': '/', '\\': '/',
  ';': ',', '…': '...', '[': '(', ']': ')', '{': '(', '}': ')', '·': '-', '•': '-', '×': 'x',
  α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n', ξ: 'x', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o',
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sht', ъ: 'a', ь: 'y', ю: 'yu', я: 'ya',
} // biome-ignore format: a table

const STRANGE = /[^A-Za-z0-9/\-?:().,'+ ]/gu

/**
 * A text in the characters that every bank in SEPA takes (EPC217-08), at most so long. Letters keep their sound where they can; what has none
 * becomes a point. No text begins or ends with a slash or has two, which banks take for their own.
 */
export function sepaText(text: string, limit: number): string {
  const written = Array.from(text.normalize('NFC'), letter).join('').replace(/\s+/g, ' ')
  const plain = written.replace(STRANGE, '.').replace(/\/{2,}/g, '/').trim().slice(0, limit) // biome-ignore format: one line reads better
  return plain.replace(/^[/ ]+|[/ ]+$/g, '') || '.'
}

function letter(char: string): string {
  const known = WRITTEN[char]
  if (known !== undefined) return known
  const lower = WRITTEN[char.toLowerCase()]
  if (lower !== undefined) return lower.charAt(0).toUpperCase() + lower.slice(1)
  const bare = char.normalize('NFKD').replace(/\p{M}/gu, '')
  return bare === char ? char : Array.from(bare, letter).join('')
}

type Lines = readonly string[]

/** Both are given only what needs no escaping: texts went through sepaText, the rest is ids, digits and words. */
function element(tag: string, text: string): Lines {
  return [`<${tag}>${text}</${tag}>`]
}

function parent(tag: string, children: readonly Lines[]): Lines {
  return [`<${tag}>`, ...indent(children.flat()), `</${tag}>`]
}

function indent(lines: Lines): Lines {
  return lines.map((line) => `  ${line}`)
}
