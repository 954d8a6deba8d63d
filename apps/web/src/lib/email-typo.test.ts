import { describe, expect, it } from "vitest";
import { suggestEmail } from "./email-typo.ts";

describe("a mistyped address", () => {
  it.each([
    ["marie@gmial.com", "marie@gmail.com"],
    ["Marie@GMIAL.com ", "marie@gmail.com"],
    ["m@gmail.con", "m@gmail.com"],
    ["m@gmal.fr", null], // nobody knows whether .com was meant
    ["m@gamil.com", "m@gmail.com"],
    ["m@orage.fr", "m@orange.fr"],
    ["m@orange.rf", "m@orange.fr"],
    ["m@wandoo.fr", "m@wanadoo.fr"],
    ["m@fre.fr", "m@free.fr"],
    ["m@lapost.net", "m@laposte.net"],
    ["m@hotmial.fr", "m@hotmail.fr"],
    ["m@hormail.com", "m@hotmail.com"],
    ["m@yaho.fr", "m@yahoo.fr"],
    ["m@outlok.fr", "m@outlook.fr"],
    ["m@sfr.ft", "m@sfr.fr"],
    ["m@entreprise.con", "m@entreprise.com"],
    ["mailto:marie@gmial.com?subject=Devis", "marie@gmail.com"],
    ["Marie <marie@gmial.com>", "marie@gmail.com"],
    ["hélène@orange.fr", "helene@orange.fr"],
    ["hélène@orage.fr", "helene@orange.fr"],
  ])("%s: %s", (typed, expected) => expect(suggestEmail(typed)).toBe(expected));

  it.each([
    "m@gmail.com",
    "m@orange.fr",
    "m@ymail.com",
    "m@mail.com",
    "m@exemple.fr",
    "m@net-helium.fr",
    "m@free.com",
    "m@me.fr",
    "contact@société-h2.fr",
    "r&d@net-helium.fr",
    "gmial.com",
    "m@",
    "",
  ])("%s is right, or no address at all", (typed) => expect(suggestEmail(typed)).toBeNull());
});
