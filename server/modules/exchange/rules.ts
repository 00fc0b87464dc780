import { type Complaint, complaint } from '../../kernel/complaints.ts'
import { DomainError } from '../../kernel/errors.ts'

type Facts = {
  quantity?: number | null | undefined
  unit?: string | null | undefined
  periodFrom?: string | null | undefined
  periodTo?: string | null | undefined
}

/** Throws invalid for a unit without a quantity and for a period that ends before it begins. */
export function mustBeSound({ quantity, unit, periodFrom, periodTo }: Facts): void {
  const errors: Complaint[] = []
  if (unit && quantity == null) errors.push(complaint('quantity', 'quantity_missing'))
  if (periodFrom && periodTo && periodTo < periodFrom) errors.push(complaint('periodTo', 'period_reversed'))
  if (errors.length > 0) throw new DomainError('invalid', 'invalid_offer', 'Something in the input is not right.', errors)
}
