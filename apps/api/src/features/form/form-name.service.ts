import type { FormField } from "@crm/contract";
import { fold } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";

/** A form, as files name it and as it labels what they say. */
export interface NamedForm {
  id: string;
  name: string;
  slug: string;
  archived: boolean;
  fields: FormField[];
}

/** Every form, archived ones too: what was answered to them once may still come. */
export const everyForm = (ctx: Ctx) => ctx.db.$queryRaw<NamedForm[]>`
  SELECT f.id, f.name, f.slug, f.archived_at IS NOT NULL AS archived, f.fields FROM forms f ORDER BY f.id`;

/** The form that a cell means, by the end of its address or by its name; of several with one name, the one that is not archived. */
export function formNamed(forms: readonly NamedForm[], cell: string): NamedForm | "several" | undefined {
  const said = cell.replace(/^.*\/f\//, "");
  const bySlug = forms.find(({ slug }) => slug === said);
  if (bySlug) return bySlug;
  const named = forms.filter(({ name }) => fold(name) === fold(cell));
  const live = named.filter(({ archived }) => !archived);
  const found = live.length > 0 ? live : named;
  return found.length > 1 ? "several" : found[0];
}

/** What a cell says to mean each form, by its id: its name, or the end of its address when its name means another or several. */
export const namesInFiles = (forms: readonly NamedForm[]): Map<string, string> =>
  new Map(forms.map((form) => [form.id, formNamed(forms, form.name) === form ? form.name : form.slug]));
