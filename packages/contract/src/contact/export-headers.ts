/**
 * What exports of other programs call the base fields. From files that were seen: Google Contacts, Outlook in French, LinkedIn,
 * Pipedrive, HubSpot and Odoo in French, Salesforce. From public documentation alone, never seen as a file here: Outlook in
 * English (support.microsoft.com, « Create or edit .csv files to import into Outlook »), HubSpot and Pipedrive in English,
 * Mailchimp, Brevo (its default attributes LASTNAME, FIRSTNAME, SMS, EMAIL), listmonk (email, name).
 *
 * Pipedrive puts « Person - » before each header of some of its exports: from public programs that read these, and in French
 * by analogy.
 *
 * A job title (Fonction, Job Title, Position, Intitulé du poste) is none of them.
 */
export const exportHeaders = {
  title: ["Salutation", "Name Prefix", "Civility"],
  lastName: [
    "Nom de famille",
    "Family name",
    "Surname",
    "Nom complet",
    "Full name",
    "Name",
    "Display name",
    "Person - Last name",
    "Person - Name",
    "Personne - Nom de famille",
    "Personne - Nom",
  ],
  firstName: ["Given name", "Prénom(s)", "Person - First name", "Personne - Prénom"],
  company: [
    ...["Organization", "Organization name", "Company name", "Account name", "Nom de l’entreprise", "Nom du compte"],
    ...["Nom de la société", "Raison sociale", "Person - Organization", "Personne - Organisation"],
  ],
  email: [
    ...[
      "Email address",
      "Adresse mail",
      "Adresse email",
      "Adresse de messagerie",
      "E-mail 1 - Value",
      "E-mail - Travail",
    ],
    ...["Email - Work", "E-mail professionnel", "Work email", "Person - Email - Work", "Personne - E-mail - Travail"],
  ],
  phone: [
    ...["Phone number", "Numéro de téléphone", "Téléphone (bureau)", "Téléphone bureau", "Téléphone professionnel"],
    ...["Téléphone - Travail", "Phone - Work", "Business Phone", "Work phone", "Phone 1 - Value", "Landline number"],
    ...["Person - Phone - Work", "Personne - Téléphone - Travail"],
  ],
  mobile: [
    ...["Mobile phone", "Mobile phone number", "Mobile number", "Tél. mobile", "Tél. portable", "Téléphone portable"],
    ...["Téléphone - Mobile", "Phone - Mobile", "Numéro de téléphone portable", "Numéro de téléphone mobile", "SMS"],
    ...["Person - Phone - Mobile", "Personne - Téléphone - Mobile"],
  ],
  address: [
    ...["Rue", "Rue (bureau)", "Street", "Street address", "Business Street", "Mailing Street", "Address 1 - Street"],
    "Adresse postale",
  ],
  postalCode: [
    ...["CP", "Postal code", "Zip", "Zip code", "Zip/Postal code", "Code postal (bureau)", "Business Postal Code"],
    ...["Mailing Zip/Postal Code", "Address 1 - Postal Code"],
  ],
  city: ["Ville (bureau)", "Localité", "Town", "Business City", "Mailing City", "Address 1 - City"],
  country: [
    ...["Pays/région", "Pays/Région (bureau)", "Country/Region", "Business Country/Region", "Mailing Country"],
    "Address 1 - Country",
  ],
  notes: ["Remarques"],
  emailOptOut: [
    ...["Email Opt Out", "HasOptedOutOfEmail", "Opted out of email", "Unsubscribed from all email", "UNSUB_TIME"],
    ...[
      "hs_email_optout",
      "Désinscrit de tous les e-mails",
      "Désabonné de tous les e-mails",
      "EMAIL_BLACKLISTED",
      "Email blacklisted",
    ],
    ...["EMAIL_BLOCKLISTED", "Email blocklisted", "Unsubscribed", "Désinscrit", "Désabonné"],
  ],
  smsOptOut: ["SMS Opt Out", "SMS_BLACKLISTED", "SMS blacklisted", "SMS_BLOCKLISTED", "SMS blocklisted"],
  /** « status » is one beside listmonk's own columns alone. */
  subscription: [
    ...["Marketing status", "Email marketing status", "Subscription status", "Subscriber status", "Statut marketing"],
    ...["Person - Marketing status", "Personne - Statut marketing"],
    "status",
  ],
  bounced: [
    ...["CLEAN_TIME", "Email hard bounce reason", "Invalid email address", "Adresse e-mail non valide", "Bounced"],
    ...["Email Bounced Date", "Email Bounced Reason"],
  ],
  /** Names of lists, tags and labels. */
  selections: [
    ...["Selections", "Selection lists", "Listes", "Liste", "Lists", "List", "List names", "Tags", "Tag", "Étiquettes"],
    ...["Étiquette", "Libellés", "Labels", "Label", "Person - Labels", "Person - Label", "Personne - Étiquettes"],
    ...["Personne - Étiquette", "Group Membership", "Categories", "Catégories", "List memberships"],
    ...["Static list memberships", "Appartenance aux listes", "Appartenances aux listes"],
  ],
} as const;

/** Headers that tell a whole name, where another column tells the last name alone (Pipedrive, Odoo). */
export const wholeNames: readonly string[] = [
  "Nom",
  "Name",
  "Nom complet",
  "Full name",
  "Display name",
  "Person - Name",
  "Personne - Nom",
];

/** Headers that tell a job. « Title » is a civility only beside one of them: alone, or beside a « Salutation », it is a job. */
export const jobTitles: readonly string[] = [
  ...["Job Title", "Titre (fonction)", "Fonction", "Intitulé du poste", "Poste", "Position", "Organization Title"],
];
