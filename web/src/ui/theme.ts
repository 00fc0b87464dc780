import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

/** The colours of Tutti, by scheme. Every pairing of text and ground among them is held at a contrast of 4.5 by a test. */
export const TOKENS = {
  light: {
    paper: '#FBF9F5',
    ink: '#1F2421',
    card: '#FFFFFF',
    sunken: '#F3F0E9',
    quiet: '#59605B',
    hairline: '#E6E1D6',
    border: '#D3CDC0',
    accent: '#1E6B52',
    accentSoft: '#E4F0EA',
    accentHover: '#D5E9E1',
    warning: '#B25E00',
    warningSoft: '#FFFDF9',
    danger: '#B3261E',
    dangerSoft: '#FCEEEC',
  },
  dark: {
    paper: '#151816',
    ink: '#ECEAE4',
    card: '#1D211E',
    sunken: '#111412',
    quiet: '#A9AEA8',
    hairline: '#2C322E',
    border: '#404741',
    accent: '#5CC09C',
    accentSoft: '#1C3129',
    accentHover: '#223C32',
    warning: '#F0A351',
    warningSoft: '#2E2415',
    danger: '#F2897F',
    dangerSoft: '#33201E',
  },
} as const

// shade 7 is used in the light scheme, shade 4 in the dark one
const accent: MantineColorsTuple = [
  '#EAF6F1',
  '#D3EBE1',
  '#A9D9C6',
  '#82CBB0',
  TOKENS.dark.accent,
  '#3DA582',
  '#2A8467',
  TOKENS.light.accent,
  '#185642',
  '#103C2E',
]
const warning: MantineColorsTuple = [
  '#FFF4E5',
  '#FDE6CB',
  '#FACF9C',
  '#F5B873',
  TOKENS.dark.warning,
  '#E0882B',
  '#C97112',
  TOKENS.light.warning,
  '#8F4B00',
  '#663600',
]
const danger: MantineColorsTuple = [
  '#FCEEEC',
  '#F9DAD7',
  '#F5BCB7',
  '#F3A39B',
  TOKENS.dark.danger,
  '#E0564B',
  '#C93A30',
  TOKENS.light.danger,
  '#8F1D17',
  '#661410',
]
const gray: MantineColorsTuple = [
  '#F8F6F1',
  TOKENS.light.sunken,
  TOKENS.light.hairline,
  TOKENS.light.border,
  '#B9B4A8',
  '#8F8F86',
  '#6B706A',
  TOKENS.light.quiet,
  '#3A403C',
  TOKENS.light.ink,
]
const dark: MantineColorsTuple = [
  TOKENS.dark.ink,
  '#CDCFC9',
  TOKENS.dark.quiet,
  '#8E948E',
  TOKENS.dark.border,
  '#2A2F2B',
  TOKENS.dark.card,
  TOKENS.dark.paper,
  TOKENS.dark.sunken,
  '#0B0D0C',
]

const SHADOW = '0 1px 2px rgba(20, 24, 22, 0.05), 0 6px 20px rgba(20, 24, 22, 0.07)'

const OVERLAY = { backgroundOpacity: 0.35, blur: 0 }

// layers open inside their landmark: a portal would put their content outside every region of the page
const INLINE = { comboboxProps: { withinPortal: false } }

// Mantine judges the contrast of a filled ground by its light shade alone; ours is light in the dark scheme
const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  return input.variant === 'filled' ? { ...colors, color: 'var(--tutti-on-fill)' } : colors
}

export const theme = createTheme({
  variantColorResolver: variantColors,
  colors: { accent, warning, danger, gray, dark },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  black: TOKENS.light.ink,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: {
    fontFamily: "'Fraunces Variable', Georgia, serif",
    fontWeight: '560',
    sizes: {
      h1: { fontSize: '28px', lineHeight: '1.2' },
      h2: { fontSize: '20px', lineHeight: '1.3' },
      h3: { fontSize: '16px', lineHeight: '1.4' },
      h4: { fontSize: '14px', lineHeight: '1.4' },
    },
  },
  fontSizes: { xs: '12px', sm: '14px', md: '16px', lg: '20px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '14px', xl: '20px' },
  defaultRadius: 'md',
  shadows: { xs: SHADOW, sm: SHADOW, md: SHADOW, lg: SHADOW, xl: SHADOW },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Menu: { defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false, transitionProps: { duration: 100 } } },
    Popover: { defaultProps: { withinPortal: false, transitionProps: { duration: 100 } } },
    HoverCard: { defaultProps: { withinPortal: false, transitionProps: { duration: 100 } } },
    Tooltip: { defaultProps: { withinPortal: false, openDelay: 300, transitionProps: { duration: 100 } } },
    Select: { defaultProps: INLINE },
    MultiSelect: { defaultProps: INLINE },
    TagsInput: { defaultProps: INLINE },
    Autocomplete: { defaultProps: INLINE },
    Modal: { defaultProps: { transitionProps: { duration: 120 }, centered: true, overlayProps: OVERLAY } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 }, overlayProps: OVERLAY } },
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Badge: { defaultProps: { variant: 'default', tt: 'none', fw: 500 } },
    Text: { defaultProps: { size: 'sm' } },
    Anchor: { defaultProps: { underline: 'hover', size: 'sm' } },
    Loader: { defaultProps: { type: 'dots' } },
  },
})

/** Puts the tokens where Mantine and our own style sheets read them. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--tutti-shadow': SHADOW },
  light: { ...variables(TOKENS.light), '--tutti-on-fill': '#FFFFFF' },
  dark: { ...variables(TOKENS.dark), '--tutti-on-fill': TOKENS.light.ink },
})

function variables(tokens: Record<keyof (typeof TOKENS)['light'], string>): Record<string, string> {
  return {
    '--mantine-color-body': tokens.paper,
    '--mantine-color-text': tokens.ink,
    '--mantine-color-bright': tokens.ink,
    '--mantine-color-dimmed': tokens.quiet,
    '--mantine-color-placeholder': tokens.quiet,
    '--mantine-color-anchor': tokens.accent,
    '--mantine-color-error': tokens.danger,
    '--mantine-color-default': tokens.card,
    '--mantine-color-default-hover': tokens.sunken,
    '--mantine-color-default-color': tokens.ink,
    '--mantine-color-default-border': tokens.border,
    '--mantine-color-gray-light-color': tokens.ink,
    '--mantine-color-accent-light': tokens.accentSoft,
    '--mantine-color-accent-light-hover': tokens.accentHover,
    '--mantine-color-accent-light-color': tokens.accent,
    '--mantine-color-accent-text': tokens.accent,
    '--mantine-color-warning-light': tokens.warningSoft,
    '--mantine-color-warning-light-color': tokens.warning,
    '--mantine-color-warning-text': tokens.warning,
    '--mantine-color-danger-light': tokens.dangerSoft,
    '--mantine-color-danger-light-color': tokens.danger,
    '--mantine-color-danger-text': tokens.danger,
    '--tutti-card': tokens.card,
    '--tutti-sunken': tokens.sunken,
    '--tutti-quiet': tokens.quiet,
    '--tutti-hairline': tokens.hairline,
    '--tutti-accent': tokens.accent,
    '--tutti-accent-soft': tokens.accentSoft,
    '--tutti-warning': tokens.warning,
    '--tutti-warning-soft': tokens.warningSoft,
    '--tutti-danger': tokens.danger,
    '--tutti-danger-soft': tokens.dangerSoft,
  }
}
