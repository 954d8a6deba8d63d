import { expect, test } from "vitest";
import { importWorld } from "../../test/importing.ts";

/** What exports of other programs head their columns with. */
const seen: Record<string, Record<string, string | null>> = {
  "Google Contacts": {
    ...{ "First Name": "PRENOM", "Middle Name": null, "Last Name": "NOM", "Organization Name": "ORGANISATION" },
    ...{ "Organization Title": null, Notes: "NOTES", "E-mail 1 - Label": null, "E-mail 1 - Value": "EMAIL" },
    ...{ "E-mail 2 - Value": null, "Phone 1 - Label": null, "Phone 1 - Value": "TELEPHONE" },
    ...{ "Address 1 - Street": "ADRESSE", "Address 1 - City": "VILLE", "Address 1 - Postal Code": "CODE_POSTAL" },
    "Address 1 - Country": "PAYS",
  },
  "HubSpot in French": {
    ...{ "ID de l’enregistrement": null, Prénom: "PRENOM", Nom: "NOM", "E-mail": "EMAIL" },
    ...{ "Numéro de téléphone": "TELEPHONE", "Numéro de téléphone portable": "MOBILE" },
    ...{ "Nom de l’entreprise": "ORGANISATION", "Intitulé du poste": null, Ville: "VILLE" },
    ...{ "Code postal": "CODE_POSTAL", "Pays/région": "PAYS" },
  },
  LinkedIn: {
    ...{ "First Name": "PRENOM", "Last Name": "NOM", URL: null, "Email Address": "EMAIL", Company: "ORGANISATION" },
    ...{ Position: null, "Connected On": null },
  },
  "Odoo in French": {
    ...{ "Nom complet": "NOM", Société: "ORGANISATION", Titre: null, Email: "EMAIL", Téléphone: "TELEPHONE" },
    ...{ Mobile: "MOBILE", Rue: "ADRESSE", "Code postal": "CODE_POSTAL", Ville: "VILLE", Pays: "PAYS", Notes: "NOTES" },
  },
  "Outlook in French": {
    ...{ Titre: null, Prénom: "PRENOM", Nom: "NOM", Société: "ORGANISATION", "Titre (fonction)": null },
    ...{ "Rue (bureau)": "ADRESSE", "Ville (bureau)": "VILLE", "Code postal (bureau)": "CODE_POSTAL" },
    ...{ "Pays/Région (bureau)": "PAYS", "Téléphone (bureau)": "TELEPHONE", "Tél. mobile": "MOBILE" },
    ...{ "Adresse de messagerie": "EMAIL", "Adresse de messagerie 2": null, Notes: "NOTES" },
  },
  "Pipedrive in French": {
    ...{ Nom: null, Prénom: "PRENOM", "Nom de famille": "NOM", Organisation: "ORGANISATION" },
    ...{ "Téléphone - Travail": "TELEPHONE", "Téléphone - Mobile": "MOBILE", "E-mail - Travail": "EMAIL" },
  },
  Salesforce: {
    ...{
      Salutation: "CIVILITE",
      "First Name": "PRENOM",
      "Last Name": "NOM",
      Title: null,
      "Account Name": "ORGANISATION",
    },
    ...{ "Mailing Street": "ADRESSE", "Mailing City": "VILLE", "Mailing Zip/Postal Code": "CODE_POSTAL" },
    ...{ "Mailing Country": "PAYS", Phone: "TELEPHONE", Mobile: "MOBILE", Email: "EMAIL" },
  },
};

