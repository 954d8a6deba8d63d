/** Invented people and companies, with the accents, hyphens and particles of real ones. */
export const firstNames = [
  "Étienne", "Zoé", "Gaëlle", "Aloïs", "Maël", "Noémie", "Clémence", "Jérôme", "Hélène", "François", "Léa", "Benoît",
  "Anaïs", "Cédric", "Maëlys", "Loïc", "Océane", "Rémi", "Cécile", "Amélie", "Thibault", "Inès", "Raphaël", "Solène",
  "Mathéo", "Joséphine", "Stéphane", "Aurélie", "Grégoire", "Élodie", "Jean-Baptiste", "Marie-Claire", "Anne-Sophie",
  "Karim", "Fatou", "Nguyên", "Paul", "Camille", "Audrey", "Nicolas", "Sarah", "Hugo", "Manon", "Julien", "Sophie",
] as const;

export const lastNames = [
  "Le Denmat", "Lefèvre", "Müller", "D'Almeida", "Béranger", "Saint-Aubin", "Kerléo", "Fontaine", "Delacroix", "Nguyen",
  "Bénard", "Garnier", "Lemaître", "Chevallier", "Roussel", "Da Silva", "Marchand", "Guérin", "Perrin", "Morvan",
  "Vasseur", "Collet", "Haddad", "Traoré", "Bonnet", "Dupré", "Caron", "Renault", "Gauthier", "Pélissier", "Barbier",
  "de La Tour", "Legrand", "Noël", "Rivière", "Prévost", "Joly", "Meunier", "Œuvrard", "Blanchard",
] as const;

const trades = [
  "Menuiserie", "Ateliers", "Maçonnerie", "Conseil", "Transports", "Électricité", "Jardins", "Boulangerie", "Imprimerie",
  "Cabinet", "Hôtel", "Pharmacie", "Librairie", "Plomberie", "Garage", "Studio",
] as const;
const forms = ["SARL", "SAS", "EURL", "et Fils", "& Associés", "SCOP"] as const;

export const cities = [
  ["Rennes", "35000"], ["Nantes", "44000"], ["Brest", "29200"], ["Lorient", "56100"], ["Saint-Étienne", "42000"],
  ["Besançon", "25000"], ["Nîmes", "30000"], ["Orléans", "45000"], ["Béziers", "34500"], ["Le Havre", "76600"],
  ["Lille", "59000"], ["Lyon", "69003"], ["Bourg-en-Bresse", "01000"], ["L'Haÿ-les-Roses", "94240"], ["Paris", "75011"],
] as const;
export const streets = ["rue de l'Église", "avenue Jean-Jaurès", "place du Marché", "chemin des Prés", "boulevard Voltaire"] as const;

/** « Menuiserie Kerléo SARL » */
export const companyName = (pick: <T>(items: readonly T[]) => T) => `${pick(trades)} ${pick(lastNames)} ${pick(forms)}`;
