import { fold } from "@crm/fields";
import { Fragment } from "react";
import classes from "./highlight.module.css";

interface Folded {
  letters: string;
  /** The place in the text that each letter comes from. */
  places: number[];
}

/** A text as the search reads it: folded, and each character then what `read` makes of it. */
function folded(text: string, read: (letter: string) => string): Folded {
  let letters = "";
  const places: number[] = [];
  let at = 0;
  for (const char of text) {
    // A space or a mark folds to nothing by itself.
    for (const letter of fold(char) || (char.trim() === "" ? " " : "")) {
      const kept = read(letter);
      letters += kept;
      for (let unit = 0; unit < kept.length; unit++) places.push(at);
    }
    at += char.length;
  }
  return { letters, places };
}

/** As the search column is read: a hyphen parts two words, or is not there. */
const parted = (letter: string) => (/['-]/.test(letter) ? " " : letter);
const joined = (letter: string) => (/['.-]/.test(letter) ? "" : letter);
const figures = (letter: string) => (/\d/.test(letter) ? letter : "");
const read = (word: string, how: (letter: string) => string) => [...fold(word)].map(how).join("");

/** The figures of a search that is a phone number or a part of one, as they are dialled; empty for anything else. */
function dialled(search: string, text: string): string[] {
  if (!/^[\d\s.\-+()/]+$/.test(search) || search.replace(/\D/g, "").length < 4) return [];
  const number = search
    .replace(/\(\s*0\s*\)/g, "")
    .replace(/[^\d+]/g, "")
    .replace(/^(?:\+|00)330?/, "0")
    .replace(/^(?:\+|00)(?=[1-9])/, "")
    .replace(/\+/g, "");
  // From within another country, whose number is shown as it is dialled from abroad.
  return text.startsWith("+") && /^0[1-9]/.test(number) ? [number, number.slice(1)] : [number];
}

/** Where a search is found in a text: [start, end[ of each match, in order, merged. Figures match whatever separates them. */
export function matchesOf(text: string, search: string): [number, number][] {
  const words = search.trim().split(/\s+/).filter(Boolean);
  const numbers = dialled(search, text);
  const end = (place: number) => place + String.fromCodePoint(text.codePointAt(place) ?? 32).length;
  const found: [number, number][] = [];
  const look = ({ letters, places }: Folded, word: string) => {
    if (word.trim() === "") return;
    for (let at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + word.length))
      found.push([places[at] ?? 0, end(places[at + word.length - 1] ?? 0)]);
  };
  const asWords = folded(text, parted);
  for (const word of numbers.length > 0 && words.some(({ length }) => length < 4) ? [search.trim()] : words)
    look(asWords, read(word, parted));
  const asOne = folded(text, joined);
  if (!text.includes("@")) for (const word of words) if (numbers.length === 0) look(asOne, read(word, joined));
  if (numbers.length > 0) for (const number of numbers) look(folded(text, figures), number);
  found.sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [from, to] of found) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** A text in which what was searched for stands out, accents and case aside. */
export function Highlight({ text, search }: { text: string; search: string | undefined }) {
  const matches = search ? matchesOf(text, search) : [];
  if (matches.length === 0) return text;
  let done = 0;
  return (
    <>
      {matches.map(([from, to]) => {
        const before = text.slice(done, from);
        done = to;
        return (
          <Fragment key={from}>
            {before}
            <mark className={classes["mark"]}>{text.slice(from, to)}</mark>
          </Fragment>
        );
      })}
      {text.slice(done)}
    </>
  );
}
