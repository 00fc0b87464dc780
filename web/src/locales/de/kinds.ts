export const messages = {
  customers: 'Kundschaft',
  suppliers: 'Lieferanten',
  partners: 'Partner',
  competitors: 'Mitbewerber',
  services: 'Dienstleister',
  community: 'Vereine und Verbände',
  government: 'Gemeinde und Behörden',
  none: 'Noch keine Art',
}
