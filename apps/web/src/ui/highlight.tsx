import { fold } from "@crm/fields";
import { Fragment } from "react";
import classes from "./highlight.module.css";

/** A text folded as the search folds it, with the place in the text that each folded character comes from. */
function folded(text: string, keep: (char: string) => boolean): { letters: string; places: number[] } {
  let letters = "";
  const places: number[] = [];
  let at = 0;
  for (const char of text) {
    // A space or a mark folds to nothing by itself.
    for (const letter of keep(char) ? fold(char) || (char.trim() === "" ? " " : "") : "") {
      letters += letter;
      for (let unit = 0; unit < letter.length; unit++) places.push(at);
    }
    at += char.length;
  }
  return { letters, places };
}

const isFigure = (char: string) => /\d/.test(char);

/** Where a search is found in a text: [start, end[ of each match, in order, merged. Figures match whatever separates them. */
export function matchesOf(text: string, search: string): [number, number][] {
  const words = search.trim().split(/\s+/).filter(Boolean);
  const phone = /^[\d\s.\-+()/]+$/.test(search) && search.replace(/\D/g, "").length >= 4;
  const national = search
    .replace(/\(\s*0\s*\)/g, "")
    .replace(/[^\d+]/g, "")
    .replace(/^(?:\+|00)330?/, "0")
    .replace(/\+/g, "");
  const { letters, places } = folded(text, phone ? isFigure : () => true);
  const end = (place: number) => place + String.fromCodePoint(text.codePointAt(place) ?? 32).length;
  const found: [number, number][] = [];
  for (const word of phone ? [national] : words.map(fold)) {
    if (word === "") continue;
    for (let at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + word.length))
      found.push([places[at] ?? 0, end(places[at + word.length - 1] ?? 0)]);
  }
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
