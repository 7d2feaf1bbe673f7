import type { Page } from 'playwright-core'

/** A colour that something has, against the ground on which it stands. */
export interface Inked {
  readonly what: string
  /** As WCAG counts it, 1 to 21. */
  readonly contrast: number
}

/** What runs in the page: colours as numbers, the first ground that is not transparent, and their contrast. */
const colours = `
  const rgba = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number)
  const groundOf = (element) => {
    for (let one = element; one !== null; one = one.parentElement) {
      const [r, g, b, a = 1] = rgba(getComputedStyle(one).backgroundColor)
      if (a > 0) return [r, g, b]
    }
    return rgba(getComputedStyle(document.documentElement).colorScheme === 'dark' ? 'rgb(0,0,0)' : 'rgb(255,255,255)')
  }
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
  }
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !element.closest('.vh')
`

/**
 * The contrast of a colour of everything visible that a selector finds. On paper every ground is white; borders that are not
 * drawn have none.
 */
export async function contrastsOf(
  page: Page,
  selector: string,
  property: 'color' | 'border' | 'outline' | 'stroke',
  ground: 'behind' | 'paper' = 'behind',
): Promise<readonly Inked[]> {
  return page.evaluate<readonly Inked[]>(`(() => {
    ${colours}
    const inkOf = (style) => {
      const [side, drawn] = ${JSON.stringify(property)} === 'border'
        ? [style.borderBlockEndColor, style.borderBlockEndStyle !== 'none' && parseFloat(style.borderBlockEndWidth) > 0]
        : ${JSON.stringify(property)} === 'outline'
          ? [style.outlineColor, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2]
          : [style[${JSON.stringify(property)}], true]
      return drawn ? rgba(side) : null
    }
    return [...document.querySelectorAll(${JSON.stringify(selector)})].filter(seen).map((element) => {
      const ink = inkOf(getComputedStyle(element))
      const behind = ${JSON.stringify(ground)} === 'paper'
        ? [255, 255, 255]
        : groundOf(${JSON.stringify(property)} === 'color' ? element : element.parentElement)
      const what = element.outerHTML.slice(0, 120)
      return { what, contrast: ink === null || ink[3] === 0 ? 1 : contrast(ink, behind) }
    })
  })()`)
}

/** How everything visible that a selector finds is styled in one respect. */
export async function stylesOf(page: Page, selector: string, property: string): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`[...document.querySelectorAll(${JSON.stringify(selector)})]
    .filter((one) => one.checkVisibility())
    .map((one) => getComputedStyle(one)[${JSON.stringify(property)}])`)
}

/** What of a page can be pressed or typed into, in the order in which the Tab key comes by, and how each is seen there. */
export interface Stop {
  readonly what: string
  /** Its place in the order in which the page is read. */
  readonly place: number
  /** It is of the page itself, and not of what stands round every page. */
  readonly isContent: boolean
  readonly top: number
  readonly bottom: number
  /** Nothing lies over it. */
  readonly isOnTop: boolean
  readonly hasOutline: boolean
}

/** Where the focus is; null = nowhere on the page. */
export async function stopOf(page: Page): Promise<Stop | null> {
  return page.evaluate<Stop | null>(`(() => {
    const one = document.activeElement
    if (one === null || one === document.body) return null
    const box = one.getBoundingClientRect()
    const line = one.getClientRects()[0] ?? box
    const there = document.elementFromPoint(line.left + line.width / 2, line.top + line.height / 2)
    const style = getComputedStyle(one)
    return {
      what: one.outerHTML.slice(0, 120),
      place: [...document.querySelectorAll('*')].indexOf(one),
      isContent: one.closest('main') !== null,
      top: Math.round(box.top + scrollY),
      bottom: Math.round(box.bottom + scrollY),
      isOnTop: there !== null && (one.contains(there) || there.contains(one)),
      hasOutline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 3,
    }
  })()`)
}
