import { MantineProvider } from "@mantine/core";
import { cleanup, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { afterEach, vi } from "vitest";
import type { FieldInputProps } from "../field-input.ts";
import { fieldInputs } from "../react.ts";
import type { FieldTypeName } from "../registry.ts";

// What Mantine asks of a browser and jsdom does not have.
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener() {},
    removeEventListener() {},
    addListener() {},
    removeListener() {},
  }) as unknown as MediaQueryList;
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
Element.prototype.scrollIntoView ??= () => {};
if (!("fonts" in document))
  Object.defineProperty(document, "fonts", { value: { addEventListener() {}, removeEventListener() {} } });
afterEach(cleanup);

export const show = (children: ReactNode) => ({
  user: userEvent.setup(),
  ...render(<MantineProvider env="test">{children}</MantineProvider>),
});

interface FormProps {
  type: FieldTypeName;
  over: Partial<FieldInputProps>;
  /** Told of each answer, and of how to change it from outside. */
  onChange(answer: unknown): void;
  handOver(put: (value: unknown) => void): void;
}

function Form({ type, over, onChange, handOver }: FormProps) {
  const [value, setValue] = useState<unknown>(over.value ?? null);
  handOver(setValue);
  const Input = fieldInputs[type];
  const change = (answer: unknown) => {
    onChange(answer);
    setValue(answer);
  };
  return <Input label="Ma question" config={{}} locale="fr" {...over} value={value} onChange={change} />;
}

/** An input in a form that keeps its answer; `last` is the last it gave, `put` changes it from outside. */
export function showInput(type: FieldTypeName, over: Partial<FieldInputProps> = {}) {
  const onChange = vi.fn();
  let put: (value: unknown) => void = () => {};
  const handOver = (given: typeof put) => {
    put = given;
  };
  const rendered = show(<Form type={type} over={over} onChange={onChange} handOver={handOver} />);
  return { ...rendered, last: () => onChange.mock.lastCall?.[0], onChange, put: (value: unknown) => put(value) };
}
