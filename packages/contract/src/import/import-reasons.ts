import { issueSentence, type Locale } from "@crm/fields";

/** Why a row is refused, or a cell left out, beside what the schemas of forms say; `{…}` is filled in from the details. */
const sentences = {
  sameEmail: ["Même e-mail que la ligne {row}.", "Same email as row {row}."],
  sameCode: ["Même code que la ligne {row}.", "Same code as row {row}."],
  sameRecord: ["Même fiche que la ligne {row}.", "Same record as row {row}."],
  failedFormula: [
    "Cette cellule contient une formule en erreur\u00a0: {given}.",
    "This cell holds a formula that failed: {given}.",
  ],
  openQuote: [
    "Un guillemet s’ouvre ici (ligne {line} du fichier) et ne se referme pas.",
    "A quote opens here (line {line} of the file) and is not closed.",
  ],
  strayQuote: [
    "Un guillemet est mal placé dans cette cellule (ligne {line} du fichier)\u00a0: doublez-le, ou retirez-le.",
    "A quote is out of place in this cell (line {line} of the file): double it, or remove it.",
  ],
  afterQuote: [
    "Cette ligne est peut-être la suite de la ligne {line} du fichier, où un guillemet est mal placé.",
    "This row may be the rest of line {line} of the file, where a quote is out of place.",
  ],
  doubtfulText: [
    "Lettres douteuses (ligne {line} du fichier), peut-être « {given} » en {encoding}. Corrigez la cellule, ou choisissez un autre codage.",
    "Doubtful letters (line {line} of the file), maybe “{given}” in {encoding}. Correct the cell, or choose another encoding.",
  ],
  formulaUnread: [
    "Cette formule est sans résultat dans le fichier\u00a0: ouvrez-le dans un tableur, enregistrez-le, et recommencez.",
    "This formula has no result in the file: open it in a spreadsheet program, save it, and start again.",
  ],
  cardOpen: [
    "La carte qui commence à la ligne {line} du fichier n’a pas de fin\u00a0: « END:VCARD » manque.",
    "The card that begins on line {line} of the file has no end: “END:VCARD” is missing.",
  ],
  cardLine: [
    "La ligne {line} du fichier n’est pas une ligne de vCard\u00a0: « {given} ».",
    "Line {line} of the file is no line of a vCard: “{given}”.",
  ],
  cardOutside: [
    "La ligne {line} du fichier n’est dans aucune carte\u00a0: « {given} ».",
    "Line {line} of the file is in no card: “{given}”.",
  ],
  cardText: [
    "Le texte de la ligne {line} du fichier ne se lit pas dans le codage annoncé ({given}).",
    "The text of line {line} of the file can’t be read in the encoding that it names ({given}).",
  ],
  contactCodeUnknown: ["Aucun contact ne porte ce code.", "No contact has this code."],
  contactEmailUnknown: ["Aucun contact n’a cet e-mail.", "No contact has this email."],
  phoneRounded: [
    "Le tableur a arrondi ce numéro\u00a0: {given}. Retapez-le en entier.",
    "The spreadsheet rounded this number: {given}. Type it again in full.",
  ],
  postalCodeMended: [
    "Le tableur a retiré le zéro de ce code postal\u00a0: {code} est importé.",
    "The spreadsheet took the zero off this postal code: {code} is imported.",
  ],
  postalCodeShort: [
    "Ce code postal n’a que quatre chiffres, et rien ne dit qu’il est en France\u00a0: il est importé tel quel.",
    "This postal code has four figures only, and nothing says that it is in France: it is imported as it is.",
  ],
  contactNameUnknown: [
    "Aucun contact que vous pouvez modifier ne porte ce nom. Sans e-mail, aucun n’est créé.",
    "No contact that you may change has this name. Without an email, none is created.",
  ],
  contactNameTwice: [
    "Plusieurs contacts portent ce nom. Indiquez leur e-mail ou leur code.",
    "Several contacts have this name. Give their email or their code.",
  ],
  contactMissing: ["Indiquez le code ou l’e-mail du contact.", "Give the code or the email of the contact."],
  contactOther: ["Cette opportunité est celle d’un autre contact.", "This opportunity is another contact’s."],
  contactNotesFull: [
    "Avec ce texte, le carnet de notes du contact dépasserait sa taille maximale (100\u202F000 caractères).",
    "With this text, the notes of the contact would be longer than they may be (100,000 characters).",
  ],
  notesFull: [
    "Avec ce texte, le carnet de notes dépasserait sa taille maximale (100\u202F000 caractères).",
    "With this text, the notes would be longer than they may be (100,000 characters).",
  ],
  staysWithdrawn: [
    "Cette personne s’est désinscrite\u00a0: un import ne la réinscrit pas. Le reste de la ligne est importé.",
    "This person has unsubscribed: an import does not subscribe them again. The rest of the row is imported.",
  ],
  smsNoMobile: [
    "Un consentement SMS vaut pour un numéro de mobile, que ce contact n’a pas. Le reste de la ligne est importé.",
    "An SMS consent is for a mobile number, which this contact does not have. The rest of the row is imported.",
  ],
  consentUnproved: [
    "Sans preuve du consentement, un import n’inscrit personne. Le reste de la ligne est importé.",
    "Without a proof of consent, an import subscribes nobody. The rest of the row is imported.",
  ],
  withdraws: ["Cette personne sera désinscrite.", "This person will be unsubscribed."],
  listsInCell: ["Cette cellule nomme plus de {maximum} listes.", "This cell names more than {maximum} lists."],
  listsFull: [
    "Un import ne crée pas plus de {maximum} listes de sélection, et « {given} » serait une de plus. Créez-la, ou n’importez pas cette colonne.",
    "An import creates no more than {maximum} selection lists, and “{given}” would be one more. Create it, or do not import this column.",
  ],
  emailFails: ["Cet e-mail sera marqué non valide.", "This email will be marked invalid."],
  formMissing: ["Indiquez le formulaire.", "Give the form."],
  formUnknown: ["Ce formulaire n’existe pas\u00a0: {given}.", "This form does not exist: {given}."],
  formTwice: [
    "Plusieurs formulaires portent ce nom. Indiquez la fin de leur adresse.",
    "Several forms have this name. Give the end of their address.",
  ],
  inFuture: ["Cette date est dans le futur.", "This date is in the future."],
  notYet: ["Cette date n’est pas encore arrivée.", "This date has not come yet."],
  opportunityCodeUnknown: ["Aucune opportunité ne porte ce code.", "No opportunity has this code."],
  pipelineMissing: ["Indiquez le type de l’opportunité.", "Give the type of the opportunity."],
  pipelineUnknown: [
    "Ce type d’opportunité n’existe pas\u00a0: {given}.",
    "This type of opportunity does not exist: {given}.",
  ],
  pipelineArchived: ["Le type « {given} » est archivé.", "The type “{given}” is archived."],
  pipelineFixed: ["Le type d’une opportunité ne change pas.", "The type of an opportunity does not change."],
  stageUnknown: ["Cette étape n’existe pas\u00a0: {given}.", "This stage does not exist: {given}."],
  stagePassed: [
    "Cette étape est déjà dépassée. Un import ne recule pas d’étape.",
    "This stage is passed already. An import does not go back to an earlier stage.",
  ],
  stageBefore: [
    "L’étape précédente n’a été atteinte que le {day}.",
    "The stage before it was not reached until {day}.",
  ],
  statusUnknown: [
    "Cet état n’existe pas. Écrivez Ouvert, Gagné, Sans suite, Ajourné ou Autre.",
    "This status does not exist. Write Ouvert, Gagné, Sans suite, Ajourné or Autre.",
  ],
  userUnknown: ["Cet utilisateur n’existe pas\u00a0: {given}.", "This user does not exist: {given}."],
  userTwice: [
    "Plusieurs utilisateurs portent ce nom. Indiquez une adresse e-mail.",
    "Several users have this name. Give an email address.",
  ],
  userNotAssignable: [
    "On ne peut pas affecter d’opportunité à {given}.",
    "Opportunities can’t be assigned to {given}.",
  ],
} as const satisfies Record<string, readonly [fr: string, en: string]>;

export type ImportRule = keyof typeof sentences;
const own: Record<string, readonly [fr: string, en: string]> = sentences;

/** Why, in the language of whoever reads it. `message`: of reasons kept before they told their rule. */
export function reasonSentence(
  { rule, params, message }: { rule: string; params: Record<string, unknown>; message: string },
  locale: Locale,
): string {
  if (rule === "") return message;
  const [fr, en] = own[rule] ?? [];
  const sentence = locale === "fr" ? fr : en;
  if (sentence === undefined) return issueSentence({ rule, params }, locale);
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ""));
}
