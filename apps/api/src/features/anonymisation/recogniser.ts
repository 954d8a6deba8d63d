import { folded, type Matcher, numberTail, phoneSeparator } from "./person.ts";

/** What a UTF-16 unit is to a word and to a number. */
const letter = 1;
const figure = 2;
const between = 4;
/** Half of a pair, which says nothing alone. */
const half = 8;
/** It can't be folded alone. */
const odd = 16;
const tailBound = 10 ** numberTail;

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const isLetter = /[\p{L}\p{N}]/u;

/** What each unit is, and as what it is folded; made when first asked for. */
let known: { kind: Uint8Array; fold: Uint16Array } | undefined;
function units() {
  if (known) return known;
  const [kind, fold] = [new Uint8Array(0x10000), new Uint16Array(0x10000)];
  const separator = new RegExp(phoneSeparator);
  for (let unit = 0; unit < 0x10000; unit++) {
    const text = String.fromCharCode(unit);
    const alone = folded(text).length === 1;
    fold[unit] = alone ? folded(text).charCodeAt(0) : unit;
    if (unit >= 0xd800 && unit < 0xe000) kind[unit] = half | odd;
    else
      kind[unit] =
        (isLetter.test(text) ? letter : 0) |
        (/\d/.test(text) ? figure : 0) |
        (separator.test(text) ? between : 0) |
        (alone ? 0 : odd);
  }
  known = { kind, fold };
  return known;
}

const pair = /^[\ud800-\udbff][\udc00-\udfff]/;
/** The character that a half of a pair belongs to. */
const characterAround = (text: string, at: number) =>
  String.fromCodePoint(text.codePointAt(at > 0 && pair.test(text.slice(at - 1, at + 1)) ? at - 1 : at) ?? 0);

/**
 * Which of these people a text is about, in the time that reading it once takes, however many they are: `isAbout` is only asked
 * for those of whom the text holds a key.
 */
export function recogniserOf(matchers: Matcher[]): (text: string) => Matcher[] {
  const { kind: kindOf, fold } = units();
  /** Most words and numbers are told from all keys by a mark, before they are cut out. */
  const [words, tails] = [new Uint8Array(0x10000), new Uint8Array(0x10000)];
  const mark = (text: string, start: number, end: number) =>
    ((fold[text.charCodeAt(start)] as number) * 31 +
      (fold[text.charCodeAt(end - 1)] as number) * 1009 +
      (end - start) * 7919) &
    0xffff;
  const byKey = new Map<string | number, Matcher[]>();
  for (const matcher of matchers)
    for (const key of new Set(matcher.keys)) {
      byKey.set(key, [...(byKey.get(key) ?? []), matcher]);
      if (typeof key === "number") tails[key & 0xffff] = 1;
      else words[mark(key, 0, key.length)] = 1;
    }
  // A name without letters has no key.
  const always = byKey.get("") ?? [];

  /** Looks up each word, number and id of a text; false at a unit that can't be folded alone, unless the text is folded. */
  function scan(text: string, isFolded: boolean, look: (key: string | number) => void): boolean {
    let [start, dashes, figures, tail] = [-1, 0, 0, 0];
    for (let at = 0; at <= text.length; at++) {
      const unit = at < text.length ? text.charCodeAt(at) : 0;
      let kind = kindOf[unit] as number;
      if (kind === letter) {
        if (start === -1) start = at;
        figures = 0;
        continue;
      }
      if (kind & odd && !isFolded) return false;
      if (kind & half) kind = isLetter.test(characterAround(text, at)) ? letter : 0;
      if (kind & letter) {
        if (start === -1) start = at;
      } else if (start !== -1) {
        if (words[mark(text, start, at)]) look(folded(text.slice(start, at)));
        start = -1;
      }
      if (kind & figure) {
        tail = (tail * 10 + unit - 48) % tailBound;
        if (++figures >= numberTail && tails[tail & 0xffff]) look(tail);
      } else if (!(kind & between)) figures = 0;
      if (unit === 45) dashes++;
    }
    if (dashes >= 4) for (const [id] of folded(text).matchAll(uuid)) look(id);
    return true;
  }

  return (text) => {
    let maybe: Set<Matcher> | undefined;
    const look = (key: string | number) => {
      for (const matcher of byKey.get(key) ?? []) maybe = (maybe ?? new Set(always)).add(matcher);
    };
    if (!scan(text, false, look)) scan(folded(text), true, look);
    return [...(maybe ?? always)].filter((matcher) => matcher.isAbout(text));
  };
}
