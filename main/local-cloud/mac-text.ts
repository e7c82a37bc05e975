// The form in which MAC addresses are kept: twelve hex digits, upper case, no separators. Anything else stays as it is.
export function macText(text: string): string {
  const digits = text.trim().replaceAll(/[:-]/g, '')
  return /^[0-9a-f]{12}$/i.test(digits) ? digits.toUpperCase() : text.trim()
}
