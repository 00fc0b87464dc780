export const messages = {
  invented: 'invented',
  partlyInvented: 'kinds, ties, offers and needs are invented',
  credit: 'From sample data:',
  strip: 'Where the sample data comes from',
  more: 'About, remove',
  about: 'Sample data',
  remove: 'Remove this sample',
  removeNote: 'All of it goes in one step. What you built on it stays.',
  removed_one: 'The sample is gone, with its {{number}} organisation.',
  removed_other: 'The sample is gone, with its {{number}} organisations.',
  left_one: 'The sample is gone. {{number}} organisation stays, because somebody added something to it:',
  left_other: 'The sample is gone. {{number}} organisations stay, because somebody added something to them:',
  mosel: {
    title: 'Mosel valley',
    lead: 'Wineries, hotels and restaurants of a real valley, and how they might work together.',
    explanation:
      'The places and stations between Bernkastel-Kues and Traben-Trarbach are real. How they are related, what they offer and what they need is invented, so that there is something to look at: draw no conclusions about the people who run them.',
    load: 'Show me the Mosel valley',
  },
  indiana: {
    title: 'Tobacco control in Indiana',
    lead: 'Real organisations that fought smoking together: who was in contact, who worked together, who shared good practice.',
    explanation:
      'The organisations and their three kinds of tie come from a study of public health networks by Douglas Luke and others. The names of the groups and what each is to the lead agency are our reading of its codes.',
    load: 'Show me Indiana',
  },
  amounts: '{{parties}} organisations, {{ties}} ties',
  loading: 'Placing {{parties}} organisations and {{ties}} ties on the map',
}
