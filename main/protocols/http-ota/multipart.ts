// A form with one file, as bytes around the file's own. Pure. Source: RFC 7578, RFC 2046 section 5.1.1; names quoted as
// browsers do (WHATWG HTML, multipart/form-data encoding algorithm).
//
//   head   --boundary CRLF Content-Disposition: form-data; name="n" CRLF CRLF value CRLF        (each field)
//          --boundary CRLF Content-Disposition: form-data; name="f"; filename="x" CRLF
//          Content-Type: t CRLF CRLF
//   (the file)
//   tail   CRLF --boundary-- CRLF

export interface FormFile {
  readonly field: string
  readonly fileName: string
  readonly contentType: string
}

export interface EncodedForm {
  readonly contentType: string
  readonly head: Uint8Array
  readonly tail: Uint8Array
}

/** `boundary` stands nowhere in the file: a random one. */
export function encodeForm(
  fields: Readonly<Record<string, string>>,
  { field, fileName, contentType }: FormFile,
  boundary: string,
): EncodedForm {
  const disposition = `--${boundary}\r\nContent-Disposition: form-data; name=`
  const texts = Object.entries(fields).map(
    ([name, text]) => `${disposition}"${quoted(name)}"\r\n\r\n${text}\r\n`,
  )
  const file = `${disposition}"${quoted(field)}"; filename="${quoted(fileName)}"\r\nContent-Type: ${contentType}\r\n\r\n`
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    head: Buffer.from(texts.join('') + file),
    tail: Buffer.from(`\r\n--${boundary}--\r\n`),
  }
}

const escapes: Readonly<Record<string, string>> = { '"': '%22', '\r': '%0D', '\n': '%0A' }

function quoted(text: string): string {
  return text.replace(/["\r\n]/g, (character) => escapes[character] ?? '')
}
