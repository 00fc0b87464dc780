import { type Kind, NO_KIND, SEVEN_KINDS } from '../../ui/kinds.ts'

/** How a party looks: by its kind a colour and a shape, so that neither has to be seen to know the kind. */
export type Mark = Pick<Kind, 'colour' | 'shape'>
export const NO_MARK: Mark = NO_KIND

/** Colours for anything else that comes in groups, most frequent first: Okabe and Ito's, without the grey that means "all others". */
export const GROUP_COLOURS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#D55E00', '#56B4E9', '#8C6BB1', '#B5A400'] as const
export const OTHER_COLOUR = '#A8A59C'

/** From little to much: dark blue to yellow, growing lighter all the way (viridis), which every eye can order. */
export const SCALE_COLOURS = ['#414487', '#2A788E', '#22A884', '#7AD151', '#FDE725'] as const

/** Lines by what the tie says; with the dash, each is told apart without colour too. Lengths in pixels: on, off; no dash is a full line. */
export const TIE_MARKS: Record<string, { colour: string; dark: string; dash: readonly [number, number] | null }> = {
  buys_from: { colour: '#8A6100', dark: '#E0B04B', dash: null },
  supplies: { colour: '#00785A', dark: '#3FC79D', dash: null },
  partners: { colour: '#005F96', dark: '#5CA9DB', dash: null },
  refers_to: { colour: '#2E86B5', dark: '#7CC7EE', dash: [7, 4] },
  competes: { colour: '#B04A00', dark: '#F08A4B', dash: [3, 4] },
  conflicts: { colour: '#B3261E', dark: '#F2837B', dash: [2, 3] },
  member_of: { colour: '#9C4F7C', dark: '#DE9CC3', dash: [10, 4] },
  funds: { colour: '#6E6400', dark: '#C9BC3F', dash: [12, 3] },
  regulates: { colour: '#5A6066', dark: '#A4ABB1', dash: [5, 3] },
  informs: { colour: '#6A5A9C', dark: '#B1A3E0', dash: [2, 5] },
}
export const OTHER_TIE = { colour: '#74716A', dark: '#A09D95', dash: null }

/** The mark of each kind in the order of legends: the seven, then own kinds. */
export function kindMarks(own: readonly Kind[]): Map<string, Mark> {
  return new Map<string, Mark>([...SEVEN_KINDS, ...own].map((kind) => [kind.key, kind]))
}
