import { z } from '@hono/zod-openapi'
import { says } from '../../kernel/complaints.ts'
import { pageOf } from '../../kernel/paging.ts'

export type VoucherRow = {
  ecosystem_id: string
  id: string
  account_id: string
  money: string
  value: bigint
  collected_by: string | null
  expires_on: string
  rest_to: string
  note: string | null
  sold_by: string
  sold_at: Date
}
export type Tables = {
  vouchers: VoucherRow
  voucher_ends: { ecosystem_id: string; voucher_id: string; transaction_id: string | null; ended_at: Date }
}
export type Events = {
  'voucher.sold': { voucherId: string }
  'voucher.code_renewed': { voucherId: string }
  'voucher.code_withdrawn': { voucherId: string }
  'voucher.use_taken_back': { voucherId: string; transactionId: string }
}

export const Amount = z.string().regex(/^[1-9]\d{0,17}$/, says('amount_form'))
const Digits = z.string().openapi({ description: 'Minor units as digits', example: '5000' })
const REFERENCE_MAX = 100

/** What becomes of the rest when the time has run out: it stays with whoever sold it, or goes to a fund. */
export const SELLER = 'seller'

export const NewVoucher = z
  .strictObject({
    value: Amount.openapi({ description: 'Minor units as digits', example: '5000' }),
    money: z
      .string()
      .regex(/^[A-Z]{3}$/, says('currency_form'))
      .default('EUR'),
    collectedBy: z
      .uuid()
      .nullable()
      .default(null)
      .openapi({ description: 'The organisation that took the money; null for the ecosystem’s bank' }),
    expiresOn: z.iso.date().openapi({ description: 'The last day on which it is good' }),
    restTo: z
      .string()
      .regex(/^[a-z][a-z0-9_.:-]{0,69}$/, says('layout_key_form'))
      .default(SELLER)
      .openapi({
        description:
          'What becomes of the rest then: `seller`, it stays with whoever took the money, or the key of a fund such as `levy:2026`',
      }),
    note: z.string().trim().min(1).max(200).nullable().default(null),
  })
  .openapi('NewVoucher')
export type NewVoucher = z.infer<typeof NewVoucher>

export const Voucher = z
  .object({
    id: z.uuid(),
    money: z.string(),
    value: Digits,
    left: Digits,
    collectedBy: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
    soldOn: z.iso.datetime(),
    expiresOn: z.iso.date(),
    restTo: z.string(),
    note: z.string().nullable(),
    state: z.enum(['open', 'used', 'expired']),
  })
  .openapi('Voucher')
export type Voucher = z.infer<typeof Voucher>
export const VoucherPage = pageOf(Voucher).extend({
  sold: z
    .array(z.object({ money: z.string(), left: Digits }))
    .openapi({ description: 'What is left on all vouchers together, in each money' }),
})
export type VoucherPage = z.infer<typeof VoucherPage>

export const VoucherCode = z
  .object({
    voucher: Voucher,
    code: z
      .string()
      .openapi({ description: 'Opens the voucher. It is shown this once: only its hash is kept', example: 'ABCD-EFGH-JKMN-PQRS-TVWX' }),
    path: z.string().openapi({ description: 'The page of the voucher for whoever holds it' }),
  })
  .openapi('VoucherCode')
export type VoucherCode = z.infer<typeof VoucherCode>

export const VoucherUse = z.object({
  transactionId: z.uuid(),
  on: z.iso.datetime(),
  what: z.enum(['sold', 'used', 'expired', 'undone']),
  amount: Digits,
  party: z.string().nullable(),
  reference: z.string().nullable(),
  takenBack: z.string().nullable().openapi({ description: 'Why it was taken back, when it was' }),
  mayTakeBack: z.boolean(),
})
export const VoucherHistory = z.object({ voucher: Voucher, uses: z.array(VoucherUse) }).openapi('VoucherHistory')
export type VoucherHistory = z.infer<typeof VoucherHistory>

const code = z.string().trim().min(1).max(500).openapi({ description: 'As it stands on the voucher, or the address of its page' })
export const HeldCode = z.strictObject({ code }).openapi('HeldVoucherCode')
export const HeldVoucher = z
  .object({ money: z.string(), value: Digits, left: Digits, expiresOn: z.iso.date(), state: z.enum(['open', 'used', 'expired']) })
  .openapi('HeldVoucher', { description: 'What whoever holds the code may know' })
export type HeldVoucher = z.infer<typeof HeldVoucher>

export const NewRedemption = z
  .strictObject({
    code,
    partyId: z.uuid().openapi({ description: 'The organisation where it is redeemed' }),
    amount: Amount.openapi({ description: 'Minor units as digits', example: '1250' }),
    key: z
      .string()
      .trim()
      .min(1)
      .max(REFERENCE_MAX)
      .optional()
      .openapi({ description: 'The same key of the same organisation redeems once, for ever, whoever asks again' }),
    reference: z.string().trim().min(1).max(REFERENCE_MAX).optional(),
  })
  .openapi('NewVoucherRedemption')
export type NewRedemption = z.infer<typeof NewRedemption>
export const Redemption = z
  .object({ transactionId: z.uuid(), money: z.string(), amount: Digits, left: Digits })
  .openapi('VoucherRedemption')
export type Redemption = z.infer<typeof Redemption>

export const RedemptionMade = z
  .object({
    transactionId: z.uuid(),
    on: z.iso.datetime(),
    party: z.object({ id: z.uuid(), name: z.string().nullable() }).openapi({ description: 'Where it was redeemed' }),
    money: z.string(),
    amount: Digits,
    reference: z.string().nullable(),
    takenBack: z.string().nullable().openapi({ description: 'Why it was taken back, when it was' }),
    mayTakeBack: z.boolean(),
  })
  .openapi('VoucherRedemptionMade')
export type RedemptionMade = z.infer<typeof RedemptionMade>
export const RedemptionPage = pageOf(RedemptionMade)
