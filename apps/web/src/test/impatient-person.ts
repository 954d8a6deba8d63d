import { fireEvent, getConfig } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { expect } from "vitest";

/** The press under way: the commands that it has sent, which are not answered before its end. */
let press: { sent: string[]; end: Promise<void> } | null = null;

/** For the API in memory: waits, if this is a command of a press under way, until the press has ended. */
export async function answered(path: string, { method = "GET", signal }: RequestInit): Promise<void> {
  // What can be aborted is a reading, whatever its method.
  if (!press || method === "GET" || signal) return;
  press.sent.push(`${method} ${path}`);
  await press.end;
}

/**
 * Somebody who presses every button that sends a command again and again before it is answered: by a double click, by
 * Ctrl+Enter twice and by Enter. One press is one command, in whichever form or dialog a test presses it; else `click` fails.
 */
export function impatientPerson(): UserEvent {
  const person = userEvent.setup();
  return {
    ...person,
    async click(element) {
      const button = element.closest("button");
      if (!button || press) return person.click(element);
      const { promise: end, resolve } = Promise.withResolvers<void>();
      const sent: string[] = [];
      press = { sent, end };
      try {
        await person.click(element);
        if (sent.length > 0) await pressAgain(button);
      } finally {
        press = null;
        await getConfig().asyncWrapper(async () => {
          resolve();
          await aMoment();
        });
      }
      expect(sent).toEqual([...new Set(sent)]);
    },
  };
}

async function pressAgain(button: HTMLButtonElement): Promise<void> {
  const form = button.type === "submit" ? button.form : null;
  fireEvent.click(button, { detail: 2 });
  for (const _ of form ? [1, 2] : []) fireEvent.keyDown(button, { key: "Enter", ctrlKey: true });
  // Enter in a field: the browser submits the form.
  if (form?.isConnected) fireEvent.submit(form);
  await aMoment();
}

const aMoment = () => new Promise((done) => setTimeout(done));
