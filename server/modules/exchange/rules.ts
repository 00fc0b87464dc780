import { type Complaint, complaint } from '../../kernel/complaints.ts'
import { DomainError } from '../../kernel/errors.ts'

type Facts = {
  quantity?: number | null | undefined
  unit?: string | null | undefined
  priceMinor?: number | null | undefined
  priceAsset?: string | null | undefined
  periodFrom?: string | null | undefined
  periodTo?: string | null | undefined
}

/** Throws invalid for a unit without a quantity, a price without its currency and a period that ends before it begins. */
export function mustBeSound({ quantity, unit, priceMinor, priceAsset, periodFrom, periodTo }: Facts): void {
  const errors: Complaint[] = []
  if (unit && quantity == null) errors.push(complaint('quantity', 'quantity_missing'))
  if (priceMinor != null && !priceAsset) errors.push(complaint('priceAsset', 'currency_missing'))
  if (priceAsset && priceMinor == null) errors.push(complaint('priceMinor', 'price_missing'))
  if (periodFrom && periodTo && periodTo < periodFrom) errors.push(complaint('periodTo', 'period_reversed'))
  if (errors.length > 0) throw new DomainError('invalid', 'invalid_offer', 'Something in the input is not right.', errors)
}
