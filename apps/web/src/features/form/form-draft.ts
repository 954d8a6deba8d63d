import type { FormInput, FormView } from "@crm/contract";
import type { UseFormReturn } from "react-hook-form";
import type { FieldSetting } from "./form-words.ts";

/** A form as its editor holds it; with the version it was opened on: another one saved since is not overwritten unseen. */
export type FormDraft = Omit<FormInput, "fields"> & { fields: FieldSetting[]; version: number };

export type Editor = UseFormReturn<FormDraft, unknown, FormDraft>;

const usual = (key: string, required = false): FieldSetting => ({ key, required, label: "", help: "" });

export const draftOf = (form: FormView | undefined): FormDraft => ({
  name: form?.name ?? "",
  slug: form?.slug ?? "",
  title: form?.title ?? "",
  intro: form?.intro ?? "",
  fields: form?.fields ?? [usual("email", true), usual("lastName"), usual("firstName"), usual("message")],
  button: form?.button ?? "",
  thanks: form?.thanks ?? "",
  redirectUrl: form?.redirectUrl ?? null,
  emailConsent: form?.emailConsent ?? "",
  smsConsent: form?.smsConsent ?? "",
  ownerId: form?.owner?.id ?? null,
  active: form?.active ?? true,
  version: form?.version ?? 1,
});
