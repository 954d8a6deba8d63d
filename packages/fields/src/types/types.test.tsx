// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { FileStoreContext } from "../inputs/file-store.ts";
import { show, showInput } from "../test/render.tsx";
import { FileInput } from "./file/file-input.tsx";

it("asks for the parts of an address, and keeps a blank one's place", async () => {
  const { user, last, put } = showInput("address");
  await user.type(screen.getByRole("textbox", { name: "Numéro et rue" }), "12 rue de la Paix; bât. B");
  await user.type(screen.getByRole("textbox", { name: "Ville" }), "Saint Malo ");
  expect(last()).toBe("12 rue de la Paix, bât. B; ; Saint Malo");
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Ville" }).value).toBe("Saint Malo ");
  put("; 75002; Paris");
  await waitFor(() =>
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Code postal" }).value).toBe("75002"),
  );
  await user.clear(screen.getByRole("textbox", { name: "Code postal" }));
  await user.clear(screen.getByRole("textbox", { name: "Ville" }));
  expect(last()).toBeNull();
});

it("asks for a mark by radio buttons whose ends say what they mean", async () => {
  const { user, last } = showInput("scale", { config: { size: 4, low: "Froid", high: "Chaud" } });
  expect(screen.getAllByRole("radio").map((radio) => radio.getAttribute("aria-label"))).toEqual([
    "1 : Froid",
    "2",
    "3",
    "4 : Chaud",
  ]);
  await user.click(screen.getByRole("radio", { name: "4 : Chaud" }));
  expect(last()).toBe(4);
  await user.click(screen.getByRole("button", { name: "Effacer (Ma question)" }));
  expect(last()).toBeNull();
});

function Files({ onChange }: { onChange: (value: unknown) => void }) {
  const [value, setValue] = useState<unknown>(null);
  // Forms copy their values.
  const change = (next: unknown) => {
    onChange(next);
    setValue(structuredClone(next));
  };
  return <FileInput label="Pièces" config={{ maxFiles: 2 }} locale="fr" value={value} onChange={change} />;
}

it("sends files at once, says which is under way, and what could not be sent", async () => {
  const onChange = vi.fn();
  let done = (_: { id: string; name: string }) => {};
  const upload = vi.fn((file: File) =>
    file.name === "b.pdf"
      ? Promise.reject(new Error("le serveur ne répond pas."))
      : new Promise<{ id: string; name: string }>((resolve) => {
          done = resolve;
        }),
  );
  const open = vi.fn();
  const { user, container } = show(
    <FileStoreContext value={{ upload, open }}>
      <Files onChange={onChange} />
    </FileStoreContext>,
  );
  const picker = container.querySelector("input[type=file]") as HTMLInputElement;
  fireEvent.change(picker, { target: { files: [new File(["a"], "a.pdf"), new File(["b"], "b.pdf")] } });
  await screen.findByText("b.pdf : le serveur ne répond pas.");
  expect(onChange.mock.lastCall?.[0]).toEqual([{ id: expect.stringMatching(/^~/), name: "a.pdf" }]);
  expect(screen.getByText("Envoi de a.pdf")).toBeTruthy();
  done({ id: "1", name: "a.pdf" });
  await user.click(await screen.findByRole("button", { name: "a.pdf" }));
  expect(open).toHaveBeenCalledWith({ id: "1", name: "a.pdf" });
  await user.click(screen.getByRole("button", { name: "Retirer le fichier a.pdf" }));
  expect(onChange.mock.lastCall?.[0]).toBeNull();
});
