// ibantools is free to be used under the MIT licence
import { electronicFormatIBAN, isSEPACountry, isValidBIC, ValidationErrorsIBAN, validateIBAN } from 'ibantools'
import type { Complaint } from '../../kernel/complaints.ts'
import { complaint } from '../../kernel/complaints.ts'
import { DomainError } from '../../kernel/errors.ts'

/** An IBAN and a BIC as machines write them. Throws invalid, with a code for each thing that can be wrong with them. */
export function mustBeBankAccount(written: { iban: string; bic: string | null }): { iban: string; bic: string | null } {
  const iban = electronicFormatIBAN(written.iban) ?? ''
  const bic = written.bic === null ? null : written.bic.replaceAll(/\s/g, '').toUpperCase()
  const errors = [ibanComplaint(iban), bic === null || isValidBIC(bic) ? undefined : complaint('bic', 'bic_form')]
  const wrong = errors.filter((error) => error !== undefined)
  if (wrong.length === 0) return { iban, bic }
  throw new DomainError('invalid', 'invalid_bank_account', 'This bank account cannot be right. Nothing was kept.', wrong)
}

function ibanComplaint(iban: string): Complaint | undefined {
  const { errorCodes } = validateIBAN(iban)
  const has = (code: ValidationErrorsIBAN) => errorCodes.includes(code)
  if (has(ValidationErrorsIBAN.NoIBANProvided) || has(ValidationErrorsIBAN.NoIBANCountry)) return complaint('iban', 'iban_country')
  if (has(ValidationErrorsIBAN.WrongBBANLength)) return complaint('iban', 'iban_length')
  if (errorCodes.length > 0) return complaint('iban', 'iban_checksum')
  return isSEPACountry(iban.slice(0, 2)) ? undefined : complaint('iban', 'iban_not_sepa')
}
