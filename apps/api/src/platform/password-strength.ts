import { fold } from "@crm/fields";
import type { PasswordOwner } from "./password.ts";

/** A rule of the contract's sentences that a password breaks. */
type Fault = "passwordPersonal" | "passwordFrequent";

/** Fewer guesses than this, in the order in which passwords are tried, and it is refused: the mark of zxcvbn's third of four degrees. */
const leastGuesses = 1e8;
/** A word that is found within so many guesses is no better with figures or signs around it (« Bonjour2026!! »). */
const commonWord = 1e5;
/** Letters and figures that are to be left when the person's name and address are taken away. */
const leastOwn = 8;
/** What is looked at: a longer password is as good as its beginning. */
const looked = 64;

/** Lists of frequent passwords and words, French and international, with how they are varied. Loaded when first asked: 40 MB. */
async function loadEstimator() {
  const [{ ZxcvbnFactory }, common, french] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-fr"),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...french.dictionary },
    graphs: common.adjacencyGraphs,
  });
}
let estimator: ReturnType<typeof loadEstimator> | undefined;

/**
 * Why a password would be guessed, or null: it is frequent, or little more than a frequent one, or made of its owner's name or
 * address, or the one that the demo's accounts have. Its length and repeated characters are the contract's to refuse.
 */
export async function passwordFault(password: string, owner: PasswordOwner): Promise<Fault | null> {
  const { demoPassword } = await import("@crm/db/seed");
  if (password === demoPassword) return "passwordFrequent";
  const known = [owner.email, owner.firstName, owner.lastName]
    .flatMap((text) => fold(text).split(/[^\p{L}\p{N}]+/u))
    .filter((text) => text.length > 2)
    .toSorted((one, other) => other.length - one.length);
  const whole = fold(password);
  const rest = known.reduce((left, word) => left.replaceAll(word, ""), whole);
  if (rest !== whole && rest.replace(/[^\p{L}\p{N}]/gu, "").length < leastOwn) return "passwordPersonal";
  estimator ??= loadEstimator();
  const zxcvbn = await estimator;
  const guesses = (text: string) => zxcvbn.check(text.slice(0, looked), known).guesses;
  const word = whole.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  const common = word.length > 3 && guesses(word) < commonWord;
  return common || guesses(password) < leastGuesses ? "passwordFrequent" : null;
}
