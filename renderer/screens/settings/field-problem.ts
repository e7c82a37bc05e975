// Why a field cannot be saved as it is; its sentence is `problem.<name>` in the texts.
export type FieldProblem =
  | 'required'
  | 'taken'
  | 'urlInvalid'
  | 'urlSecrets'
  | 'updateUrlInvalid'
  | 'pathInvalid'
  | 'queryInvalid'
  | 'timeoutInvalid'
  | 'pemInvalid'
  | 'profileMissing'
