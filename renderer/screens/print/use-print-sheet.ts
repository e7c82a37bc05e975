// The size of the paper, which only a style sheet can say: one that is made here, because the page's policy allows no style
// element. `css` holds rules of `@page`.
import { useEffect } from 'react'

export function usePrintSheet(css: string): void {
  useEffect(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    }
  }, [css])
}
