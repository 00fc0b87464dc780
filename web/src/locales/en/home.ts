export const messages = {
  state_one: 'Your map knows {{number}} organisation.',
  state_other: 'Your map knows {{number}} organisations.',
  openMap: 'Open the map',
  welcome: {
    title: '{{name}} begins here',
    answer: 'A map needs organisations. Bring the ones you know, or look around in a sample first; it goes again in one step.',
    waiting: 'Nothing is on the map yet. As soon as somebody who coordinates it adds organisations, you will see them here.',
    own: {
      title: 'My own file',
      text: 'Contacts from Google, Outlook, HubSpot, Pipedrive or Zoho, any table, or places from OpenStreetMap. You see what would happen before anything does.',
      action: 'Import a file',
    },
    byHand: 'Or enter the first organisation by hand',
  },
}