/** From public documentation: no such file was seen. */
const documented: typeof seen = {
  "Outlook in English": {
    ...{ Title: "CIVILITE", "First Name": "PRENOM", "Middle Name": null, "Last Name": "NOM", Suffix: null },
    ...{ Company: "ORGANISATION", Department: null, "Job Title": null, "Business Street": "ADRESSE" },
    ...{ "Business Street 2": null, "Business City": "VILLE", "Business Postal Code": "CODE_POSTAL" },
    ...{ "Business Country/Region": "PAYS", "Home City": null, "Business Phone": "TELEPHONE", "Home Phone": null },
    ...{ "Mobile Phone": "MOBILE", "E-mail Address": "EMAIL", "E-mail 2 Address": null, Notes: "NOTES" },
  },
  "HubSpot in English": {
    ...{ "Record ID": null, "First Name": "PRENOM", "Last Name": "NOM", Email: "EMAIL", "Phone Number": "TELEPHONE" },
    ...{ "Mobile Phone Number": "MOBILE", "Company Name": "ORGANISATION", "Job Title": null, City: "VILLE" },
    ...{ "Postal Code": "CODE_POSTAL", "Country/Region": "PAYS" },
  },
  "Pipedrive in English": {
    ...{ Name: null, "First name": "PRENOM", "Last name": "NOM", Organization: "ORGANISATION" },
    ...{ "Phone - Work": "TELEPHONE", "Phone - Mobile": "MOBILE", "Email - Work": "EMAIL" },
  },
  // As public programs on GitHub read it (« Person - Email - Work », « Person - Marketing status », « Person - Labels »).
  "Pipedrive in English, of its list of people": {
    ...{ "Person - Name": null, "Person - First name": "PRENOM", "Person - Last name": "NOM", "Person - Title": null },
    ...{ "Person - Organization": "ORGANISATION", "Person - Email - Work": "EMAIL", "Person - Email - Home": null },
    ...{ "Person - Phone - Work": "TELEPHONE", "Person - Phone - Mobile": "MOBILE", "Person - Labels": "LISTES" },
    "Person - Marketing status": "STATUT_ABONNEMENT",
  },
  // « TAGS » and the columns behind it: public readers of audience exports on GitHub (MEMBER_RATING, LAST_CHANGED, UNSUB_…).
  "Mailchimp, those who left": {
    ...{ "Email Address": "EMAIL", "First Name": "PRENOM", "Last Name": "NOM", UNSUB_TIME: "DESINSCRIT_EMAIL" },
    ...{ UNSUB_CAMPAIGN_TITLE: null, UNSUB_REASON: null, LAST_CHANGED: null, TAGS: "LISTES" },
  },
  // Names of HubSpot's own properties, as its API documentation gives them.
  "HubSpot by property": { email: "EMAIL", firstname: "PRENOM", lastname: "NOM", hs_email_optout: "DESINSCRIT_EMAIL" },
  Mailchimp: {
    "Email Address": "EMAIL",
    "First Name": "PRENOM",
    "Last Name": "NOM",
    Address: "ADRESSE",
    MEMBER_RATING: null,
  },
  Brevo: { "CONTACT ID": null, EMAIL: "EMAIL", LASTNAME: "NOM", FIRSTNAME: "PRENOM", SMS: "MOBILE" },
  listmonk: { uuid: null, email: "EMAIL", name: "NOM", attributes: null, created_at: null },
};

test.each(Object.entries({ ...seen, ...documented }))("the headers of %s are known", async (_, headers) => {
  const { as, check } = await importWorld();
  const names = Object.keys(headers);
  const row = Object.values(headers).map((code) =>
    code === "EMAIL" ? "jean@x.fr" : code === null ? "Directeur commercial France" : "1",
  );
  const quoted = (cells: string[]) => cells.map((cell) => `"${cell}"`).join(",");
  const checked = await check(await as("salesperson"), `${quoted(names)}\n${quoted(row)}\n`);
  expect(Object.fromEntries(checked.columns.map(({ header, code }) => [header, code]))).toEqual(headers);
  expect(checked).toMatchObject({ status: "checked", missing: [], created: 1, refused: 0 });
});

test("a title alone is no civility, unless a person says so", async () => {
  const { as, check } = await importWorld();
  const checked = await check(await as("salesperson"), "Email;Title\na@x.fr;Directeur commercial France\n");
  expect(checked.columns.map(({ code }) => code)).toEqual(["EMAIL", null]);
  expect(checked).toMatchObject({ created: 1, refused: 0 });
});
