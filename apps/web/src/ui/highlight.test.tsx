import { expect, it } from "vitest";
import { matchesOf } from "./highlight.tsx";

it.each([
  ["Étienne Le Denmat", "etienne", ["Étienne"]],
  ["Étienne Le Denmat", "denm ÉTI", ["Éti", "Denm"]],
  ["L’Œuvre d’Art", "l'oeuvre", ["L’Œuvre"]],
  ["Cœur", "oe", ["œ"]],
  ["06 12 34 56 78", "0612", ["06 12"]],
  ["06 12 34 56 78", "+33 6 12", ["06 12"]],
  ["Martin Martinez", "martin", ["Martin", "Martin"]],
  ["abab", "ab aba", ["abab"]],
  ["Fête 🎉 du 🎉", "🎉", ["🎉", "🎉"]],
  ["Jean Pierre", "jean-pierre", ["Jean Pierre"]],
  ["Jean-Pierre", "jean pierre", ["Jean", "Pierre"]],
  ["O’Neill", "oneill", ["O’Neill"]],
  ["Benoît D’Almeida", "dalmeida ben", ["Ben", "D’Almeida"]],
  ["Saison 2026-2027", "2026-2027", ["2026-2027"]],
  ["Vu le 24/11/2026", "24/11/2026", ["24/11/2026"]],
  ["+32470123456", "0470 12", ["47012"]],
  ["+32470123456", "0032470", ["32470"]],
  ["Rien", "autre", []],
  ["Rien", "  ", []],
])("« %s » searched for « %s »", (text, search, found) => {
  expect(matchesOf(text, search).map(([from, to]) => text.slice(from, to))).toEqual(found);
});
