// @vitest-environment jsdom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { ParametersInput } from "./react.ts";
import { type FieldTypeName, fieldTypeNames, fieldTypeOf } from "./registry.ts";
import { show, showInput } from "./test/render.tsx";
import { choices, samples } from "./test/samples.ts";

interface SettingsProps {
  type: FieldTypeName;
  start: Record<string, unknown>;
  errors: Record<string, string>;
  keep(config: Record<string, unknown>): void;
}
/** The screen of a question being set up. */
function Settings({ type, start, errors, keep }: SettingsProps) {
  const [config, setConfig] = useState(start);
  const change = (changed: Record<string, unknown>) => {
    keep(changed);
    setConfig(changed);
  };
  return <ParametersInput type={type} config={config} onChange={change} errors={errors} locale="fr" />;
}

const box = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Ma question" });
const typedOnes = fieldTypeNames.filter((name) => !/choice|boolean|address|scale|file/.test(name));

describe.each(typedOnes)("%s", (type) => {
  const { config, typed, answer } = samples[type];
  const written = typed.replace("\r", "");

  it("gives the answer that is typed, under the name of the question", async () => {
    const { user, last } = showInput(type, { config, required: true, description: "Une aide" });
    await user.type(box(), written.replaceAll("\n", "{enter}"));
    const field = fieldTypeOf({ type });
    expect(field.value(field.config.parse(config)).parse(last())).toEqual(answer);
    expect(box().value).toBe(written);
    await user.tab();
    expect(box()).toHaveProperty("ariaRequired", "true");
    await user.clear(box());
    expect(last()).toBeNull();
  });

  it("shows the answer, its error, and follows a change that comes from elsewhere", async () => {
    const { put } = showInput(type, { config, value: answer, error: "Erreur" });
    expect(box().value).not.toBe("");
    expect(screen.getByText("Erreur")).toBeTruthy();
    expect(document.getElementById(box().getAttribute("aria-describedby")?.split(" ")[0] ?? "")?.textContent).toContain(
      "Erreur",
    );
    act(() => put(null));
    expect(box().value).toBe("");
  });
});

