import { COORDINATORS, COORDINATORS_AND_OWN, type Line, line } from './right-lines.ts'

/** The part of the table of permissions that concerns value. What lets money go asks for a person: no key has it. */
export const MONEY_RIGHTS = {
  'ledger.read': line(COORDINATORS_AND_OWN, 'money.read', ['see', 'accounts and bookings'], ['sehen', 'Konten und Buchungen']),
  'ledger.write': line(COORDINATORS, 'money.write', ['keep', 'the ledger'], ['führen', 'das Hauptbuch']),
  'sharing.read': line(
    COORDINATORS,
    'private.read',
    ['see and try', 'rules of sharing money'],
    ['sehen und ausprobieren', 'Teilungsregeln'],
  ),
  'sharing.write': line(COORDINATORS, 'private.write', ['write', 'rules of sharing money'], ['schreiben', 'Teilungsregeln']),
  'sharing.approve': line(COORDINATORS, null, ['approve', 'rules of sharing money'], ['freigeben', 'Teilungsregeln']),
  'sales.read': line(
    COORDINATORS_AND_OWN,
    'money.read',
    ['see', 'sales and who got what of them'],
    ['sehen', 'Verkäufe und wer was davon bekam'],
  ),
  'sales.write': line(
    COORDINATORS,
    'money.write',
    ['record, give back and import', 'sales'],
    ['erfassen, erstatten und importieren', 'Verkäufe'],
  ),
  'vouchers.read': line(
    COORDINATORS,
    'money.read',
    ['see', 'vouchers and what became of them'],
    ['sehen', 'Gutscheine und ihre Verwendung'],
  ),
  'vouchers.sell': line(COORDINATORS, 'money.write', ['sell', 'vouchers'], ['verkaufen', 'Gutscheine']),
  'vouchers.redeem': line(COORDINATORS_AND_OWN, 'money.write', ['redeem', 'vouchers'], ['einlösen', 'Gutscheine']),
  'statements.read': line(COORDINATORS_AND_OWN, 'money.read', ['see', 'statements'], ['sehen', 'Abrechnungsbelege']),
  'accounting.read': line(
    COORDINATORS,
    'money.read',
    ['see', 'how the books are handed to accountants, and when they were'],
    ['sehen', 'wie und wann die Bücher an die Buchhaltung gehen'],
  ),
  'accounting.write': line(
    COORDINATORS,
    'money.write',
    ['hand', 'the books to accountants, and give accounts their numbers'],
    ['übergeben', 'die Bücher an die Buchhaltung und deren Kontonummern'],
  ),
  'settlement.read': line(COORDINATORS_AND_OWN, 'money.read', ['see', 'settlements'], ['sehen', 'Abrechnungen']),
  'settlement.close': line(COORDINATORS, 'money.write', ['close', 'periods and settle them'], ['abschließen', 'Zeiträume samt Abrechnung']),
  'settlement.approve': line(COORDINATORS, null, ['approve', 'payouts'], ['freigeben', 'Auszahlungen']),
  'settlement.pay': line(
    COORDINATORS,
    null,
    ['make', 'payment files, and say what was paid'],
    ['erstellen', 'Zahlungsdateien samt der Angabe, was bezahlt ist,'],
  ),
  'settlement.write': line(COORDINATORS, null, ['decide', 'how settlements are made'], ['bestimmen', 'die Regeln der Abrechnung']),
  'bank_accounts.read': line(COORDINATORS_AND_OWN, null, ['see', 'bank accounts'], ['sehen', 'Bankverbindungen']),
  'bank_accounts.write': line(COORDINATORS_AND_OWN, null, ['change', 'bank accounts'], ['ändern', 'Bankverbindungen']),
} as const satisfies Record<string, Line>
