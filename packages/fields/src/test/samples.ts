import type { FieldTypeName } from "../registry.ts";

export const choices = [
  { label: "Appel entrant", value: "APL" },
  { label: "Réseau", value: "RESEAU" },
  { label: "Salon, foire", value: "Salon 2.0" },
];

interface Sample {
  config: Record<string, unknown>;
  answer: unknown;
  refused: unknown;
  /** What a person types, and what is read afterwards. */
  typed: string;
  read: string;
}

/** One sample per type: a type without one does not compile. */
export const samples: Record<FieldTypeName, Sample> = {
  text: { config: {}, answer: "Bonjour", refused: "", typed: "Bonjour ", read: "Bonjour" },
  "long-text": {
    config: {},
    answer: "Bonjour\nÀ bientôt",
    refused: "x".repeat(20_001),
    typed: "Bonjour\r\nÀ bientôt",
    read: "Bonjour\nÀ bientôt",
  },
  number: { config: { max: 10 }, answer: 7.5, refused: 11, typed: "7,5", read: "7,5" },
  amount: { config: {}, answer: 1234.56, refused: 1.234, typed: "1 234,56 €", read: "1\u202f234,56\u00a0€" },
  date: { config: {}, answer: "2026-03-02", refused: "2026-02-30", typed: "2/3/2026", read: "02/03/2026" },
  "date-time": {
    config: {},
    answer: "2026-03-02T13:30:00.000Z",
    refused: "2026-03-02 14:30",
    typed: "02/03/2026 14h30",
    read: "02/03/2026 14:30",
  },
  boolean: { config: {}, answer: true, refused: "oui", typed: "Oui", read: "Oui" },
  "single-choice": {
    config: { choices },
    answer: "APL",
    refused: "AUTRE",
    typed: " appel ENTRANT",
    read: "Appel entrant",
  },
  "radio-choice": { config: { choices }, answer: "RESEAU", refused: "", typed: "reseau", read: "Réseau" },
  "multiple-choice": {
    config: { choices },
    answer: ["APL", "RESEAU"],
    refused: [],
    typed: "Réseau; APL",
    read: "Appel entrant, Réseau",
  },
  email: {
    config: {},
    answer: "audrey@helium.fr",
    refused: "audrey@",
    typed: " Audrey@Helium.FR ",
    read: "audrey@helium.fr",
  },
  phone: {
    config: {},
    answer: "+33612345678",
    refused: "demander à Paul",
    typed: "06.12.34.56.78",
    read: "06 12 34 56 78",
  },
  url: {
    config: {},
    answer: "https://www.helium.fr",
    refused: "javascript:alert(1)",
    typed: "www.helium.fr",
    read: "https://www.helium.fr",
  },
  address: {
    config: {},
    answer: "12 rue de la Paix; 75002; Paris; France",
    refused: ";;;",
    typed: " 12 rue de la Paix\n75002 Paris\nFrance ",
    read: "12 rue de la Paix, 75002 Paris, France",
  },
  scale: { config: { size: 7, low: "Non", high: "Oui" }, answer: 6, refused: 8, typed: " 6/7 ", read: "6/7" },
  file: {
    config: { maxFiles: 2 },
    answer: [{ id: "0198c0de-0000-7000-8000-000000000001", name: "devis [1].pdf" }],
    refused: [{ id: "", name: "en cours.pdf" }],
    typed: "devis [1].pdf [0198C0DE-0000-7000-8000-000000000001]; ",
    read: "devis [1].pdf",
  },
};