describe("typing", () => {
  it.each<[FieldTypeName, string]>([
    ["date", "31/02/2024"],
    ["date-time", "02/03/2026 99:99"],
    ["number", "douze"],
    ["phone", "voir Paul"],
  ])("keeps in %s what is no answer, and gives it for the form to refuse", async (type, text) => {
    const { user, last } = showInput(type);
    await user.type(box(), text);
    await user.tab();
    expect(box().value).toBe(text);
    expect(last()).toBe(text);
    expect(fieldTypeOf({ type }).value({}).safeParse(last()).success).toBe(false);
  });
  it("brings back from a draft a text that is no date", () => {
    showInput("date", { value: "31/02/2024" });
    expect(box().value).toBe("31/02/2024");
  });
  it("writes the answer properly when the input is left", async () => {
    const { user } = showInput("phone");
    await user.type(box(), "0612345678");
    expect(box().value).toBe("0612345678");
    await user.tab();
    expect(box().value).toBe("06 12 34 56 78");
  });
  it("shows in English a number that can be read back", async () => {
    const { user, last } = showInput("number", { value: 1234, locale: "en" });
    expect(box().value).toBe("1234");
    await user.type(box(), "5");
    expect(last()).toBe(12345);
  });
  it("says nothing while disabled", async () => {
    const { user, onChange } = showInput("text", { disabled: true });
    await user.type(box(), "a");
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe("the calendar", () => {
  it("is opened by keyboard, and gives a day back to its input", async () => {
    const { user, last } = showInput("date", { value: "2026-03-02" });
    await user.click(box());
    await user.tab();
    await user.keyboard("{Enter}");
    await user.click(await screen.findByRole("button", { name: /^17 mars 2026$/i }));
    expect(last()).toBe("2026-03-17");
    expect(box().value).toBe("17/03/2026");
  });
  it("keeps the time of a date and time", async () => {
    const { user, last } = showInput("date-time", { value: "2026-03-02T13:30:00.000Z" });
    await user.click(screen.getByRole("button", { name: "Ouvrir le calendrier (Ma question)" }));
    await user.click(await screen.findByRole("button", { name: /^31 mars 2026$/i }));
    expect(last()).toBe("2026-03-31T12:30:00.000Z");
    expect(box().value).toBe("31/03/2026 14:30");
  });
});

describe("choosing", () => {
  it("asks yes or no, and lets one take it back", async () => {
    const { user, last } = showInput("boolean");
    const group = screen.getByRole("radiogroup", { name: "Ma question" });
    await user.click(within(group).getByRole("radio", { name: "Non" }));
    expect(last()).toBe(false);
    await user.click(screen.getByRole("button", { name: "Effacer (Ma question)" }));
    expect(last()).toBeNull();
    expect(
      within(group)
        .getAllByRole<HTMLInputElement>("radio")
        .some((radio) => radio.checked),
    ).toBe(false);
  });
  it("offers radio buttons, and keeps in sight a choice that is no longer proposed", async () => {
    const { user, last } = showInput("radio-choice", { config: { choices }, value: "OLD" });
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "OLD" }).checked).toBe(true);
    await user.click(screen.getByRole("radio", { name: "Réseau" }));
    expect(last()).toBe("RESEAU");
  });
  it("searches a list whatever the accents, and clears it", async () => {
    const { user, last } = showInput("single-choice", { config: { choices } });
    const select = screen.getByRole("combobox", { name: "Ma question" });
    await user.type(select, "RESE");
    await user.keyboard("{ArrowDown}{Enter}");
    expect(last()).toBe("RESEAU");
    await user.click(screen.getByLabelText("Effacer (Ma question)"));
    expect(last()).toBeNull();
  });
  it("takes the answer of a list back by keyboard", async () => {
    const { user, last } = showInput("single-choice", { config: { choices }, value: "APL" });
    const select = screen.getByRole<HTMLInputElement>("combobox", { name: "Ma question" });
    expect(select.value).toBe("Appel entrant");
    await user.clear(select);
    await user.tab();
    expect(last()).toBeNull();
    expect(select.value).toBe("");
  });
  it("ticks several choices, given in the order of the list", async () => {
    const { user, last } = showInput("multiple-choice", { config: { choices } });
    const group = screen.getByRole("group", { name: "Ma question" });
    await user.click(within(group).getByRole("checkbox", { name: "Salon, foire" }));
    await user.click(within(group).getByRole("checkbox", { name: "Appel entrant" }));
    expect(last()).toEqual(["APL", "Salon 2.0"]);
    await user.click(within(group).getByRole("checkbox", { name: "Appel entrant" }));
    await user.click(within(group).getByRole("checkbox", { name: "Salon, foire" }));
    expect(last()).toBeNull();
  });
});

describe("the settings of a question", () => {
  const settings = (type: FieldTypeName, start: Record<string, unknown> = {}, errors = {}) => {
    let config = start;
    const keep = (changed: Record<string, unknown>) => {
      config = changed;
    };
    return { ...show(<Settings type={type} start={start} errors={errors} keep={keep} />), config: () => config };
  };

  it.each(fieldTypeNames)("are generated for %s", (type) => {
    settings(type);
    for (const { kind, label } of fieldTypeOf({ type }).parameters)
      expect(
        screen.getByRole(kind === "choices" ? "group" : kind === "option" ? "combobox" : "textbox", { name: label.fr }),
      ).toBeTruthy();
  });

  it("reads numbers and days, and forgets one that is erased", async () => {
    const { user, config } = settings("number", { decimals: 2 });
    await user.type(screen.getByRole("textbox", { name: "Valeur la plus petite" }), "1,5");
    await user.clear(screen.getByRole("textbox", { name: "Nombre de décimales au plus" }));
    expect(config()).toEqual({ min: 1.5 });
  });

  it("adds choices by keyboard, with a value suggested from the label", async () => {
    const { user, config } = settings("single-choice");
    await user.click(screen.getByRole("button", { name: "Ajouter un choix" }));
    await user.keyboard("Appel entrant{Enter}Réseau");
    await user.tab();
    expect(config()).toEqual({
      choices: [
        { label: "Appel entrant", value: "APPEL_ENTRANT" },
        { label: "Réseau", value: "RESEAU" },
      ],
    });
    await user.clear(screen.getByRole("textbox", { name: "Valeur 1" }));
    await user.type(screen.getByRole("textbox", { name: "Valeur 1" }), "APL");
    await user.clear(screen.getByRole("textbox", { name: "Réponse 1" }));
    await user.type(screen.getByRole("textbox", { name: "Réponse 1" }), "Appel");
    await user.click(screen.getByRole("button", { name: "Descendre le choix Appel" }));
    expect(config()).toEqual({
      choices: [
        { label: "Réseau", value: "RESEAU" },
        { label: "Appel", value: "APL" },
      ],
    });
    await user.click(screen.getByRole("button", { name: "Supprimer le choix Réseau" }));
    expect(config()).toEqual({ choices: [{ label: "Appel", value: "APL" }] });
  });

  it("makes several choices of a pasted list, with or without values", async () => {
    const { user, config } = settings("multiple-choice", { choices: [{ label: "Intérieur", value: "INT" }] });
    await user.click(screen.getByRole("button", { name: "Ajouter un choix" }));
    fireEvent.paste(screen.getByRole("textbox", { name: "Réponse 2" }), {
      clipboardData: { getData: () => "Extérieur\tEXT\r\nDépannage\r\n\r\nInt\n" },
    });
    expect(config()).toEqual({
      choices: [
        { label: "Intérieur", value: "INT" },
        { label: "Extérieur", value: "EXT" },
        { label: "Dépannage", value: "DEPANNAGE" },
        { label: "Int", value: "INT_2" },
      ],
    });
  });

  it("shows each refusal where it is", () => {
    settings(
      "radio-choice",
      { choices: [{ label: "A", value: "" }] },
      { choices: "Liste", "choices/0/value": "Valeur vide" },
    );
    expect(screen.getByText("Liste")).toBeTruthy();
    expect(screen.getByRole("textbox", { name: "Valeur 1" }).getAttribute("aria-invalid")).toBe("true");
  });
});
