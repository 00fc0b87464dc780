export const messages = {
  customers: 'Customers',
  suppliers: 'Suppliers',
  partners: 'Partners',
  competitors: 'Competitors',
  services: 'Local services',
  community: 'Community organisations',
  government: 'Local government',
  none: 'No kind yet',
}
